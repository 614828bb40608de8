import { createHash, randomBytes } from 'node:crypto';
import type { Caller } from '../domain/caller.js';
import { invalidFields } from '../domain/errors.js';
import type { Id, Instant } from '../domain/scalars.js';
import { toTimestamp, type Queryable } from './database.js';

/** How long a client may think about what it was told. */
const PROPOSAL_MS = 10 * 60_000;

/** What would be removed, and the token that says yes to exactly that. */
export interface Proposal {
  token: string;
  expires_at: Instant;
}

/** The subjects of proposals: the files of a storage connection, and the videos that nothing uses. */
export const filesOf = (connectionId: Id): string => `files of storage_connection:${connectionId}`;
export const UNUSED_VIDEOS = 'unused videos';

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Keeps what a client was told would be removed, until it says so or ten minutes are over.
 * @param subject what is cleaned up, so that a token is good for nothing else
 */
export async function propose(
  queryable: Queryable,
  caller: Caller,
  subject: string,
  items: readonly (string | number)[],
  now: Instant,
): Promise<Proposal> {
  await queryable('clean_up_proposals').where('expires_at', '<=', toTimestamp(now)).del();
  const token = randomBytes(24).toString('base64url');
  const expires_at = now + PROPOSAL_MS;
  await queryable('clean_up_proposals').insert({
    token_hash: hashOf(token),
    actor: caller.actor,
    subject,
    items: JSON.stringify(items),
    expires_at: toTimestamp(expires_at),
  });
  return { token, expires_at };
}

/**
 * What the client was told, once.
 * @throws AppError `validation_failed` at `token`: it is unknown, used, too old, or another caller's
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what it proposed
export async function takeProposal<T extends string | number>(
  queryable: Queryable,
  caller: Caller,
  subject: string,
  token: string,
  now: Instant,
): Promise<T[]> {
  const rows: { items: T[] }[] = await queryable('clean_up_proposals')
    .where({ token_hash: hashOf(token), actor: caller.actor, subject })
    .where('expires_at', '>', toTimestamp(now))
    .del()
    .returning('items');
  const [proposal] = rows;
  if (proposal !== undefined) return proposal.items;
  const message = 'is unknown, used, too old, or for something else: ask without one first';
  throw invalidFields([{ field: 'token', message, code: 'not_there' }]);
}
