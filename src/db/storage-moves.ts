import type { Knex } from 'knex';
import { maySee } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import { must } from '../domain/must.js';
import type { StorageMove, StorageMoveStatus } from '../domain/storage-move.js';
import type { Id } from '../domain/scalars.js';
import type { Database, Queryable, Transaction } from './database.js';
import { EMPTY_PAGE, readPage, withinCompany, type Page, type PageQuery } from './pages.js';

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

/** The states in which a move is over. */
const OVER: readonly StorageMoveStatus[] = ['done', 'cancelled'];

/** Postgres keeps count of a move's files as they change. */
const withProgress = (queryable: Queryable): Knex.QueryBuilder =>
  queryable('storage_moves').select(
    'storage_moves.*',
    queryable.raw(`(
      SELECT jsonb_build_object('video_id', f.video_id, 'path', f.source_path) FROM storage_move_files f
      WHERE f.id = current_file_id AND storage_moves.status = 'copying') AS current`),
  );

async function listMoves(db: Database, query: StorageMoveQuery): Promise<Page<StorageMoveProgress>> {
  const within = withinCompany(query);
  if (within === null) return EMPTY_PAGE;
  return readPage(db, withProgress(db), within, query, [
    ['ar_content_id', '=', query.ar_content_id],
    ['status', '=', query.status],
  ]);
}

async function findProgress(queryable: Queryable, id: Id): Promise<StorageMoveProgress | undefined> {
  const move: StorageMoveProgress | undefined = await withProgress(queryable).where('id', id).first();
  return move;
}

/** A move that is there, and how far it is. */
export const moveWithProgress = async (trx: Transaction, id: Id): Promise<StorageMoveProgress> =>
  must(await findProgress(trx, id), `storage move ${id}`);

/** A move that is not over and holds the content, or (null) any content of the company; undefined: there is none. */
export async function findOpenMove(
  trx: Transaction,
  companyId: Id,
  contentId: Id | null,
): Promise<Pick<StorageMove, 'id' | 'status'> | undefined> {
  const open = trx<StorageMove>('storage_moves').where('company_id', companyId).whereNotIn('status', OVER);
  if (contentId !== null) void open.where((own) => own.whereNull('ar_content_id').orWhere('ar_content_id', contentId));
  return open.orderBy('id').first('id', 'status');
}

/** How many moves that are not over are of a company, or have to do with a storage connection. */
export async function countOpenMoves(
  trx: Transaction,
  subject: { companyId: Id } | { connectionId: Id },
): Promise<number> {
  const open = trx('storage_moves').whereNotIn('status', OVER);
  if ('companyId' in subject) void open.where('company_id', subject.companyId);
  else {
    const { connectionId: id } = subject;
    void open.where((end) => end.where('to_connection_id', id).orWhere('from_connection_id', id));
  }
  const rows: { count: number }[] = await open.count({ count: '*' });
  return rows[0]?.count ?? 0;
}

/** The table `storage_moves`, for reading; `src/admin` writes it, and the workflow of a move carries it out. */
export function createStorageMoves(db: Database) {
  return {
    /** Moves that the caller may see, by id. */
    list: (query: StorageMoveQuery): Promise<Page<StorageMoveProgress>> => listMoves(db, query),
    /** @throws AppError `not_found`, also for another company's move. */
    async get(id: Id, companyId: Id | null): Promise<StorageMoveProgress> {
      const move = await findProgress(db, id);
      if (move === undefined || !maySee({ companyId }, move.company_id)) throw notFound('storage_move', id);
      return move;
    },
  };
}

export type StorageMoves = ReturnType<typeof createStorageMoves>;
