import { must } from '../must.js';
import type { RotationSchedule, Selection, SelectionMemory } from '../rotation-schedule.js';
import type { Id } from '../scalars.js';
import { draw } from './draw.js';
import { preferred } from './preferred.js';
import { selectionOf, weightOf } from './selection.js';
import { memoryOf, remembering } from './selection-memory.js';
import { chooseShuffled } from './shuffle.js';
import type { Choosing, Position } from './turn.js';
import { chooseWeighted } from './weighted.js';

/** What a step of a schedule shows: a position of its sequence, and the video there. */
export interface Choice extends Position {
  /** What the schedule remembers once it is shown. */
  memory: SelectionMemory | null;
}

/** A position whose video is live already is not asked for. */
const isPending = ({ position_pending, video_sequence, current_index }: RotationSchedule, liveId: Id | null): boolean =>
  position_pending && video_sequence[current_index] !== liveId;

const chooseInOrder: Choosing = ({ schedule, candidates, liveId, asked }) => {
  const { current_index: position, video_sequence: sequence } = schedule;
  const from = (isPending(schedule, liveId) ? position : position + 1) % sequence.length;
  const possible = preferred(candidates, null, memoryOf(schedule).recent);
  const ahead = asked ?? possible.find(({ index }) => index >= from);
  return { position: must(ahead ?? possible[0], 'a candidate'), kept: {} };
};

const chooseRandomly: Choosing = ({ schedule, candidates, liveId, asked }) => {
  const possible = preferred(candidates, liveId, memoryOf(schedule).recent);
  const drawn = draw(schedule.random_seed, schedule.slot_number) % possible.length;
  return { position: must(asked ?? possible[drawn], 'a candidate'), kept: {} };
};

const CHOOSING: Readonly<Record<Selection, Choosing>> = {
  sequential: chooseInOrder,
  random: chooseRandomly,
  shuffle: chooseShuffled,
  weighted: chooseWeighted,
};

/**
 * What the next step of a schedule shows. It depends only on the schedule's position, seed, slot number and memory, on
 * what is live then and on which videos can be shown then.
 *
 * Sequential goes to the next position, around the end, passing over what cannot be shown. Random draws among the
 * positions whose video is not live, so a video that stands twice is drawn twice as often. Shuffle and weighted: see
 * there. While the position is pending, the position itself is shown, unless its video is live already. With
 * `no_repeat_last` a video comes again only after so many others, or when no other can be shown.
 * @returns null when no video of the sequence can be shown.
 */
export function chooseVideo(
  schedule: RotationSchedule,
  liveId: Id | null,
  canBeShown: (videoId: Id) => boolean,
): Choice | null {
  const candidates = schedule.video_sequence
    .map((videoId, index) => ({ index, videoId }))
    .filter(({ index, videoId }) => weightOf(schedule, index) > 0 && canBeShown(videoId));
  if (candidates.length === 0) return null;
  const asked = isPending(schedule, liveId)
    ? candidates.find(({ index }) => index === schedule.current_index)
    : undefined;
  const { position, kept } = CHOOSING[selectionOf(schedule)]({ schedule, candidates, liveId, asked });
  return { ...position, memory: remembering(schedule, position.videoId, kept) };
}
