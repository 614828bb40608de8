import { KeyedQueue } from '../concurrency/keyed-queue.js';
import { notifyContentCreated } from '../db/content-changes.js';
import { loadContentState } from '../db/content-state.js';
import type { BoundedClock } from '../db/clock.js';
import { commitWithin, wasTooLate } from '../db/commit-deadline.js';
import type { Database, Transaction } from '../db/database.js';
import { earlierResult } from '../db/idempotency.js';
import { enqueue, type OutboxOp } from '../db/outbox.js';
import { findContentOf, lockContent } from '../db/ar-contents.js';
import { isOutdated, outdated } from '../db/fold-level.js';
import { inTransaction, showsHangingDatabase } from '../db/transaction.js';
import { writeOnce } from '../db/write-once.js';
import type { ArContent } from '../domain/ar-content.js';
import { maySee, type Caller } from '../domain/caller.js';
import { AppError, notFound } from '../domain/errors.js';
import type { OnCommitted, Settled } from '../domain/committed-event.js';
import { nextStepAt } from '../domain/plan/next-step.js';
import { foldPlan } from '../domain/plan/fold-plan.js';
import { stepsAtOnce } from '../domain/plan/step-cost.js';
import type { ContentState } from '../domain/plan/content-state.js';
import { DEFAULT_OBJECT_LIMITS, type ObjectLimits } from '../domain/limits.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { EditDoor, OwnedTable } from './edit-door.js';
import { quietestInstant } from './quietest-instant.js';
import type { RefuseNewWarnings } from './rehearsal.js';
import { runEdit, type EditResult, type Work } from './run-edit.js';
import { settleState } from './settle-state.js';

/** A slot due sooner than this is waited for and settled before an edit, so that the edit does not race it. */
const SLOT_MARGIN_MS = 100;
/**
 * When Postgres begins to commit an edit, the next step of the old plan must be at least this far away: what the disk may
 * take.
 */
const COMMIT_MARGIN_MS = 15;
/** How often an edit waits for close slots before it goes ahead and trusts the check before COMMIT. */
const WAITS = 5;
/** No commit is held up for longer: by then its connection is given up. */
const SOON_MS = 60_000;
/** Among slots every 25 ms a machine may be held up for longer than they leave room, a dozen times in a row. */
const ATTEMPTS = 40;
/**
 * From this attempt on, slots follow each other too closely for an edit to fit in after waiting for one: it is prepared
 * for a quiet instant a little ahead, and committed then.
 */
const PREPARED_FROM_ATTEMPT = 6;
const PREPARATION_MS = 150;
const QUIET_WITHIN_MS = 500;
/** Edits of one content that wait in this process. */
const MAX_WAITING_EDITS = 100;
/** How long a backlog is settled in one call, as whoever waits for it gives up some time; the next call goes on. */
const SETTLE_MS = 5_000;

export interface PlannerOptions {
  db: Database;
  clock: BoundedClock;
  onCommitted?: OnCommitted;
  /** Refuses an edit that adds a warning, for callers who want that. @throws AppError `warning_added` */
  refuseNewWarnings?: RefuseNewWarnings;
  /** How many things a content may have; the defaults unless given. */
  limits?: ObjectLimits;
}

/** A content that was made, and what its workflows have to be told. */
export interface CreatedContent {
  content: ArContent;
  messages: ReadonlyMap<string, OutboxOp>;
}

/** The edit has to be made again: a step of the old plan came due meanwhile, so readers may have seen it. */
class StepPassed extends Error {}

/** More steps are due than one transaction carries out: they are settled first, in several. */
class Backlog extends Error {}

interface Locked {
  state: ContentState;
  at: Instant;
  settled: Settled;
}

/** An edit that was committed. Without `settled` it was a repeated request, and nothing was done. */
interface Edited<T> extends EditResult<T> {
  settled: Settled | null;
}

/**
 * The one door: whoever changes what is or will be live comes through here. It locks the content, reads the clock once,
 * settles what is due, lets the edit happen and plans anew, in one transaction.
 */
export class Planner implements EditDoor {
  readonly #options: PlannerOptions;
  /** Edits of one content wait for each other here, not at its lock with a connection each. */
  readonly #queue = new KeyedQueue<Id>(MAX_WAITING_EDITS, showsHangingDatabase);

  constructor(options: PlannerOptions) {
    this.#options = options;
  }

  get clock(): BoundedClock {
    return this.#options.clock;
  }

