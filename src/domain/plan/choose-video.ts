import { must } from '../must.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Id } from '../scalars.js';

/** What a step of a schedule shows: a position of its sequence, and the video there. */
export interface Choice {
  index: number;
  videoId: Id;
}

/**
 * A well-mixed 32-bit number from two: the finalizer of MurmurHash3 over their combination (Austin Appleby, public
 * domain). The same slot therefore always draws the same number, in a preview as in the rotation itself.
 */
function draw(seed: number, slotNumber: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(slotNumber + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The older form of a schedule, type `random`, chooses at random whatever its `selection` says. */
function isRandom(schedule: Pick<RotationSchedule, 'rotation_type' | 'selection'>): boolean {
  return schedule.rotation_type === 'random' || schedule.selection === 'random';
}

function chooseRandomly(schedule: RotationSchedule, candidates: readonly Choice[], liveId: Id | null): Choice {
  const others = candidates.filter(({ videoId }) => videoId !== liveId);
  const drawn = others.length > 0 ? others : candidates;
  return must(drawn[draw(schedule.random_seed, schedule.slot_number) % drawn.length], 'a candidate');
}

function chooseInOrder(schedule: RotationSchedule, candidates: readonly Choice[], from: number): Choice {
  const ahead = candidates.find(({ index }) => index >= from % schedule.video_sequence.length);
  return must(ahead ?? candidates[0], 'a candidate');
}

/**
 * What the next step of a schedule shows. It depends only on the schedule's position, seed and slot number, on what is
 * live then and on which videos can be shown then.
 *
 * Sequential goes to the next position, around the end, passing over what cannot be shown. Random draws among the
 * positions whose video is not live, so a video that stands twice is drawn twice as often. While the position is
 * pending, the position itself is shown, unless its video is live already.
 * @returns null when no video of the sequence can be shown.
 */
export function chooseVideo(
  schedule: RotationSchedule,
  liveId: Id | null,
  canBeShown: (videoId: Id) => boolean,
): Choice | null {
  const { video_sequence: sequence, current_index: position } = schedule;
  const candidates = sequence
    .map((videoId, index) => ({ index, videoId }))
    .filter(({ videoId }) => canBeShown(videoId));
  if (candidates.length === 0) return null;

  const pending = schedule.position_pending && sequence[position] !== liveId;
  if (isRandom(schedule)) {
    const asked = pending ? candidates.find(({ index }) => index === position) : undefined;
    return asked ?? chooseRandomly(schedule, candidates, liveId);
  }
  return chooseInOrder(schedule, candidates, pending ? position : position + 1);
}
