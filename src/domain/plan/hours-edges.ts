import type { Opening } from '../calendar/opening.js';
import type { Override } from '../override.js';
import type { Id, Instant } from '../scalars.js';
import type { Video } from '../video.js';
import type { ContentState } from './content-state.js';
import { earlier, type Due } from './due.js';

/** So many edges may be passed on end before whoever looks ahead is told how far it has come. */
export const PASSES_AT_ONCE = 100;
/** How often that is told before a look ahead ends: after a thousand edges that changed nothing. */
export const MOST_RESTS = 10;

/** What keeps to hours, while an edge of them may matter: from and to are edges of their own kind. */
interface Keeper {
  kind: 'window' | 'override';
  id: Id;
  opening: Opening;
  from: Instant;
  to: Instant;
}

/** Those of one kind that keep to the same hours and days; none is without. */
interface Group {
  opening: Opening;
  keepers: readonly Keeper[];
}

const ofVideo = ({ id, opening, schedule_start, schedule_end, expires_at, status }: Video): Keeper[] => {
  if (opening === null || status !== 'ready') return [];
  const to = Math.min(schedule_end ?? Infinity, expires_at ?? Infinity);
  return [{ kind: 'window', id, opening, from: schedule_start ?? Number.NEGATIVE_INFINITY, to }];
};

const ofOverride = ({ id, opening, starts_at, ends_at }: Override): Keeper[] =>
  opening === null ? [] : [{ kind: 'override', id, opening, from: starts_at, to: ends_at ?? Infinity }];

/** Whether anything that decides what a content shows keeps to hours, apart from its schedules. */
export const keepsHours = ({ videos, overrides }: ContentState): boolean =>
  videos.some(({ opening }) => opening !== null) || overrides.some(({ opening }) => opening !== null);

function groupsOf(keepers: readonly Keeper[]): Group[] {
  const groups = new Map<Opening, Keeper[]>();
  for (const keeper of keepers) groups.set(keeper.opening, [...(groups.get(keeper.opening) ?? []), keeper]);
  return [...groups].map(([opening, kept]) => ({ opening, keepers: kept }));
}

/** The first edge of a group after an instant and before `end`; of those who share it, the one with the least id. */
function firstEdge({ opening, keepers }: Group, after: Instant, end: Instant): Due | undefined {
  let left = keepers.filter(({ to }) => to > after);
  for (let at = after; left.length > 0; left = left.filter(({ to }) => to > at)) {
    const begin = left.reduce((first, { from }) => Math.min(first, from), Infinity);
    at = opening.spanAt(Math.max(at, begin)).until;
    if (at >= end) return undefined;
    const first = left.find(({ from, to }) => from < at && at < to);
    if (first !== undefined) return { kind: first.kind, at, subjectId: first.id };
  }
  return undefined;
}

/**
 * The edges of hours and days of a content's videos and overrides, which recur: found one after the other, as a fold comes
 * to them. Of those who keep to the same hours one stands for all, as whatever an edge changes is seen at once.
 */
export class HoursEdges {
  readonly #next: { group: Group; due: Due | undefined }[];
  readonly #end: Instant;

  /** A content that is closed has none. @param after the instant after which they are wanted. */
  constructor(state: ContentState, after: Instant) {
    const { is_active, expires_at } = state.arContent;
    this.#end = is_active ? (expires_at ?? Infinity) : Number.NEGATIVE_INFINITY;
    const groups = keepsHours(state)
      ? [...groupsOf(state.videos.flatMap(ofVideo)), ...groupsOf(state.overrides.flatMap(ofOverride))]
      : [];
    this.#next = groups.map((group) => ({ group, due: firstEdge(group, after, this.#end) }));
  }

  /** The next one; undefined: there is none. */
  get next(): Due | undefined {
    let first: Due | undefined;
    for (const { due } of this.#next) first = earlier(first, due);
    return first;
  }

  /** Goes on to the one after. */
  take(taken: Due): void {
    for (const one of this.#next) if (one.due === taken) one.due = firstEdge(one.group, taken.at, this.#end);
  }
}
