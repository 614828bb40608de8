import type { ExpectedRevision } from '../../domain/revision.js';
import { requireCompany } from '../../db/companies.js';
import type { Transaction } from '../../db/database.js';
import { releaseCopies } from '../../db/storage-move-files.js';
import { findOpenMove, moveWithProgress, type StorageMoveProgress } from '../../db/storage-moves.js';
import { maySee, type Caller } from '../../domain/caller.js';
import { AppError, invalidFields, type FieldError } from '../../domain/errors.js';
import type { Id } from '../../domain/scalars.js';
import { isUsableBy } from '../../domain/storage-connection.js';
import { isCancellable } from '../../domain/storage-move.js';
import { workflowId } from '../../domain/workflow-kinds.js';
import type { AdminDoor } from '../admin-door.js';

/** What a client says of a move: one content, or (without `ar_content_id`) all contents of the company. */
export interface NewStorageMove {
  company_id?: Id | undefined;
  ar_content_id?: Id | undefined;
  from_connection_id?: Id | undefined;
  to_connection_id: Id;
}

/** What a move failed for, and waits for, is over once somebody decides how it goes on. */
const NO_FAILURE = { problem: null, failure_code: null, failure_reason: null };

/** The company whose contents are moved. */
async function companyOf(trx: Transaction, caller: Caller, input: NewStorageMove): Promise<Id> {
  const { ar_content_id: contentId, company_id: companyId } = input;
  if (contentId === undefined) {
    if (companyId !== undefined && maySee(caller, companyId)) {
      await requireCompany(trx, companyId);
      return companyId;
    }
    throw invalidFields([{ field: 'company_id', message: `there is no company ${companyId}`, code: 'not_there' }]);
  }
  const content: { company_id: Id } | undefined = await trx('ar_content').where('id', contentId).first('company_id');
  if (content !== undefined && maySee(caller, content.company_id)) return content.company_id;
  throw invalidFields([{ field: 'ar_content_id', message: `there is no AR content ${contentId}`, code: 'not_there' }]);
}

/** Both ends are connections that the company may use; they are kept from being deleted meanwhile. */
async function requireConnections(trx: Transaction, companyId: Id, input: NewStorageMove): Promise<void> {
  const { from_connection_id: from, to_connection_id: to } = input;
  const given = { from_connection_id: from, to_connection_id: to };
  const wanted = Object.values(given).filter((id) => id !== undefined);
  const rows: { id: Id; company_id: Id | null }[] = await trx('storage_connections')
    .whereRaw('id = ANY (?)', [wanted])
    .orderBy('id')
    .forKeyShare()
    .select('id', 'company_id');
  const usable = new Set(rows.filter((row) => isUsableBy(row, companyId)).map(({ id }) => id));
  const faults: FieldError[] = Object.entries(given)
    .filter(([, id]) => id !== undefined && !usable.has(id))
    .map(([field, id]) => ({
      field,
      message: `there is no storage connection ${id} for this company`,
      code: 'not_there' as const,
    }));
  if (from === to) faults.push({ field: 'to_connection_id', message: 'must be another one than from_connection_id' });
  if (faults.length > 0) throw invalidFields(faults);
}

/** A content is part of one open move at most. The company is locked, so that two cannot begin at once. */
async function refuseSecondMove(trx: Transaction, companyId: Id, contentId: Id | null): Promise<void> {
  await trx('companies').where('id', companyId).forNoKeyUpdate().first('id');
  const other = await findOpenMove(trx, companyId, contentId);
  if (other === undefined) return;
  const what = other.status === 'failed' ? 'has failed: retry or cancel it first' : 'is under way';
  throw new AppError('conflict', `Storage move ${other.id} of the same videos ${what}.`);
}

/** @throws AppError `validation_failed`; `conflict` when an open move holds one of the contents */
export const createStorageMove = (
  admin: AdminDoor,
  caller: Caller,
  input: NewStorageMove,
): Promise<StorageMoveProgress> =>
  admin.create(caller, 'storage_move', async (creation) => {
    const { trx } = creation;
    const company_id = await companyOf(trx, caller, input);
    await requireConnections(trx, company_id, input);
    await refuseSecondMove(trx, company_id, input.ar_content_id ?? null);
    const { id } = await creation.insert({ ...input, company_id });
    creation.send(workflowId('move', id), 'poke');
    return moveWithProgress(trx, id);
  });

/**
 * Ends a move: its copies go, and nothing is switched. What a failed one has switched already stays where it is.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` when it is over or switching
 */
export const cancelStorageMove = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  expected: ExpectedRevision,
): Promise<StorageMoveProgress> =>
  admin.edit(caller, { noun: 'storage_move', id, verb: 'cancel', expected }, async (edit) => {
    const { trx, before } = edit;
    if (!isCancellable(before)) {
      const message = before.status === 'switching' ? 'is at its end: videos lie in their new place' : 'is over';
      throw new AppError('conflict', `Storage move ${id} ${message} (${before.status}).`);
    }
    await releaseCopies(trx, before);
    await edit.change({ ...NO_FAILURE, status: 'cancelled', ended_at: trx.raw('clock_timestamp()') });
    edit.send(workflowId('move', id), 'cancel');
    return moveWithProgress(trx, id);
  });

/**
 * Starts a failed move again, with what is copied already.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` when it has not failed
 */
export const retryStorageMove = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  expected: ExpectedRevision,
): Promise<StorageMoveProgress> =>
  admin.edit(caller, { noun: 'storage_move', id, verb: 'retry', expected }, async (edit) => {
    const { trx, before } = edit;
    if (before.status !== 'failed') {
      throw new AppError('conflict', `Storage move ${id} has not failed: it is ${before.status}.`);
    }
    await edit.change({ ...NO_FAILURE, status: 'pending' });
    edit.send(workflowId('move', id), 'poke');
    return moveWithProgress(trx, id);
  });
