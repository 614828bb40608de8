import { createLimiter, type FairLimiter } from '../concurrency/limiter.js';
import type { Database } from '../db/database.js';
import { contentsBehind, countDone, findRollout, finishRollout, type RolloutUnderWay } from '../db/rollouts.js';
import type { Caller } from '../domain/caller.js';
import { AppError } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';
import { bringOver } from '../planning/bring-over.js';
import type { Planner } from '../planning/planner.js';

export interface RolloutOptions {
  db: Database;
  planner: Planner;
  /** How many edit at once, and how many of one company; shared with its rotations. */
  atOnce: FairLimiter;
  /** How long one call goes on with the next contents, in milliseconds. */
  batchMs?: number;
}

/** How far a rollout is. `gone`: it is not there any more, so the workflow ends. */
export type RolloutReport =
  { status: 'gone'; words: string } | { status: 'done' | 'under_way'; words: string; waitMs: number; companyId: Id };

/** Operators see how far it is about as often. */
const BATCH_MS = 2_000;
/** After so many, what is done is counted, and a newer revision noticed. */
const PAGE = 100;
/** Contents of one rollout that are edited at once: with more, an edit of others waits longer for the disk. */
const CONTENTS_AT_ONCE = 4;
/** How soon a content is tried again whose rotations left no room for an edit. */
const BUSY_WAIT_MS = 2_000;

/** What kept contents from being brought over in one pass: not known to be a fault, or the first that is. */
interface Problems {
  busy: number;
  fault: unknown;
}

/** Brings some contents over. One that cannot be keeps no other from it. @throws AppError `database_unavailable` */
async function bringPage(
  { planner, atOnce }: RolloutOptions,
  caller: Caller,
  { company_id }: RolloutUnderWay,
  page: readonly Id[],
  problems: Problems,
): Promise<void> {
  const some = createLimiter(CONTENTS_AT_ONCE);
  const bringOne = async (id: Id): Promise<void> => {
    try {
      await atOnce(company_id, () => bringOver(planner, caller, id));
    } catch (error) {
      const code = error instanceof AppError ? error.code : null;
      if (code === 'database_unavailable') throw error;
      if (code === 'busy') problems.busy += 1;
      else problems.fault ??= error;
    }
  };
  await Promise.all(page.map((id) => some(() => bringOne(id))));
}

const GONE = { status: 'gone', words: 'the rollout is over' } as const;

const subjectOf = ({ noun, subject_id, name, revision }: RolloutUnderWay): string =>
  `revision ${revision} of ${noun} ${subject_id} '${name}'`;

async function report({ db }: RolloutOptions, rolloutId: Id, waitMs = 0): Promise<RolloutReport> {
  const rollout = await findRollout(db, rolloutId);
  if (rollout === null) return GONE;
  const { contents_done: done, contents_total: total, company_id: companyId } = rollout;
  const waits = waitMs === 0 ? '' : '; some rotate too often to be edited now, and are tried again';
  const words = `${done} of ${total} AR contents follow ${subjectOf(rollout)}${waits}`;
  return { status: 'under_way', words, waitMs, companyId };
}

/** Brings over what is behind, from the first content on, until time is over. @returns the rollout once none is left. */
async function bringAll(
  options: RolloutOptions,
  rolloutId: Id,
  caller: Caller,
  problems: Problems,
): Promise<RolloutUnderWay | 'gone' | 'time_over'> {
  const { db, batchMs = BATCH_MS } = options;
  const begunAt = performance.now();
  for (let after = 0; ;) {
    const rollout = await findRollout(db, rolloutId);
    if (rollout === null) return 'gone';
    const page = await contentsBehind(db, rollout, { after, limit: PAGE });
    await bringPage(options, caller, rollout, page, problems);
    await countDone(db, rollout);
    const last = page.at(-1);
    if (last === undefined) return rollout;
    after = last;
    if (performance.now() - begunAt >= batchMs) return 'time_over';
  }
}

/**
 * Brings the contents that are behind over to the newest revision, for a while. It goes by the rows, so it may be killed,
 * repeated or run twice at once.
 * @throws AppError `database_unavailable`; else what kept a content from it, once all others are brought over.
 */
export async function bringContentsOver(
  options: RolloutOptions,
  rolloutId: Id,
  caller: Caller,
): Promise<RolloutReport> {
  const problems: Problems = { busy: 0, fault: undefined };
  const rollout = await bringAll(options, rolloutId, caller, problems);
  if (rollout === 'gone') return GONE;
  if (rollout === 'time_over') return report(options, rolloutId);
  if (problems.fault !== undefined) throw problems.fault;
  if (problems.busy > 0) return report(options, rolloutId, BUSY_WAIT_MS);
  if (!(await finishRollout(options.db, rolloutId))) return report(options, rolloutId);
  const words = `all AR contents follow ${subjectOf(rollout)}`;
  return { status: 'done', words, waitMs: 0, companyId: rollout.company_id };
}
