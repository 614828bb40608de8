import { toTimestamp, type Database, type Transaction } from '../../db/database.js';
import { hasVideosInScope, lockMoveUnderWay } from '../../db/storage-move-files.js';
import { inTransaction } from '../../db/transaction.js';
import type { Id, Instant } from '../../domain/scalars.js';
import { MOVE_UNDER_WAY, type StorageMove, type StorageMoveFailure } from '../../domain/storage-move.js';

// What the workflow of a move writes of its course. A client cancels or retries it by the door, which locks the same row.

/** Writes what a move has come to, unless it was cancelled or is over: then nothing is written, and false returned. */
export function whileUnderWay(
  db: Database,
  moveId: Id,
  work: (trx: Transaction, move: StorageMove) => Promise<boolean>,
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const move = await lockMoveUnderWay(trx, moveId);
    return move !== null && work(trx, move);
  });
}

/** Notes why a move has to wait or to try again; null: it does not. */
export async function noteMoveProblem(db: Database, moveId: Id, problem: string | null): Promise<void> {
  await db('storage_moves').where('id', moveId).whereIn('status', MOVE_UNDER_WAY).update({ problem });
}

/** Ends a move with nothing left to do. @returns false when something came meanwhile, or the move is over. */
export const finishMove = (db: Database, moveId: Id, now: Instant): Promise<boolean> =>
  whileUnderWay(db, moveId, async (trx, move) => {
    if (await hasVideosInScope(trx, move)) return false;
    const at = toTimestamp(now);
    const over = { status: 'done', problem: null, ended_at: at, updated_at: at };
    await trx('storage_moves').where('id', moveId).update(over);
    return true;
  });

/** Ends a move that cannot go on, until somebody retries or cancels it. What is copied stays. */
export const failMove = (
  db: Database,
  moveId: Id,
  failure: { failure_code: StorageMoveFailure; failure_reason: string },
): Promise<boolean> =>
  whileUnderWay(db, moveId, async (trx) => {
    const row = { ...failure, status: 'failed', problem: null, updated_at: trx.raw('clock_timestamp()') };
    await trx('storage_moves').where('id', moveId).update(row);
    return true;
  });
