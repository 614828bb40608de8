import { z } from 'zod';
import { ROLES, type ApiKey } from '../../domain/api-key.js';
import { idAnswer, instantAnswer, textField, toIso, toIsoOrNull } from '../http/fields.js';
import { readMark, WrittenBack } from '../http/written-back.js';

const fields = {
  id: idAnswer.meta({ description: 'The audit log names the person `key:<id>`' }),
  company_id: idAnswer.nullable().meta({ description: 'Null: the whole installation' }),
  name: z.string(),
  role: z.enum(ROLES),
  link_expires_at: instantAnswer.nullable().meta({
    description: 'Until when the invitation is good; null: it was used, or has expired',
  }),
  last_used_at: instantAnswer.nullable().meta({ description: 'When they were here last, to the minute; null: never' }),
  revoked_at: instantAnswer.nullable().meta({ description: 'When they were removed' }),
  revision: z.int(),
  created_at: instantAnswer,
  updated_at: instantAnswer,
  read_mark: readMark,
};

/** A person in an answer. */
export const personAnswer = z.strictObject(fields).meta({ id: 'Person' });

/** The same with the link of an invitation. */
export const invitedAnswer = z
  .strictObject({
    ...fields,
    sign_in_url: z.string().nullable().meta({
      description:
        'To be handed to the person, shown this once: good for one sign-in; null when the request was repeated',
    }),
  })
  .meta({ id: 'InvitedPerson' });

export const removedAnswer = z.strictObject({ status: z.literal('removed'), ...fields }).meta({ id: 'RemovedPerson' });

/** What may be changed of a person. */
export const personWrites = new WrittenBack(
  'PersonChanges',
  z.strictObject({ name: textField(200).optional(), role: z.enum(ROLES).optional() }),
  personAnswer,
);

export const personView = (person: ApiKey) =>
  personWrites.marked({
    id: person.id,
    company_id: person.company_id,
    name: person.name,
    role: person.role,
    link_expires_at: toIsoOrNull(person.link_expires_at),
    last_used_at: toIsoOrNull(person.last_used_at),
    revoked_at: toIsoOrNull(person.revoked_at),
    revision: person.revision,
    created_at: toIso(person.created_at),
    updated_at: toIso(person.updated_at),
  });
