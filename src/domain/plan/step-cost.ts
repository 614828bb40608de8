import type { ContentState } from './content-state.js';

/** A step looks at every video, every schedule and one sequence; whatever their number, some cost is the same. */
const COST_OF_ANY_STEP = 100;
/** About 50 ms of steps on a slow core. */
const COST_AT_ONCE = 100_000;
const FEWEST = 50;
const MOST = 500;

/** How many steps of a content are folded at once: so many that the event loop is not kept for long. */
export function stepsAtOnce({ videos, schedules }: ContentState): number {
  const longest = Math.max(0, ...schedules.map(({ video_sequence }) => video_sequence.length));
  const cost = COST_OF_ANY_STEP + videos.length + schedules.length + longest;
  return Math.min(MOST, Math.max(FEWEST, Math.floor(COST_AT_ONCE / cost)));
}
