import { createLimiter, type FairLimiter } from '../concurrency/limiter.js';
import type { TakeTurn } from '../concurrency/spacing.js';
import { countBulk, countBulkAttempt, endBulkItem, findBulk, nextBulkItems, type TriedItem } from '../db/bulk-work.js';
import type { Clock } from '../db/clock.js';
import type { Database } from '../db/database.js';
import { inTransaction, translateDatabaseFault } from '../db/transaction.js';
import { bulkWords, isOfAll, MAX_BULK_ATTEMPTS, refusalOf, type Bulk, type BulkStatus } from '../domain/bulk.js';
import { AppError, RETRYABLE } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';
import { carryOutItem } from '../planning/bulk-item.js';
import type { Planner } from '../planning/planner.js';

export interface BulkOptions {
  db: Database;
  planner: Pick<Planner, 'edit' | 'editOwnerOf' | 'limits'>;
  clock: Pick<Clock, 'now'>;
  /** How many edit at once, and how many of one company; shared with its rotations. */
  atOnce: FairLimiter;
  /** Spaces out what bulks do to the schedules of a company. */
  takeBulkTurn: TakeTurn;
}

/** How far a bulk is. `gone`: it is not there any more, so the workflow ends. */
export type BulkReport =
  { status: 'gone'; words: string } | { status: BulkStatus; words: string; waitMs: number; companyId: Id };

/** Less than half a second's work at the usual pace: more at once would be noticed by others. */
const BATCH = 10;
/** Contents of one bulk that are edited at once. */
const CONTENTS_AT_ONCE = 2;
/** How soon a schedule is tried again whose rotations left no room for an edit. */
const BUSY_WAIT_MS = 2_000;

const internalError = (cause: unknown): AppError =>
  new AppError('internal_error', 'Something went wrong on our side.', { cause });

/** What came of an item: it has an end, or is tried again. */
type Outcome = { isOver: true } | { isOver: false; fault: unknown };
const OVER: Outcome = { isOver: true };

/** @throws AppError for what is wrong with everything, such as `database_unavailable` */
async function takeItem({ db, planner }: BulkOptions, bulk: Bulk, item: TriedItem): Promise<Outcome> {
  try {
    await carryOutItem(planner, bulk, item);
    return OVER;
  } catch (error) {
    const translated = translateDatabaseFault(error);
    const fault = translated instanceof AppError ? translated : internalError(error);
    if (isOfAll(fault)) throw error;
    if (RETRYABLE[fault.code] && item.attempts + 1 < MAX_BULK_ATTEMPTS) {
      await countBulkAttempt(db, item);
      return { isOver: false, fault: fault.code === 'busy' ? null : error };
    }
    await inTransaction(db, (trx) => endBulkItem(trx, item, refusalOf(fault, item.schedule_id)));
    return OVER;
  }
}

/** The items of each content, one after the other, and several contents at once. */
async function takeItems(options: BulkOptions, bulk: Bulk, items: readonly TriedItem[]): Promise<Outcome[]> {
  const some = createLimiter(CONTENTS_AT_ONCE);
  const ofContent = async (own: readonly TriedItem[]): Promise<Outcome[]> => {
    const outcomes: Outcome[] = [];
    for (const item of own) {
      outcomes.push(await options.atOnce(bulk.company_id, () => takeItem(options, bulk, item)));
    }
    return outcomes;
  };
  const contents = new Set(items.map(({ ar_content_id }) => ar_content_id));
  const itemsOf = (id: Id): TriedItem[] => items.filter(({ ar_content_id }) => ar_content_id === id);
  const done = await Promise.allSettled([...contents].map((id) => some(() => ofContent(itemsOf(id)))));
  const failed = done.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return done.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
}

/** How long the company's next items wait, so that others keep most of the machine, ms. */
function restMs({ takeBulkTurn, clock }: BulkOptions, { company_id }: Bulk, count: number): number {
  const now = clock.now();
  let rest = 0;
  for (let n = 0; n < count; n += 1) rest = takeBulkTurn(company_id, now);
  return Math.ceil(rest);
}

/**
 * Carries the next items of a bulk out. It goes by the rows, so it may be killed, repeated or run twice at once: each item
 * is done in the transaction that says so.
 * @param batch how many items, at most
 * @throws AppError `database_unavailable`; else a fault of ours with an item, once the others are done.
 */
export async function carryOutBulk(options: BulkOptions, bulkId: Id, batch = BATCH): Promise<BulkReport> {
  const { db } = options;
  const bulk = await findBulk(db, bulkId);
  if (bulk === undefined) return { status: 'gone', words: 'the bulk is not kept any more' };
  const items = bulk.status === 'under_way' ? await nextBulkItems(db, bulkId, batch) : [];
  const outcomes = await takeItems(options, bulk, items);
  const after = (await countBulk(db, bulkId)) ?? (await findBulk(db, bulkId)) ?? bulk;
  const again = outcomes.flatMap((outcome) => (outcome.isOver ? [] : [outcome.fault]));
  const fault = again.find((one) => one !== null);
  if (fault !== undefined) throw fault;
  const isBusy = again.length > 0 && again.length === outcomes.length;
  const waitMs = Math.max(restMs(options, bulk, items.length), isBusy ? BUSY_WAIT_MS : 0);
  return { status: after.status, words: bulkWords(after), waitMs, companyId: after.company_id };
}
