import type { Lane } from '../concurrency/lane.js';
import type { LedgerRecords } from '../db/ledger-records.js';
import type { Caller } from '../domain/caller.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Step } from '../domain/plan/fold-plan.js';
import type { Change } from '../domain/plan/segments.js';
import type { Rotation } from '../domain/rotation.js';
import type { Id, Instant } from '../domain/scalars.js';
import { costOf, KeptLooks, LookAhead } from './look-ahead.js';
import {
  beforeAll,
  MOST_ROWS,
  MOST_STEPS,
  TimelineMaker,
  type Timeline,
  type TimelineQuery,
} from './timeline-maker.js';

/** How much time of the event loop an answer gets. */
const BUDGET_MS = 100;

/** What is live at an instant. */
export interface LiveThen {
  /** Null: it was not looked that far, only to `reaches`. */
  shown: Omit<Change, 'at'> | null;
  /** Told by the ledger, or by the fold. */
  isPast: boolean;
  reaches: Instant;
  /** What changed it last: a row of the ledger, or a step that is to come; null: nothing is known to have. */
  cause: { row: Rotation } | { step: Step } | null;
}

/** What was foretold of two states of a content, of the same stretch. */
export interface Comparison {
  before: Timeline;
  after: Timeline;
  reaches: Instant;
}

/** What a content showed and will show: the past from the ledger, what comes from the same fold that carries it out. */
export class Timelines {
  readonly #records: LedgerRecords;
  readonly #lane: Lane;
  readonly #looks = new KeptLooks();

  constructor({ records, lane }: { records: LedgerRecords; lane: Lane }) {
    this.#records = records;
    this.#lane = lane;
  }

  /**
   * The segments from `from` on, as far as an answer reaches; whoever asks for what comes after it goes on from there.
   * @throws AppError `not_found`, also for another company's content; `busy` when too many ask at once.
   */
  async tell(id: Id, caller: Pick<Caller, 'companyId'>, query: TimelineQuery): Promise<Timeline> {
    const { from, to } = query;
    const record = await this.#records.readStretch(id, caller, { from, to, most: MOST_ROWS });
    const look = this.#looks.take(record.state, from);
    const maker = new TimelineMaker(record, look, query);
    await this.#lane.run(maker.advance, BUDGET_MS);
    this.#looks.keep(id, look);
    return maker.timeline();
  }

  /**
   * What is live at an instant, past or future, and what led to it.
   * @throws AppError `not_found`, also for another company's content; `busy` when too many ask at once.
   */
  async liveAt(id: Id, caller: Pick<Caller, 'companyId'>, at: Instant): Promise<LiveThen> {
    const record = await this.#records.readMoment(id, caller, at);
    const cause = record.cause && { row: record.cause };
    const seam = record.state.arContent.settled_at;
    if (at < seam) return { shown: beforeAll(record), isPast: true, reaches: at, cause };
    const look = this.#looks.take(record.state, at);
    let left = MOST_STEPS;
    const part = (): boolean => {
      if (look.reach <= at) left -= costOf(look.advance());
      return look.reach > at || left <= 0;
    };
    await this.#lane.run(part, BUDGET_MS);
    this.#looks.keep(id, look);
    const step = look.lastChange && { step: look.lastChange };
    const isThere = look.reach > at;
    return {
      shown: isThere ? look.seen : null,
      isPast: false,
      reaches: isThere ? at : look.reach,
      cause: step ?? cause,
    };
  }

  /**
   * What two states of a content, settled at one instant, will show until `to`, as far as both are looked at.
   * @throws AppError `busy` when too many ask at once.
   */
  async compare(before: ContentState, after: ContentState, query: Omit<TimelineQuery, 'from'>): Promise<Comparison> {
    const first = await this.#foretell(before, query);
    const second = await this.#foretell(after, { ...query, to: first.reaches });
    const { reaches } = second;
    // Warnings are of a stretch: one that reaches further has others.
    const both = reaches < first.reaches ? await this.#foretell(before, { ...query, to: reaches }) : first;
    return { before: both, after: second, reaches };
  }

  async #foretell(state: ContentState, query: Omit<TimelineQuery, 'from'>): Promise<Timeline> {
    const record = { state, before: null, firstFromVideoId: undefined, entries: [] };
    const maker = new TimelineMaker(record, new LookAhead(state), { ...query, from: state.arContent.settled_at });
    await this.#lane.run(maker.advance, BUDGET_MS);
    return maker.timeline();
  }
}