  /** How many things a content may have. */
  get limits(): ObjectLimits {
    return this.#options.limits ?? DEFAULT_OBJECT_LIMITS;
  }

  /**
   * Carries out what is due, in order, and commits it; a long backlog in several transactions, and its rest in the next
   * call when that takes long.
   * @returns the settled state, and how many steps were due; null when there is no such content.
   * @throws AppError `database_unavailable` or `busy`, with whole transactions committed or not at all.
   */
  async settle(arContentId: Id, caller: Caller): Promise<{ state: ContentState; stepCount: number } | null> {
    const begunAt = this.#options.clock.now();
    for (let stepCount = 0; ;) {
      const locked = await inTransaction(this.#options.db, async (trx) => {
        const committed = await this.#lock(trx, arContentId);
        return committed && this.#settle(trx, committed, await this.#readClock(trx, committed), caller);
      });
      if (locked === null) return null;
      this.#announce(locked.settled);
      stepCount += locked.settled.steps.length;
      const isLong = this.#options.clock.now() - begunAt >= SETTLE_MS;
      if (locked.complete || isLong) return { state: locked.state, stepCount };
    }
  }

  /**
   * Changes a content or anything it depends on. `work` runs in the transaction, possibly more than once (after a
   * deadlock, or when a slot passed meanwhile), so it must have no effect outside of it.
   * @throws AppError `not_found` when there is no such content for this caller; `busy` when slots follow each other too
   * closely; whatever `work` throws. In each case nothing is changed.
   */
  async edit<T>(arContentId: Id, caller: Caller, work: Work<T>): Promise<T> {
    if (caller.strict === true && (await earlierResult(this.#options.db, caller)) === null) {
      await this.#options.refuseNewWarnings?.(arContentId, caller, work);
    }
    return this.#queue.run(arContentId, () => this.#edit(arContentId, caller, work));
  }

  async #edit<T>(arContentId: Id, caller: Caller, work: Work<T>): Promise<T> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const edited = await this.#attempt(arContentId, caller, work, attempt >= PREPARED_FROM_ATTEMPT);
      if (edited === null) continue;
      this.#tell(arContentId, edited);
      return edited.result;
    }
    throw new AppError('busy', 'Rotations of this AR content follow each other too closely to edit it now. Try again.');
  }

  /**
   * Makes a content, which has no plan yet to settle. `work` runs as that of an edit does.
   * @throws whatever `work` throws, with nothing changed.
   */
  async create(
    caller: Caller,
    work: (trx: Transaction, readClock: () => Promise<Instant>) => Promise<CreatedContent>,
  ): Promise<ArContent> {
    let workflowIds: string[] = [];
    const { result, isRepeated } = await writeOnce(this.#options.db, caller, async (trx) => {
      const { content, messages } = await work(trx, () => this.#options.clock.read(trx));
      await enqueue(trx, messages);
      await notifyContentCreated(trx, content.unique_id);
      workflowIds = [...messages.keys()];
      return content;
    });
    const { onCommitted } = this.#options;
    const { id, unique_id: uniqueId, company_id: companyId } = result;
    if (isRepeated) onCommitted?.({ kind: 'repeated', noun: 'ar_content', id, uniqueId });
    else {
      onCommitted?.({ kind: 'created', noun: 'ar_content', id, uniqueId, companyId, actor: caller.actor });
      if (workflowIds.length > 0) onCommitted?.({ kind: 'messages', workflowIds });
    }
    return result;
  }

  /**
   * Edits the content that a schedule or video belongs to.
   * @param missing what is thrown when there is no such row for the caller.
   */
  async editOwnerOf<T>(table: OwnedTable, id: Id, caller: Caller, missing: () => AppError, work: Work<T>): Promise<T> {
    const arContentId = await findContentOf(this.#options.db, table, id, caller.companyId);
    if (arContentId !== null) return this.edit(arContentId, caller, work);
    const earlier = await earlierResult<T>(this.#options.db, caller);
    if (earlier === null) throw missing();
    return earlier.result;
  }

  /** One try of an edit; null when it has to be made again. */
  async #attempt<T>(id: Id, caller: Caller, work: Work<T>, isPrepared: boolean): Promise<Edited<T> | null> {
    let done: Omit<Edited<T>, 'result'> = { settled: null, isDeleted: false, messages: new Map() };
    try {
      const { result, isRepeated } = await writeOnce(this.#options.db, caller, async (trx) => {
        const locked = await this.#lockForEdit(trx, id, caller, isPrepared);
        const edited = await runEdit(trx, locked, caller, work);
        // Any other instant is past, or what is settled already: after the clock went back it may be hours ahead.
        if (isPrepared) await this.#options.clock.waitUntil(locked.at);
        await this.#requireTimeToCommit(trx, nextStepAt(locked.state));
        done = { settled: locked.settled, isDeleted: edited.isDeleted, messages: edited.messages };
        return edited.result;
      });
      return { result, ...done, settled: isRepeated ? null : done.settled };
    } catch (error) {
      if (error instanceof Backlog) await this.settle(id, caller);
      else if (!(error instanceof StepPassed) && !wasTooLate(error)) throw error;
      return null;
    }
  }

  /** An edit must be committed before the next step of the plan that it changes; most have no step soon. */
  async #requireTimeToCommit(trx: Transaction, nextStep: Instant): Promise<void> {
    const latestCommit = nextStep - COMMIT_MARGIN_MS;
    if (latestCommit - this.#options.clock.latest() >= SOON_MS) return;
    const left = latestCommit - (await this.#options.clock.read(trx));
    if (left <= 0) throw new StepPassed();
    await commitWithin(trx, left);
  }

  /** The transaction's instant. Should Postgres's clock have gone back, it is not before what is settled already. */
  async #readClock(trx: Transaction, { arContent }: ContentState): Promise<Instant> {
    return Math.max(await this.#options.clock.read(trx), arContent.settled_at);
  }

  /** The content's rows once it is locked; the clock is read after it, as an instant read while waiting is an old one. */
  async #lock(trx: Transaction, arContentId: Id): Promise<ContentState | null> {
    const locked = await lockContent(trx, arContentId);
    if (locked !== null && isOutdated(locked.foldLevel)) throw outdated();
    return locked && loadContentState(trx, arContentId);
  }

  /** Locks a content that the caller may see, and settles it up to the edit's instant. */
  async #lockForEdit(trx: Transaction, arContentId: Id, caller: Caller, isPrepared: boolean): Promise<Locked> {
    const committed = await this.#lock(trx, arContentId);
    if (committed === null || !maySee(caller, committed.arContent.company_id)) {
      throw notFound('ar_content', arContentId);
    }
    const now = await this.#readClock(trx, committed);
    const at = isPrepared ? this.#quietInstant(committed, now) : await this.#clearOfSlots(trx, committed, now);
    const settled = await this.#settle(trx, committed, at, caller);
    if (!settled.complete) throw new Backlog();
    return settled;
  }

  /** The present instant, once no slot is about to come; or after some waits, whether one is or not. */
  async #clearOfSlots(trx: Transaction, committed: ContentState, now: Instant): Promise<Instant> {
    let at = now;
    for (let waits = 0; waits < WAITS; waits += 1) {
      const ahead = nextStepAt(foldPlan(committed, at, stepsAtOnce(committed)).state);
      if (ahead > at + SLOT_MARGIN_MS) break;
      await this.#options.clock.waitUntil(ahead);
      at = Math.max(ahead, await this.#readClock(trx, committed));
    }
    return at;
  }

  #quietInstant(committed: ContentState, now: Instant): Instant {
    const from = now + PREPARATION_MS;
    return quietestInstant(foldPlan(committed, from, stepsAtOnce(committed)).state, from, from + QUIET_WITHIN_MS);
  }

  async #settle(
    trx: Transaction,
    committed: ContentState,
    at: Instant,
    caller: Caller,
  ): Promise<Locked & { complete: boolean }> {
    const rows = { rows: committed, state: committed };
    const { state, steps, complete } = await settleState(trx, rows, at, caller, stepsAtOnce(committed));
    return { state, at, complete, settled: { state, steps, at, actor: caller.actor } };
  }

  #announce(settled: Settled): void {
    if (settled.steps.length > 0) this.#options.onCommitted?.({ kind: 'settled', ...settled });
  }

  #tell(id: Id, { settled, isDeleted, messages }: Omit<Edited<unknown>, 'result'>): void {
    const { onCommitted } = this.#options;
    if (settled === null) return onCommitted?.({ kind: 'repeated', noun: 'ar_content', id });
    const { actor, state } = settled;
    const companyId = state.arContent.company_id;
    onCommitted?.({ kind: isDeleted ? 'deleted' : 'edited', noun: 'ar_content', id, companyId, actor });
    this.#announce(settled);
    if (messages.size > 0) onCommitted?.({ kind: 'messages', workflowIds: [...messages.keys()] });
  }
}
