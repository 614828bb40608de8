import { withoutSecrets } from '../domain/audit-entry.js';
import type { Caller } from '../domain/caller.js';
import type { Id } from '../domain/scalars.js';
import { toRow, type Transaction } from './database.js';

/** One admin write: what was done to what, and its row before and after. */
export interface AuditEntry {
  companyId: Id | null;
  /** `<noun>.<verb>`, such as `schedule.update`. */
  action: string;
  /** `<noun>:<id>`. */
  subject: string;
  before?: object | null;
  after?: object | null;
}

const told = (row: object | null | undefined): string | null =>
  row ? JSON.stringify(withoutSecrets(toRow(row))) : null;

/** Appends to the audit log, in the transaction of the write that it tells of. Secrets are left out. */
export async function audit(trx: Transaction, caller: Caller, entry: AuditEntry): Promise<void> {
  const append = trx('audit_log').insert({
    company_id: entry.companyId,
    actor: caller.actor,
    action: entry.action,
    subject: entry.subject,
    before: told(entry.before),
    after: told(entry.after),
    request_id: caller.requestId,
    address: caller.address ?? null,
  });
  await append.options({ name: 'audit' });
}
