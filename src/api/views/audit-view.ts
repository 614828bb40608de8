import { z } from 'zod';
import type { AuditRow } from '../../domain/audit-entry.js';
import { idAnswer, instantAnswer, toIso } from '../http/fields.js';

const row = z.record(z.string(), z.unknown()).nullable();

/** A row of the audit log in an answer. */
export const auditAnswer = z
  .strictObject({
    id: idAnswer,
    company_id: idAnswer.nullable().meta({ description: 'Whose thing it was; null: the installation’s' }),
    actor: z.string().meta({ description: '`key:<id>` of an API key, `workflow` or `service`', example: 'key:3' }),
    actor_name: z
      .string()
      .nullable()
      .meta({ description: 'The name of the person or key behind it, as it is now; a company is told its own' }),
    action: z.string().meta({ description: '`<noun>.<verb>`', example: 'schedule.update' }),
    subject: z.string().meta({ description: '`<noun>:<id>`', example: 'schedule:7' }),
    before: row.meta({ description: 'The row as it was, or what is told of it; null: there was none' }),
    after: row.meta({ description: 'The row as it became; null: it is gone. Secrets are in neither' }),
    request_id: z.string().nullable(),
    address: z.string().nullable().meta({ description: 'Where it came from; told to keys of the installation' }),
    created_at: instantAnswer,
  })
  .meta({ id: 'AuditEntry', description: 'One write: who changed what' });

/** A row as an answer says it: a company is not told from where operators of the installation work. */
export const auditView =
  (mayKnowAddress: boolean) =>
  (entry: AuditRow): z.input<typeof auditAnswer> => ({
    ...entry,
    address: mayKnowAddress ? entry.address : null,
    created_at: toIso(entry.created_at),
  });
