import { createBreather } from '../concurrency/breather.js';
import { audit } from '../db/audit.js';
import { notifyContentsChanged } from '../db/content-changes.js';
import { commitWithin } from '../db/commit-deadline.js';
import type { Clock } from '../db/clock.js';
import { loadContentStates } from '../db/content-state.js';
import type { Transaction } from '../db/database.js';
import { requireLevel } from '../db/fold-level.js';
import { lockContents, type LockedContent } from '../db/lock-contents.js';
import { enqueue, type OutboxOp } from '../db/outbox.js';
import type { Caller } from '../domain/caller.js';
import type { Settled } from '../domain/committed-event.js';
import { AppError } from '../domain/errors.js';
import { must } from '../domain/must.js';
import { withoutPast, type ContentState } from '../domain/plan/content-state.js';
import { levelOf } from '../domain/plan/level.js';
import { stepsAtOnce } from '../domain/plan/step-cost.js';
import { RELEASE_LEAD_MS } from '../domain/release.js';
import type { Id, Instant } from '../domain/scalars.js';
import { finishedEdit } from './finish-edit.js';
import { settledState, writePlans, type PlanWrite, type SettledState } from './settle-state.js';
import { workflowMessages } from './workflow-messages.js';

/** Contents that are read and written by one statement each. */
const CHUNK = 100;
/** Reads of this process wait no longer for a turn. */
const SLICE_MS = 5;
/** What the disk and the other processes may take until they know of a commit. */
const COMMIT_MARGIN_MS = 1_000;

/** More is due in these contents than one transaction carries out: they are settled first, in several. */
export class SetBacklog extends Error {
  readonly arContentIds: readonly Id[];

  constructor(arContentIds: readonly Id[]) {
    super('More steps are due than fit into one transaction.');
    this.arContentIds = arContentIds;
  }
}

/** The edit was not ready in time for the instant from which it shows, and has to be made again. */
export class TooSlow extends Error {}

/** Changes rows that belong to the contents, from `soonest` on, and tells the states that follow from them. */
export type SetWork = (states: readonly ContentState[]) => Promise<readonly ContentState[]>;

/** What an edit is opened with. */
export interface OpenedWith {
  trx: Transaction;
  clock: Clock;
  caller: Caller;
  /** No content is held for longer than that: edits and rotations of it wait. */
  holdMs: number;
}

/** What an edit has done so far: what is told once it is committed. */
export interface SetDeed {
  kind: 'created' | 'edited';
  companyId: Id;
  arContentIds: readonly Id[];
  settled: readonly Settled[];
  messages: ReadonlyMap<string, OutboxOp>;
}

function* chunksOf<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let begin = 0; begin < all.length; begin += CHUNK) yield all.slice(begin, begin + CHUNK);
}

/** What was settled and what was edited, as one write of the rows. */
const together = (settled: PlanWrite, edited: PlanWrite): PlanWrite => ({
  before: settled.before,
  after: edited.after,
  rotations: [...settled.rotations, ...edited.rotations],
});

/**
 * One edit of many contents, in one transaction: locked together, settled, changed, planned anew and told, as the one
 * door does it with one content. It changes nothing before the instant `soonest`, so steps may come due meanwhile: what
 * readers see of them holds, and it has to be committed before that instant only.
 */
export class SetEdit {
  readonly trx: Transaction;
  readonly caller: Caller;
  readonly companyId: Id;
  readonly now: Instant;
  /** From when on the edit may show. */
  readonly soonest: Instant;
  readonly #contents: readonly LockedContent[];
  readonly #endsAt: number;
  readonly #breathe = createBreather(SLICE_MS);
  readonly #settled: Settled[] = [];
  readonly #messages = new Map<string, OutboxOp>();
  readonly #backlog: Id[] = [];
  #level = 0;
  #kind: SetDeed['kind'] = 'edited';

  private constructor(opening: OpenedWith, companyId: Id, now: Instant, contents: readonly LockedContent[]) {
    this.trx = opening.trx;
    this.caller = opening.caller;
    this.companyId = companyId;
    this.now = now;
    this.#endsAt = performance.now() + opening.holdMs;
    // Should Postgres's clock have gone back, what is settled already stays.
    this.soonest = contents.reduce((latest, one) => Math.max(latest, one.settled_at), now) + RELEASE_LEAD_MS;
    this.#contents = contents;
  }

