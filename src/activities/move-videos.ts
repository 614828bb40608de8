import { failMove, finishMove, noteMoveProblem } from '../admin/storage-moves/move-course.js';
import { copyAgain, planFiles } from '../admin/storage-moves/move-files.js';
import type { Clock } from '../db/clock.js';
import type { Database } from '../db/database.js';
import {
  countMoveFiles,
  findMoveUnderWay,
  findProcessingInScope,
  nextFileToCopy,
  pageOfMoveContents,
  unswitchedFiles,
} from '../db/storage-move-files.js';
import type { Caller } from '../domain/caller.js';
import { AppError, RETRYABLE } from '../domain/errors.js';
import { must } from '../domain/must.js';
import type { StorageMove, StorageMoveFailure } from '../domain/storage-move.js';
import type { Id } from '../domain/scalars.js';
import type { StorageConnection } from '../domain/storage-connection.js';
import { switchContent } from '../planning/move-edits.js';
import type { Planner } from '../planning/planner.js';
import type { StorageOpener } from '../storage/open-storage.js';
import type { VideoStorage } from '../storage/video-storage.js';
import { copyFile } from './copy-file.js';
import type { StepFailure } from './process-video.js';

export interface VideoMovingOptions {
  db: Database;
  planner: Planner;
  clock: Clock;
  /** A storage connection; null: there is none of this id. */
  findConnection: (id: Id) => Promise<StorageConnection | null>;
  open: StorageOpener;
  /** How long the files of before are kept, in milliseconds. */
  fileGraceMs: number;
  /** How long one call goes on with the next file or content, in milliseconds. */
  batchMs?: number;
}

/** What a move needs next. `gone`: it is over, has failed, or is not there, so the workflow ends. */
export type MoveReport =
  | { status: 'gone'; words: string }
  | { status: 'done'; words: string }
  | { status: 'copy' | 'switch'; words: string; waitMs: number; companyId: Id; arContentId: Id | null };

const GONE = { status: 'gone', words: 'the move was cancelled, or is over' } as const;

/** Operators see how far it is about as often. */
const BATCH_MS = 60_000;
/** How soon a video that is being processed is looked at again. */
const PROCESSING_WAIT_MS = 5_000;
const PAGE = 500;

/** The failures that are known by name; whatever else does not go away is given up. */
const FAILURES: Readonly<Record<string, StorageMoveFailure>> = {
  not_found: 'source_missing',
  conflict: 'source_corrupt',
};

/**
 * The steps of a move. Each goes on where the rows say that it is, so it may be killed, repeated or run twice at once: a
 * copy that nobody waits for is removed.
 */
export function createVideoMoving(options: VideoMovingOptions) {
  const { db } = options;

  /** Runs a step on a move that goes on, and tells the row why it has to be tried again. */
  async function step(moveId: Id, work: (move: StorageMove) => Promise<MoveReport>): Promise<MoveReport> {
    const move = await findMoveUnderWay(db, moveId);
    if (move === null) return GONE;
    try {
      return await work(move);
    } catch (error) {
      // The fault itself matters more than that it could not be noted.
      if (error instanceof AppError && RETRYABLE[error.code])
        await noteMoveProblem(db, moveId, error.message).catch(() => undefined);
      throw error;
    }
  }

  return {
    /** Copies the files that are not copied yet, for a while. */
    copy: (moveId: Id) => step(moveId, (move) => copyFiles(options, move)),
    /** Has the contents name their copies, one after the other, once everything is copied. */
    switch: (moveId: Id, caller: Caller) => step(moveId, (move) => switchContents(options, move, caller)),
    /** Keeps the move from going on, with the reason, until somebody retries or cancels it. */
    fail: async (moveId: Id, { code, reason }: StepFailure): Promise<void> =>
      void (await failMove(db, moveId, { failure_code: FAILURES[code] ?? 'gave_up', failure_reason: reason })),
  };
}

export type VideoMoving = ReturnType<typeof createVideoMoving>;

