import type { RotationSchedule } from './rotation-schedule.js';
import type { Rotation } from './rotation.js';
import type { Id, Instant } from './scalars.js';
import { weightOf } from './plan/selection.js';

/** What the ledger says of exposure. */
export type ExposureRow = Pick<
  Rotation,
  'due_at' | 'schedule_id' | 'to_video_id' | 'beneath_video_id' | 'note' | 'reason' | 'live_schedule_id' | 'slots'
>;

/** How often a schedule set a video, and for how long it was seen because of that. */
export interface Exposure {
  steps: number;
  shownMs: number;
}

const WITHOUT_STEP: ReadonlySet<Rotation['note']> = new Set(['no_showable_video', 'held', 'skipped']);

/** The step that a row tells of; null: none. Of slots that were made up for, the ledger knows the last video only. */
function stepOf(row: ExposureRow): { scheduleId: Id; videoId: Id } | null {
  const { schedule_id: scheduleId, note, slots } = row;
  // Rows of before there were overrides do not say what lies beneath.
  const videoId = row.beneath_video_id ?? row.to_video_id;
  if (scheduleId === null || videoId === null || slots === 0 || WITHOUT_STEP.has(note)) return null;
  return { scheduleId, videoId };
}

/** The schedule because of which a video is seen from a row on; older rows say it only where they are its steps. */
function seenBecauseOf(row: ExposureRow): Id | null {
  if (row.live_schedule_id !== null) return row.live_schedule_id;
  return row.reason === null || row.reason === 'rotation' ? (stepOf(row)?.scheduleId ?? null) : null;
}

/**
 * What a schedule gave its videos from `from` up to and not including `until`, by the ledger of its content. A video is
 * seen because of the schedule while the reason is `rotation` by it: not under an override, and not once another was
 * activated by hand.
 * @param rows in order: the last one of before `from`, which tells what was live then, and all up to `until`.
 */
export function exposureOf(
  rows: readonly ExposureRow[],
  scheduleId: Id,
  { from, until }: { from: Instant; until: Instant },
): Map<Id, Exposure> {
  const exposures = new Map<Id, Exposure>();
  const add = (videoId: Id, steps: number, shownMs: number): void => {
    const before = exposures.get(videoId) ?? { steps: 0, shownMs: 0 };
    exposures.set(videoId, { steps: before.steps + steps, shownMs: before.shownMs + shownMs });
  };
  rows.forEach((row, index) => {
    const step = stepOf(row);
    if (step?.scheduleId === scheduleId && row.due_at >= from && row.due_at < until) add(step.videoId, 1, 0);
    const shownMs = Math.min(rows[index + 1]?.due_at ?? until, until) - Math.max(row.due_at, from);
    if (shownMs <= 0 || row.to_video_id === null || seenBecauseOf(row) !== scheduleId) return;
    add(row.to_video_id, 0, shownMs);
  });
  return exposures;
}

/** The share of its steps that a schedule wants each video to have, as it stands; they add up to 1, or there are none. */
export function wantedShares(schedule: RotationSchedule): Map<Id, number> {
  const weights = schedule.video_sequence.map((videoId, index) => ({ videoId, weight: weightOf(schedule, index) }));
  const sum = weights.reduce((total, { weight }) => total + weight, 0);
  const shares = new Map<Id, number>();
  for (const { videoId, weight } of weights) {
    if (weight > 0) shares.set(videoId, (shares.get(videoId) ?? 0) + weight / sum);
  }
  return shares;
}