  /** Locks contents of a company, and reads the clock then. What is not there or another's is left out. */
  static async open(opening: OpenedWith, companyId: Id, arContentIds: readonly Id[]): Promise<SetEdit> {
    const { trx, clock } = opening;
    const contents = await lockContents(trx, companyId, arContentIds);
    return new SetEdit(opening, companyId, await clock.read(trx), contents);
  }

  /** The contents that are locked. */
  get arContentIds(): Id[] {
    return this.#contents.map(({ id }) => id);
  }

  /** Changes each of the locked contents; `work` is given some of them at a time, as settled up to now. */
  async change(work: SetWork): Promise<void> {
    for (const contents of chunksOf(this.arContentIds)) {
      if (performance.now() > this.#endsAt) {
        throw new AppError('busy', 'It takes too long to change so many AR contents together. Try again, or fewer.');
      }
      await this.#changeSome(contents, work);
    }
    if (this.#backlog.length > 0) throw new SetBacklog(this.#backlog);
  }

  /** Has a workflow look at its row once the edit is committed. */
  poke(workflow: string): void {
    this.#messages.set(workflow, 'poke');
  }

  /** Enters what was done into the audit log. */
  async audit(noun: string, verb: string, rows: { before: object | null; after: { id: Id } }): Promise<void> {
    this.#kind = rows.before === null ? 'created' : 'edited';
    const { companyId } = this;
    const subject = `${noun}:${rows.after.id}`;
    await audit(this.trx, this.caller, { companyId, action: `${noun}.${verb}`, subject, ...rows });
  }

  /** Ends the edit: from here on, only the commit may be late. @throws TooSlow */
  async close(clock: Clock): Promise<SetDeed> {
    await requireLevel(this.trx, this.#level);
    await enqueue(this.trx, this.#messages);
    await notifyContentsChanged(this.trx, this.arContentIds);
    const left = this.soonest - COMMIT_MARGIN_MS - (await clock.read(this.trx));
    if (left <= 0) throw new TooSlow();
    await commitWithin(this.trx, left);
    const { companyId, arContentIds } = this;
    return { kind: this.#kind, companyId, arContentIds, settled: this.#settled, messages: this.#messages };
  }

  async #changeSome(arContentIds: readonly Id[], work: SetWork): Promise<void> {
    const settled: SettledState[] = [];
    for (const rows of await loadContentStates(this.trx, arContentIds)) {
      await this.#breathe();
      settled.push(this.#settle(rows));
    }
    if (this.#backlog.length > 0) return;
    const before = settled.map(({ state }) => withoutPast(state, this.#instantOf(state)));
    const after = new Map((await work(before)).map((state) => [state.arContent.id, state]));
    const writes: PlanWrite[] = [];
    for (const { state, write } of settled) {
      await this.#breathe();
      const edited = must(after.get(state.arContent.id), 'an edited content');
      writes.push(together(write, this.#finish(withoutPast(state, this.#instantOf(state)), edited)));
    }
    await writePlans(this.trx, writes);
  }

  /** The edit's instant in a content. */
  #instantOf({ arContent }: ContentState): Instant {
    return Math.max(this.now, arContent.settled_at);
  }

  #settle(rows: ContentState): SettledState {
    const { caller } = this;
    const at = this.#instantOf(rows);
    const settled = settledState({ rows, state: rows }, at, caller, stepsAtOnce(rows));
    if (!settled.complete) this.#backlog.push(rows.arContent.id);
    const { state, steps } = settled;
    if (steps.length > 0) this.#settled.push({ state, steps, at, actor: caller.actor });
    return settled;
  }

  #finish(before: ContentState, edited: ContentState): PlanWrite {
    const at = this.#instantOf(before);
    const how = { retimings: new Map(), why: { cause: 'override' }, caller: this.caller } as const;
    const { state, write } = finishedEdit(before, edited, at, how);
    this.#level = Math.max(this.#level, levelOf(state));
    for (const [id, op] of workflowMessages(before, state, at)) this.#messages.set(id, op);
    return write;
  }
}
