import type { AdminNoun, AdminRows } from '../db/admin-rows.js';
import { audit } from '../db/audit.js';
import type { Transaction } from '../db/database.js';
import { enqueue, type OutboxOp } from '../db/outbox.js';
import type { Caller } from '../domain/caller.js';
import type { Id } from '../domain/scalars.js';

/** What was done to a row: what the audit log is told, and whoever listens. */
export interface Deed {
  kind: 'created' | 'edited' | 'deleted';
  noun: AdminNoun;
  id: Id;
  companyId: Id | null;
  verb: string;
  before: object | null;
  after: object | null;
}

/** What one write does, as it is noted down while it runs. */
export interface AdminRecord {
  deed: Deed | null;
  messages: Map<string, OutboxOp>;
}

export const newRecord = (): AdminRecord => ({ deed: null, messages: new Map() });

/** The company that a row belongs to; a company belongs to itself. Null: the installation. */
export const ownerOf = (row: AdminRows[AdminNoun]): Id | null => ('company_id' in row ? row.company_id : row.id);

/** Enters into the transaction what the write has done, and the messages that it sends. */
export async function closeRecord(trx: Transaction, caller: Caller, { deed, messages }: AdminRecord): Promise<void> {
  if (deed !== null) {
    const { noun, id, verb, ...entry } = deed;
    await audit(trx, caller, { ...entry, action: `${noun}.${verb}`, subject: `${noun}:${id}` });
  }
  await enqueue(trx, messages);
}
