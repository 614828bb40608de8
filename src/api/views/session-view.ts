import { z } from 'zod';
import { ROLES, type ApiKey } from '../../domain/api-key.js';
import type { BrowserSession } from '../../domain/browser-session.js';
import type { Instant } from '../../domain/scalars.js';
import { idAnswer, instantAnswer, toIsoOrNull } from '../http/fields.js';

/** Who somebody is, and for how long, in an answer. */
export const sessionAnswer = z
  .strictObject({
    actor: z.string().meta({ description: 'What the audit log calls them', example: 'key:3' }),
    person_id: idAnswer.nullable().meta({ description: 'Null: it is a key, not a person' }),
    name: z.string().meta({ description: 'Of the person, or of the key' }),
    role: z.enum(ROLES),
    company_id: idAnswer.nullable().meta({ description: 'Null: the whole installation' }),
    expires_at: instantAnswer.nullable().meta({
      description:
        'The session ends then unless it is used before, which is noted once a minute; null: it is no session',
    }),
    ends_at: instantAnswer.nullable().meta({ description: 'It ends then in any case, or the key; null: never' }),
  })
  .meta({ id: 'Session', description: 'Who is signed in, or whose key it is' });

const earlier = (one: Instant | null, other: Instant | null): Instant | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other);

/** Whoever acts with a key, in a session or by the key itself (null). */
export function sessionView(key: ApiKey, session: BrowserSession | null): z.input<typeof sessionAnswer> {
  const ends = earlier(session?.ends_at ?? null, key.expires_at);
  return {
    actor: `key:${key.id}`,
    person_id: key.is_person ? key.id : null,
    name: key.name,
    role: key.role,
    company_id: key.company_id,
    expires_at: toIsoOrNull(session && earlier(session.expires_at, ends)),
    ends_at: toIsoOrNull(ends),
  };
}
