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

/** Appends to the audit log, in the transaction of the write that it tells of. */
export async function audit(trx: Transaction, caller: Caller, entry: AuditEntry): Promise<void> {
  await trx('audit_log').insert({
    company_id: entry.companyId,
    actor: caller.actor,
    action: entry.action,
    subject: entry.subject,
    before: entry.before ? JSON.stringify(toRow(entry.before)) : null,
    after: entry.after ? JSON.stringify(toRow(entry.after)) : null,
    request_id: caller.requestId,
    address: caller.address ?? null,
  });
}
