import type { LedgerRecord } from '../db/ledger-records.js';
import { isRevisionPending } from '../domain/plan/content-state.js';
import { liveAt } from '../domain/plan/live.js';
import {
  changeOfEntry,
  changeOfStep,
  inferred,
  SegmentList,
  type Change,
  type TimelineSegment,
} from '../domain/plan/segments.js';
import { SlotTally } from '../domain/plan/slot-tally.js';
import { warningsOf, type Warning } from '../domain/plan/warnings.js';
import type { Instant } from '../domain/scalars.js';
import { costOf, type LookAhead } from './look-ahead.js';

/** Ledger rows of one timeline; with more, it reaches less far. */
export const MOST_ROWS = 5_000;
/** Steps that one answer looks ahead, at most. */
export const MOST_STEPS = 10_000;

/** What is asked for. */
export interface TimelineQuery {
  from: Instant;
  to: Instant;
  /** Segments, at most. */
  most: number;
}

/** What a content showed and will show. */
export interface Timeline {
  /** Without a gap from `from` to `reaches`. */
  segments: TimelineSegment[];
  /** How far it was looked: `to`, unless there was too much. */
  reaches: Instant;
  /** Up to here it is what happened, after that what will. */
  seam: Instant;
  /** Whether it goes by hours or days that were changed, and the content is not brought over yet. */
  isRevisionPending: boolean;
  /** Of what is to come. */
  warnings: Warning[];
}

/** What was seen before the first row that there is. */
export function beforeAll({ state, before, firstFromVideoId }: Omit<LedgerRecord, 'entries'>): Omit<Change, 'at'> {
  if (before !== null) return changeOfEntry(before);
  const { settled_at } = state.arContent;
  return inferred(firstFromVideoId === undefined ? (liveAt(state, settled_at)?.video.id ?? null) : firstFromVideoId);
}

/** Makes a timeline in small parts: of the ledger up to the seam, of the fold from there. */
export class TimelineMaker {
  readonly #query: TimelineQuery;
  readonly #record: LedgerRecord;
  readonly #look: LookAhead;
  readonly #slots = new SlotTally();
  readonly #parts: Generator<void>;
  /** Null: it was not looked as far as `from` yet. */
  #list: SegmentList | null = null;
  /** All before this instant is told. */
  #reach: Instant;

  /** @param look has not passed `query.from`. */
  constructor(record: LedgerRecord, look: LookAhead, query: TimelineQuery) {
    this.#query = query;
    this.#record = record;
    this.#look = look;
    this.#reach = query.from;
    this.#parts = this.#tell();
  }

  get #seam(): Instant {
    return this.#record.state.arContent.settled_at;
  }

  /** Does one more part. @returns whether it was the last. */
  advance = (): boolean => this.#parts.next().done === true;

  /** What was told by now. */
  timeline(): Timeline {
    const { from } = this.#query;
    const reaches = this.#reach;
    const segments = this.#list?.until(reaches) ?? [];
    const ahead = { from: Math.max(from, this.#seam), to: reaches };
    const coming = segments
      .filter((segment) => segment.to > ahead.from)
      .map((segment) => ({ ...segment, from: Math.max(segment.from, ahead.from) }));
    const warnings = warningsOf(this.#record.state, { ...ahead, segments: coming, slots: this.#slots });
    return { segments, reaches, seam: this.#seam, isRevisionPending: isRevisionPending(this.#record.state), warnings };
  }

  *#tell(): Generator<void> {
    const { from, to } = this.#query;
    if (from < this.#seam) {
      const { before } = this.#record;
      const appliedAt = before?.due_at === from ? before.applied_at : null;
      this.#list = new SegmentList(from, { ...beforeAll(this.#record), appliedAt });
      if (!(yield* this.#tellRows(this.#list)) || to <= this.#seam) return;
      this.#list.take({ ...this.#look.seen, at: this.#seam });
    }
    const left = yield* this.#lookUntil(from);
    if (left === 0) return;
    this.#list ??= new SegmentList(from, this.#look.seen);
    yield* this.#tellSteps(this.#list, left);
  }

  /** @returns whether these are all rows, and they left room for more segments. */
  *#tellRows(list: SegmentList): Generator<void, boolean> {
    const { entries } = this.#record;
    for (const entry of entries) {
      this.#reach = entry.due_at;
      yield;
      list.take(changeOfEntry(entry));
      if (list.length >= this.#query.most) return false;
    }
    // Of the last instant some rows may be missing.
    if (entries.length >= MOST_ROWS) return false;
    this.#reach = Math.min(this.#seam, this.#query.to);
    return true;
  }

  /** Takes the steps up to and including `from`. @returns how many more may be taken. */
  *#lookUntil(from: Instant): Generator<void, number> {
    let left = MOST_STEPS;
    while (this.#look.reach <= from && left > 0) {
      left -= costOf(this.#look.advance());
      yield;
    }
    return Math.max(left, 0);
  }

  *#tellSteps(list: SegmentList, most: number): Generator<void> {
    for (let left = most; this.#look.reach < this.#query.to && left > 0;) {
      const at = this.#look.reach;
      this.#reach = at;
      yield;
      const steps = this.#look.advance();
      left -= costOf(steps);
      this.#slots.take(at, steps);
      for (const step of steps) list.take(changeOfStep(step));
      if (list.length >= this.#query.most) return;
    }
    this.#reach = Math.min(this.#look.reach, this.#query.to);
  }
}
