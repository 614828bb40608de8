import { maySee, type Caller } from '../domain/caller.js';
import { AppError, invalidFields, notFound } from '../domain/errors.js';
import { requireRevision } from '../domain/revision.js';
import { isUsableBy } from '../domain/storage-connection.js';
import type { StorageMove, StorageMoveStatus } from '../domain/storage-move.js';
import type { Id } from '../domain/scalars.js';
import { workflowId } from '../domain/workflow-kinds.js';
import { adminWrite, onlyRow, type PageQuery } from './admin-write.js';
import { audit } from './audit.js';
import { toRow, type Database, type Queryable, type Transaction } from './database.js';
import { enqueue } from './outbox.js';
import { requireCompany } from './projects.js';
import { releaseCopies } from './storage-move-files.js';

/** What a client says of a move: one content, or (without `ar_content_id`) all contents of the company. */
export interface NewStorageMove {
  company_id?: Id | undefined;
  ar_content_id?: Id | undefined;
  from_connection_id?: Id | undefined;
  to_connection_id: Id;
}

export interface StorageMoveQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
  ar_content_id?: Id | undefined;
  status?: StorageMoveStatus | undefined;
}

/** A move, and how far it is. Sizes of images count once they are copied. */
export interface StorageMoveProgress extends StorageMove {
  files_total: number;
  files_done: number;
  bytes_total: number;
  bytes_done: number;
  current: { video_id: Id; path: string } | null;
}

const WITH_PROGRESS = `
  SELECT m.*, p.*, (
    SELECT jsonb_build_object('video_id', f.video_id, 'path', f.source_path) FROM storage_move_files f
    WHERE f.id = m.current_file_id AND m.status = 'copying') AS current
  FROM storage_moves m, LATERAL (
    SELECT count(*) AS files_total,
      count(*) FILTER (WHERE f.status <> 'waiting') AS files_done,
      coalesce(sum(f.size_bytes), 0)::bigint AS bytes_total,
      coalesce(sum(f.size_bytes) FILTER (WHERE f.status <> 'waiting'), 0)::bigint AS bytes_done
    FROM storage_move_files f WHERE f.storage_move_id = m.id AND f.status <> 'skipped') p`;

async function listMoves(db: Database, query: StorageMoveQuery): Promise<StorageMoveProgress[]> {
  const { companyId, company_id, ar_content_id, status, after, limit } = query;
  const { rows } = await db.raw<{ rows: StorageMoveProgress[] }>(
    `${WITH_PROGRESS}
     WHERE (?::bigint IS NULL OR m.company_id = ?) AND (?::bigint IS NULL OR m.company_id = ?)
       AND (?::bigint IS NULL OR m.ar_content_id = ?) AND (?::text IS NULL OR m.status = ?) AND m.id > ?
     ORDER BY m.id LIMIT ?`,
    [
      ...[companyId, company_id, ar_content_id, status].flatMap((value) => [value ?? null, value ?? null]),
      after ?? 0,
      limit,
    ],
  );
  return rows;
}

async function findProgress(queryable: Queryable, id: Id, companyId: Id | null): Promise<StorageMoveProgress> {
  const { rows } = await queryable.raw<{ rows: StorageMoveProgress[] }>(`${WITH_PROGRESS} WHERE m.id = ?`, [id]);
  const [move] = rows;
  if (move === undefined || !maySee({ companyId }, move.company_id)) throw notFound('storage_move', id);
  return move;
}

/** The company whose contents are moved. */
async function companyOf(trx: Transaction, caller: Caller, input: NewStorageMove): Promise<Id> {
  const { ar_content_id: contentId, company_id: companyId } = input;
  if (contentId === undefined) {
    if (companyId !== undefined && maySee(caller, companyId)) {
      await requireCompany(trx, companyId);
      return companyId;
    }
    throw invalidFields([{ field: 'company_id', message: `there is no company ${companyId}` }]);
  }
  const content: { company_id: Id } | undefined = await trx('ar_content').where('id', contentId).first('company_id');
  if (content !== undefined && maySee(caller, content.company_id)) return content.company_id;
  throw invalidFields([{ field: 'ar_content_id', message: `there is no AR content ${contentId}` }]);
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
  const faults = Object.entries(given)
    .filter(([, id]) => id !== undefined && !usable.has(id))
    .map(([field, id]) => ({ field, message: `there is no storage connection ${id} for this company` }));
  if (from === to) faults.push({ field: 'to_connection_id', message: 'must be another one than from_connection_id' });
  if (faults.length > 0) throw invalidFields(faults);
}

/** A content is part of one open move at most. The company is locked, so that two cannot begin at once. */
async function refuseSecondMove(trx: Transaction, companyId: Id, contentId: Id | null): Promise<void> {
  await trx('companies').where('id', companyId).forNoKeyUpdate().first('id');
  const open = trx<StorageMove>('storage_moves')
    .where('company_id', companyId)
    .whereNotIn('status', ['done', 'cancelled']);
  if (contentId !== null) void open.where((own) => own.whereNull('ar_content_id').orWhere('ar_content_id', contentId));
  const other = await open.orderBy('id').first('id', 'status');
  if (other === undefined) return;
  const what = other.status === 'failed' ? 'has failed: retry or cancel it first' : 'is under way';
  throw new AppError('conflict', `Storage move ${other.id} of the same videos ${what}.`);
}

