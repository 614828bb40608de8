import { deleteRow, insertRow, updateRow, type AdminNoun, type AdminRows } from '../db/admin-rows.js';
import type { Transaction } from '../db/database.js';
import type { OutboxOp } from '../db/outbox.js';
import { orConflict } from '../db/rows.js';
import type { Caller } from '../domain/caller.js';
import { NOUNS } from '../domain/nouns.js';
import type { Id } from '../domain/scalars.js';
import { ownerOf, type AdminRecord, type Deed } from './admin-record.js';
import { refuseUsed, type Use } from './refuse-used.js';

/** What an edit of a row works with. It says what becomes of the row once, by `change`, `remove` or `note`. */
export interface AdminEdit<N extends AdminNoun> {
  trx: Transaction;
  caller: Caller;
  /** The row as it is, locked. */
  before: AdminRows[N];
  /** Changes the given columns, and raises the revision. @returns the row as it is then */
  change(columns: object): Promise<AdminRows[N]>;
  /** Deletes the row. @throws AppError `conflict` when something uses it */
  remove(uses: readonly Use[]): Promise<{ id: Id }>;
  /** Says what was done to what belongs to the row, which stays as it is itself. */
  note(after: object): void;
  /** Enters a message to a workflow. */
  send(workflowId: string, op: OutboxOp): void;
}

/** What the making of a row works with. */
export interface AdminCreation<N extends AdminNoun> {
  trx: Transaction;
  caller: Caller;
  insert(columns: object): Promise<AdminRows[N]>;
  /** Enters a message to a workflow. */
  send(workflowId: string, op: OutboxOp): void;
}

/** `Storage connection 3`, as a sentence begins. */
function titleOf(noun: AdminNoun, id: Id): string {
  const words = NOUNS[noun];
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${id}`;
}

export function rowEdit<N extends AdminNoun>(
  trx: Transaction,
  caller: Caller,
  { noun, verb, before }: { noun: N; verb: string; before: AdminRows[N] },
  record: AdminRecord,
): AdminEdit<N> {
  const { id } = before;
  const did = (kind: Deed['kind'], rows: Pick<Deed, 'before' | 'after'>): void => {
    record.deed = { kind, noun, id, companyId: ownerOf(before), verb, ...rows };
  };
  return {
    trx,
    caller,
    before,
    change: async (columns) => {
      const after = await updateRow(trx, noun, before, columns);
      did('edited', { before, after });
      return after;
    },
    remove: async (uses) => {
      refuseUsed(titleOf(noun, id), uses);
      await orConflict(`${titleOf(noun, id)} is in use.`, deleteRow(trx, noun, id));
      did('deleted', { before, after: null });
      return { id };
    },
    note: (after) => did('edited', { before: null, after }),
    send: (workflowId, op) => void record.messages.set(workflowId, op),
  };
}

export function creation<N extends AdminNoun>(
  trx: Transaction,
  caller: Caller,
  noun: N,
  record: AdminRecord,
): AdminCreation<N> {
  return {
    trx,
    caller,
    insert: async (columns) => {
      const after = await insertRow(trx, noun, columns);
      record.deed = {
        kind: 'created',
        noun,
        id: after.id,
        companyId: ownerOf(after),
        verb: 'create',
        before: null,
        after,
      };
      return after;
    },
    send: (workflowId, op) => void record.messages.set(workflowId, op),
  };
}
