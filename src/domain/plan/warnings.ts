import type { KeepsHours } from '../calendar/followed.js';
import type { Override } from '../override.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Id, Instant } from '../scalars.js';
import type { Video } from '../video.js';
import type { ContentState } from './content-state.js';
import { hasWindow } from './live.js';
import type { TimelineSegment } from './segments.js';
import type { SlotTally } from './slot-tally.js';

/**
 * What may not be meant: nothing is seen; a video is never seen; an override is never seen; windows overlap, of which
 * only one can win; slots of several schedules fall on one instant; an expiry leaves one video, or none.
 */
export const WARNING_KINDS = [
  'gap',
  'never_shown',
  'override_never_wins',
  'windows_overlap',
  'slots_coincide',
  'expiry_cliff',
] as const;
export type WarningKind = (typeof WARNING_KINDS)[number];

export interface Warning {
  kind: WarningKind;
  from: Instant;
  to: Instant;
  /** How often, of slots that coincide; how many videos are left, of an expiry; else 1. */
  count: number;
  videoIds: readonly Id[];
  scheduleIds: readonly Id[];
  overrideIds: readonly Id[];
}

/** What was foretold of a stretch. */
export interface Foretold {
  from: Instant;
  to: Instant;
  segments: readonly TimelineSegment[];
  slots: SlotTally;
}

/** So many are told; whoever mends them sees the others. */
export const MOST_WARNINGS = 100;

interface Stretch {
  from: Instant;
  to: Instant;
}

/** Edges of hours that are gone through in search of moments that two have in common, for one answer. */
const MOST_EDGES = 5_000;

const warning = (kind: WarningKind, { from, to }: Stretch, given: Partial<Warning> = {}): Warning => ({
  kind,
  from,
  to,
  count: 1,
  videoIds: [],
  scheduleIds: [],
  overrideIds: [],
  ...given,
});

const within = (a: Stretch, b: Stretch): Stretch => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) });

/** When a ready video can be shown, by its window and expiry. */
const shownWithin = ({ schedule_start, schedule_end, expires_at }: Video): Stretch => ({
  from: schedule_start ?? Number.NEGATIVE_INFINITY,
  to: Math.min(schedule_end ?? Infinity, expires_at ?? Infinity),
});

const inEffect = ({ starts_at, ends_at }: Override): Stretch => ({ from: starts_at, to: ends_at ?? Infinity });

const isEmpty = ({ from, to }: Stretch): boolean => from >= to;

/** Looks for moments that lie within hours; what takes too long in all is taken to be there. */
class HoursLook {
  #left = MOST_EDGES;

  /** Whether hours leave nothing of a stretch. */
  isShut(one: KeepsHours, stretch: Stretch): boolean {
    return isEmpty(stretch) || !this.meet(one, one, stretch);
  }

  /** Whether the hours of both have a moment in common within a stretch. */
  meet(one: KeepsHours, other: KeepsHours, { from, to }: Stretch): boolean {
    let at = from;
    for (; at < to && this.#left > 0; this.#left -= 1) {
      const begin = Math.max(one.opening?.firstOpen(at) ?? at, other.opening?.firstOpen(at) ?? at);
      if (begin === at) return true;
      at = begin;
    }
    return at < to;
  }
}

const gaps = ({ segments }: Foretold): Warning[] =>
  segments.filter(({ videoId }) => videoId === null).map((segment) => warning('gap', segment));

/** Which schedules name each video. */
function namedBy({ schedules }: ContentState): Map<Id, RotationSchedule[]> {
  const naming = new Map<Id, RotationSchedule[]>();
  for (const schedule of schedules) {
    for (const id of new Set(schedule.video_sequence)) naming.set(id, [...(naming.get(id) ?? []), schedule]);
  }
  return naming;
}

/** Whether something else than a schedule or a window may come to show a video. */
const isNamed = ({ arContent, overrides }: ContentState, videoId: Id): boolean =>
  arContent.default_video_id === videoId || overrides.some(({ video_id }) => video_id === videoId);

