import { createFairLimiter, sharesOf } from '../concurrency/limiter.js';
import type { Id } from '../domain/scalars.js';

/** Whose files are worked on: those of a video, or of a move. */
export type FileSubject = { videoId: Id } | { moveId: Id };

export interface FileTurnsOptions {
  /** Null: there is no such video or move. */
  companyOf: (subject: FileSubject) => Promise<Id | null>;
  /** Works at once, of which one company has two fewer at most. */
  atOnce: number;
  /** Works of one company that wait here for their turn. */
  waiting?: number;
}

/** Runs work on files when it is the turn of its company. @throws AppError `busy`: it is to be tried again later */
export type FileTurns = <T>(subject: FileSubject, work: () => Promise<T>) => Promise<T>;

/**
 * More of them than this are put back: Temporal hands out the oldest first, so those of a company with hundreds would
 * take all places of a worker, and work of others behind them would not be seen.
 */
const WAITING = 8;

/** Lets companies take turns at the work on files, each with its share of it. */
export function createFileTurns({ companyOf, atOnce, waiting = WAITING }: FileTurnsOptions): FileTurns {
  const inTurn = createFairLimiter(sharesOf(atOnce), waiting);
  return async (subject, work) => {
    const companyId = await companyOf(subject);
    return companyId === null ? work() : inTurn(companyId, work);
  };
}
