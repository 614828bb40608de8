import type { RotationSchedule, SelectionMemory } from '../rotation-schedule.js';
import type { Id } from '../scalars.js';
import { selectionOf } from './selection.js';

/** What is remembered where there is nothing to remember. */
const NOTHING: SelectionMemory = { round: 0, taken: [], recent: [], credits: [] };

/** What a schedule remembers of its steps. */
export const memoryOf = ({ selection_memory }: RotationSchedule): SelectionMemory => selection_memory ?? NOTHING;

/** What of its memory a way to choose writes itself. */
export type Kept = Partial<Omit<SelectionMemory, 'recent'>>;

/** What a schedule remembers once it showed a video; null: nothing. */
export function remembering(schedule: RotationSchedule, videoId: Id, kept: Kept): SelectionMemory | null {
  const others = memoryOf(schedule).recent.filter((id) => id !== videoId);
  const recent = [videoId, ...others].slice(0, schedule.no_repeat_last);
  return recent.length === 0 && Object.keys(kept).length === 0 ? null : { ...NOTHING, ...kept, recent };
}

/** The memory of a selection that begins anew: with a round of its own, so that it does not repeat the one before. */
export const begunAnew = (memory: SelectionMemory | null): SelectionMemory | null =>
  memory && { ...NOTHING, round: memory.round + 1, recent: memory.recent };

const isSameList = (a: readonly number[] | null, b: readonly number[] | null): boolean =>
  a === b || (a !== null && b !== null && a.length === b.length && a.every((item, index) => item === b[index]));

/** Whether an edit has the selection begin anew: by another sequence, other weights or another selection. */
export const beginsAnew = (before: RotationSchedule, after: RotationSchedule): boolean =>
  selectionOf(before) !== selectionOf(after) ||
  !isSameList(before.video_sequence, after.video_sequence) ||
  !isSameList(before.weights, after.weights);