async function report(
  { db }: VideoMovingOptions,
  move: StorageMove,
  status: 'copy' | 'switch',
  waiting?: { ms: number; why: string },
): Promise<MoveReport> {
  const { done, total } = await countMoveFiles(db, move.id);
  const progress = `${done} of ${total} files are copied to storage connection ${move.to_connection_id}`;
  const words = waiting === undefined ? progress : `${progress}; ${waiting.why}`;
  const { company_id: companyId, ar_content_id: arContentId } = move;
  return { status, words, waitMs: waiting?.ms ?? 0, companyId, arContentId };
}

async function storageOf({ findConnection, open }: VideoMovingOptions, connectionId: Id): Promise<VideoStorage> {
  return open(must(await findConnection(connectionId), `storage connection ${connectionId}`));
}

/** Tells whether the time of one call is over. */
function timer({ batchMs = BATCH_MS }: VideoMovingOptions): () => boolean {
  const begunAt = performance.now();
  return () => performance.now() - begunAt >= batchMs;
}

async function* contentsOf({ db }: VideoMovingOptions, move: StorageMove): AsyncGenerator<Id> {
  for (let after: Id | undefined = 0; after !== undefined;) {
    const page: Id[] = await pageOfMoveContents(db, move, after, PAGE);
    yield* page;
    after = page.length === PAGE ? page.at(-1) : undefined;
  }
}

async function copyFiles(options: VideoMovingOptions, move: StorageMove): Promise<MoveReport> {
  const { db, clock } = options;
  const now = () => clock.now();
  const isOver = timer(options);
  for (let isPlanned = false; ;) {
    const file = await nextFileToCopy(db, move.id);
    if (file !== null) {
      const source = await storageOf(options, file.source_connection_id);
      const target = await storageOf(options, move.to_connection_id);
      await copyFile({ db, source, target, now }, file);
      if (isOver()) return report(options, move, 'copy');
    } else if (isPlanned) {
      return report(options, move, 'switch');
    } else {
      for await (const arContentId of contentsOf(options, move)) await planFiles(db, move.id, arContentId, now());
      isPlanned = true;
    }
    if ((await findMoveUnderWay(db, move.id)) === null) return GONE;
  }
}

async function switchContents(options: VideoMovingOptions, move: StorageMove, caller: Caller): Promise<MoveReport> {
  const { db, planner, clock, fileGraceMs } = options;
  const isOver = timer(options);
  const videoId = await findProcessingInScope(db, move);
  if (videoId !== null) return waitFor(options, move, videoId);
  if (move.problem !== null) await noteMoveProblem(db, move.id, null);
  for await (const arContentId of contentsOf(options, move)) {
    if (!(await areCopiesThere(options, move, arContentId))) return report(options, move, 'copy');
    const outcome = await switchContent(planner, caller, arContentId, { moveId: move.id, fileGraceMs });
    if (outcome !== 'switched') return report(options, move, 'copy');
    if (isOver()) return report(options, move, 'switch');
  }
  if (!(await finishMove(db, move.id, clock.now()))) return report(options, move, 'copy');
  const { total } = await countMoveFiles(db, move.id);
  return { status: 'done', words: `${total} files lie in storage connection ${move.to_connection_id}` };
}

async function waitFor(options: VideoMovingOptions, move: StorageMove, videoId: Id): Promise<MoveReport> {
  const why = `video ${videoId} is being processed, and is waited for`;
  await noteMoveProblem(options.db, move.id, why);
  return report(options, move, 'copy', { ms: PROCESSING_WAIT_MS, why });
}

/** Whether the copies of a content are still what they were; one that is not is to be copied again. */
async function areCopiesThere(options: VideoMovingOptions, move: StorageMove, arContentId: Id): Promise<boolean> {
  const target = await storageOf(options, move.to_connection_id);
  let isComplete = true;
  for (const file of await unswitchedFiles(options.db, move.id, arContentId)) {
    if (file.target_path === null || file.status === 'waiting') return false;
    if ((await target.fileSize(file.target_path)) === file.size_bytes) continue;
    await copyAgain(options.db, file);
    isComplete = false;
  }
  return isComplete;
}