/** Videos of which everything that could have shown them had its turn: a window passed, or each schedule went a round. */
function neverShown(state: ContentState, told: Foretold, hours: HoursLook): Warning[] {
  const naming = namedBy(state);
  const seen = new Set(told.segments.map(({ videoId }) => videoId));
  const hadItsTurn = (video: Video): boolean => {
    if (hasWindow(video)) return shownWithin(video).to <= told.to;
    const schedules = naming.get(video.id) ?? [];
    if (schedules.length === 0) return !isNamed(state, video.id);
    return schedules.every(({ id, video_sequence }) => told.slots.takenBy(id) >= video_sequence.length);
  };
  return state.videos.flatMap((video) => {
    const stretch = within(shownWithin(video), told);
    if (video.status !== 'ready' || seen.has(video.id) || hours.isShut(video, stretch)) return [];
    return hadItsTurn(video) ? [warning('never_shown', stretch, { videoIds: [video.id] })] : [];
  });
}

function overridesNeverSeen({ overrides }: ContentState, told: Foretold, hours: HoursLook): Warning[] {
  const seen = new Set(told.segments.map(({ overrideId }) => overrideId));
  return overrides.flatMap((override) => {
    const stretch = within(inEffect(override), told);
    if (seen.has(override.id) || hours.isShut(override, stretch)) return [];
    return [warning('override_never_wins', stretch, { overrideIds: [override.id], videoIds: [override.video_id] })];
  });
}

/** Pairs of windows that overlap, as far as they are told. */
function overlappingWindows({ videos }: ContentState, told: Foretold, hours: HoursLook): Warning[] {
  const windows = videos
    .filter((video) => video.status === 'ready' && hasWindow(video))
    .map((video) => ({ id: video.id, video, ...within(shownWithin(video), told) }))
    .filter((stretch) => !isEmpty(stretch))
    .toSorted((a, b) => a.from - b.from || a.id - b.id);
  const found: Warning[] = [];
  for (const [n, one] of windows.entries()) {
    for (let k = n + 1; k < windows.length && found.length < MOST_WARNINGS; k += 1) {
      const other = windows[k];
      if (other === undefined || other.from >= one.to) break;
      const both = within(one, other);
      if (hours.meet(one.video, other.video, both)) {
        found.push(warning('windows_overlap', both, { videoIds: [one.id, other.id] }));
      }
    }
  }
  return found;
}

const coincidingSlots = ({ slots }: Foretold): Warning[] =>
  slots.coincidences.map(({ scheduleIds, first, last, count }) =>
    warning('slots_coincide', { from: first, to: last }, { scheduleIds, count }),
  );

/** Expiries that leave one video or none, of all that were not expired before. */
function expiryCliffs({ videos }: ContentState, told: Foretold): Warning[] {
  const lasts = videos
    .filter(({ status }) => status === 'ready')
    .map(({ id, expires_at }) => ({ id, at: expires_at ?? Infinity }));
  const ending = [...new Set(lasts.map(({ at }) => at))].filter((at) => at > told.from && at < told.to);
  return ending.flatMap((at) => {
    const left = lasts.filter((video) => video.at > at).length;
    if (left > 1) return [];
    const videoIds = lasts.filter((video) => video.at === at).map(({ id }) => id);
    return [warning('expiry_cliff', { from: at, to: at }, { videoIds, count: left })];
  });
}

/**
 * What may not be meant in a stretch that was foretold. Of what goes on after it nothing is said: a longer one may find
 * more, and a video may yet have its turn.
 * @param state of which the stretch was foretold.
 * @returns at most `MOST_WARNINGS`, by instant.
 */
export function warningsOf(state: ContentState, told: Foretold): Warning[] {
  if (isEmpty(told)) return [];
  const hours = new HoursLook();
  const all = [
    ...gaps(told),
    ...neverShown(state, told, hours),
    ...overridesNeverSeen(state, told, hours),
    ...overlappingWindows(state, told, hours),
    ...coincidingSlots(told),
    ...expiryCliffs(state, told),
  ];
  return all.toSorted((a, b) => a.from - b.from).slice(0, MOST_WARNINGS);
}