async function createMove(trx: Transaction, caller: Caller, input: NewStorageMove): Promise<StorageMoveProgress> {
  const companyId = await companyOf(trx, caller, input);
  await requireConnections(trx, companyId, input);
  await refuseSecondMove(trx, companyId, input.ar_content_id ?? null);
  const { id } = onlyRow<{ id: Id }>(
    await trx('storage_moves')
      .insert({ ...toRow(input), company_id: companyId })
      .returning('id'),
  );
  const move = await findProgress(trx, id, null);
  await auditMove(trx, caller, 'create', null, move);
  await enqueue(trx, new Map([[workflowId('move', id), 'poke']]));
  return move;
}

function auditMove(
  trx: Transaction,
  caller: Caller,
  verb: string,
  before: StorageMove | null,
  after: StorageMove,
): Promise<void> {
  const { id, company_id: companyId } = after;
  const action = `storage_move.${verb}`;
  return audit(trx, caller, { companyId, action, subject: `storage_move:${id}`, before, after });
}

async function lockMove(trx: Transaction, caller: Caller, id: Id, expected: number | null): Promise<StorageMove> {
  const move: StorageMove | undefined = await trx<StorageMove>('storage_moves').where('id', id).forUpdate().first();
  if (move === undefined || !maySee(caller, move.company_id)) throw notFound('storage_move', id);
  requireRevision(move, expected);
  return move;
}

/** A client decides how a move goes on: what it failed for is over, and its workflow hears of it. */
async function decide(
  trx: Transaction,
  caller: Caller,
  before: StorageMove,
  verb: 'cancel' | 'retry',
  changes: object,
): Promise<StorageMoveProgress> {
  const none = { problem: null, failure_code: null, failure_reason: null };
  const now = trx.raw('clock_timestamp()');
  await trx('storage_moves')
    .where('id', before.id)
    .update({ ...none, ...changes, revision: before.revision + 1, updated_at: now });
  const after = await findProgress(trx, before.id, null);
  await auditMove(trx, caller, verb, before, after);
  await enqueue(trx, new Map([[workflowId('move', before.id), verb === 'cancel' ? 'cancel' : 'poke']]));
  return after;
}

const CANCELLABLE: ReadonlySet<StorageMoveStatus> = new Set(['pending', 'copying', 'failed']);

async function cancelMove(
  trx: Transaction,
  caller: Caller,
  id: Id,
  expected: number | null,
): Promise<StorageMoveProgress> {
  const before = await lockMove(trx, caller, id, expected);
  if (!CANCELLABLE.has(before.status)) {
    const message = before.status === 'switching' ? 'is at its end: videos lie in their new place' : 'is over';
    throw new AppError('conflict', `Storage move ${id} ${message} (${before.status}).`);
  }
  await releaseCopies(trx, before);
  return decide(trx, caller, before, 'cancel', { status: 'cancelled', ended_at: trx.raw('clock_timestamp()') });
}

async function retryMove(
  trx: Transaction,
  caller: Caller,
  id: Id,
  expected: number | null,
): Promise<StorageMoveProgress> {
  const before = await lockMove(trx, caller, id, expected);
  if (before.status !== 'failed') {
    throw new AppError('conflict', `Storage move ${id} has not failed: it is ${before.status}.`);
  }
  return decide(trx, caller, before, 'retry', { status: 'pending' });
}

/**
 * The table `storage_moves`, as the API writes it; the workflow of a move carries it out.
 * @param onMessage called after COMMIT with the workflow that has a message waiting
 */
export function createStorageMoves(db: Database, onMessage: (workflowId: string) => void = () => undefined) {
  type Write = (trx: Transaction) => Promise<StorageMoveProgress>;
  const write = async (caller: Caller, work: Write): Promise<StorageMoveProgress> => {
    const move = await adminWrite(db, caller, work);
    onMessage(workflowId('move', move.id));
    return move;
  };
  return {
    /** Moves that the caller may see, by id. */
    list: (query: StorageMoveQuery): Promise<StorageMoveProgress[]> => listMoves(db, query),
    /** @throws AppError `not_found`, also for another company's move. */
    get: (id: Id, companyId: Id | null): Promise<StorageMoveProgress> => findProgress(db, id, companyId),
    /** @throws AppError `validation_failed`; `conflict` when an open move holds one of the contents */
    create: (caller: Caller, input: NewStorageMove) => write(caller, (trx) => createMove(trx, caller, input)),
    /**
     * Ends a move: its copies go, and nothing is switched. What a failed one has switched already stays where it is.
     * @throws AppError `not_found`, `precondition_failed`; `conflict` when it is over or switching
     */
    cancel: (caller: Caller, id: Id, expected: number | null) =>
      write(caller, (trx) => cancelMove(trx, caller, id, expected)),
    /**
     * Starts a failed move again, with what is copied already.
     * @throws AppError `not_found`, `precondition_failed`; `conflict` when it has not failed
     */
    retry: (caller: Caller, id: Id, expected: number | null) =>
      write(caller, (trx) => retryMove(trx, caller, id, expected)),
  };
}

export type StorageMoves = ReturnType<typeof createStorageMoves>;
