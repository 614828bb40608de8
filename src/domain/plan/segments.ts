import type { Reason } from '../ar-content.js';
import type { LedgerEntry } from '../rotation.js';
import type { Id, Instant } from '../scalars.js';
import type { Step } from './fold-plan.js';
import type { Live } from './live.js';

/** What is seen, and why: of the past as the ledger tells it, else as the fold will do it. */
export interface Seen {
  /** Null: nothing. */
  videoId: Id | null;
  /** Null: nothing is seen, or the ledger is older than its reasons. */
  reason: Reason | null;
  scheduleId: Id | null;
  overrideId: Id | null;
  /** No row of the ledger says so: it follows from what the first one changed. */
  isInferred: boolean;
}

/** What is seen from an instant on, and what lies beneath. */
export interface Change {
  at: Instant;
  shown: Seen;
  beneathVideoId: Id | null;
  /** When it was committed; null: it is to come, or the ledger does not tell. */
  appliedAt: Instant | null;
}

/** A stretch in which the same is seen, from `from` up to and without `to`. */
export interface TimelineSegment extends Seen {
  from: Instant;
  to: Instant;
  /** The videos that lie beneath an override meanwhile, in order of appearance. */
  insteadOf: readonly Id[];
  /** When the change it begins with was committed; null: it is to come, or began before what was asked for. */
  appliedAt: Instant | null;
}

/** What is seen, of an answer of the fold. */
export const shownOf = (live: Live | null): Seen => ({
  videoId: live?.video.id ?? null,
  reason: live?.reason ?? null,
  scheduleId: live?.scheduleId ?? null,
  overrideId: live?.overrideId ?? null,
  isInferred: false,
});

/** What a step of the fold leads to. */
export const changeOfStep = ({ at, to, beneathVideoId }: Step): Change => ({
  at,
  shown: shownOf(to),
  beneathVideoId,
  appliedAt: null,
});

/** What a row of the ledger led to. */
export const changeOfEntry = (entry: LedgerEntry): Change => ({
  at: entry.due_at,
  shown: {
    videoId: entry.to_video_id,
    reason: entry.reason,
    scheduleId: entry.live_schedule_id,
    overrideId: entry.override_id,
    isInferred: false,
  },
  beneathVideoId: entry.beneath_video_id,
  appliedAt: entry.applied_at,
});

/** What was seen before the first row of the ledger, which says what it changed. */
export const inferred = (videoId: Id | null): Omit<Change, 'at'> => ({
  shown: { videoId, reason: null, scheduleId: null, overrideId: null, isInferred: true },
  beneathVideoId: null,
  appliedAt: null,
});

const isSame = (a: Seen, b: Seen): boolean =>
  a.videoId === b.videoId &&
  a.reason === b.reason &&
  a.scheduleId === b.scheduleId &&
  a.overrideId === b.overrideId &&
  a.isInferred === b.isInferred;

interface OpenSegment {
  from: Instant;
  shown: Seen;
  insteadOf: Set<Id>;
  appliedAt: Instant | null;
}

/** Whether something lies beneath that is not seen: beneath overrides only. */
function lay(open: OpenSegment, beneathVideoId: Id | null): OpenSegment {
  if (open.shown.reason === 'override' && beneathVideoId !== null) open.insteadOf.add(beneathVideoId);
  return open;
}

/** Makes seamless segments of changes, which come in order; of those at one instant the last counts. */
export class SegmentList {
  readonly #closed: TimelineSegment[] = [];
  #open: OpenSegment;

  /** @param first what is seen at `from`. */
  constructor(from: Instant, { shown, beneathVideoId, appliedAt }: Omit<Change, 'at'>) {
    this.#open = lay({ from, shown, insteadOf: new Set(), appliedAt }, beneathVideoId);
  }

  /** How many segments have ended. */
  get length(): number {
    return this.#closed.length;
  }

  take({ at, shown, beneathVideoId, appliedAt }: Change): void {
    if (!isSame(shown, this.#open.shown)) {
      if (at > this.#open.from) this.#closed.push(this.#segmentUntil(at));
      this.#open = this.#reopened(at, shown) ?? { from: at, shown, insteadOf: new Set(), appliedAt };
    }
    lay(this.#open, beneathVideoId);
  }

  /** The segments up to `to`: none is empty, and each begins where the one before ends. */
  until(to: Instant): TimelineSegment[] {
    return to > this.#open.from ? [...this.#closed, this.#segmentUntil(to)] : [...this.#closed];
  }

  /** The segment that ends at `at`, if it shows the same: what came in between took no time. */
  #reopened(at: Instant, shown: Seen): OpenSegment | null {
    const last = this.#closed.at(-1);
    if (last === undefined || last.to !== at || !isSame(last, shown)) return null;
    this.#closed.pop();
    return { from: last.from, shown, insteadOf: new Set(last.insteadOf), appliedAt: last.appliedAt };
  }

  #segmentUntil(to: Instant): TimelineSegment {
    const { from, shown, insteadOf, appliedAt } = this.#open;
    return { from, to, ...shown, insteadOf: [...insteadOf], appliedAt };
  }
}
