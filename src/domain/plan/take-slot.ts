import { nextSlot } from '../recurrence/next-slot.js';
import type { Rotation } from '../rotation.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Instant } from '../scalars.js';
import { chooseVideo, type Choice } from './choose-video.js';
import { withSchedule, type ContentState } from './content-state.js';
import { isShowable, seenOverride, type Live } from './live.js';

/**
 * What the schedule would show, were its step taken at `at`.
 * @param beneath what lies beneath overrides then: "never the live one" means that one.
 */
export function choiceAt(
  state: ContentState,
  schedule: RotationSchedule,
  at: Instant,
  beneath: Live | null,
): Choice | null {
  const showable = new Set(state.videos.filter((video) => isShowable(video, at)).map(({ id }) => id));
  return chooseVideo(schedule, beneath?.video.id ?? null, (id) => showable.has(id));
}

/** What consuming a slot changes of its schedule. */
type Consumed = Pick<RotationSchedule, 'last_slot_at' | 'next_rotation_at' | 'next_is_asked_for'>;

/**
 * The state after a schedule showed `choice` (null: found nothing to show) at `at`.
 * @param consumed of the slot by which it did; without one its slots are not touched.
 */
export function afterChoice(
  state: ContentState,
  schedule: RotationSchedule,
  choice: Choice | null,
  at: Instant,
  consumed: Partial<Consumed> = {},
): ContentState {
  const moved: RotationSchedule = {
    ...schedule,
    ...consumed,
    slot_number: schedule.slot_number + 1,
    ...(choice && {
      current_index: choice.index,
      position_pending: false,
      selection_memory: choice.memory,
      last_rotation_at: at,
    }),
  };
  const arContent = choice
    ? { active_video_id: choice.videoId, active_reason: 'rotation' as const, active_schedule_id: schedule.id }
    : {};
  return withSchedule({ ...state, arContent: { ...state.arContent, ...arContent } }, moved);
}

/** Why a slot is consumed without a step; null: the step is taken. */
function whyNoStep(state: ContentState, schedule: RotationSchedule, at: Instant): 'skipped' | 'held' | null {
  if (schedule.skips.includes(at)) return 'skipped';
  return seenOverride(state, at)?.holds_rotation === true ? 'held' : null;
}

/** What the ledger notes of a step that was taken. */
function noteOf(choice: Choice | null, beneath: Live | null, isOverridden: boolean): Rotation['note'] {
  if (choice === null) return 'no_showable_video';
  if (choice.videoId === beneath?.video.id) return 'unchanged';
  return isOverridden ? 'overridden' : null;
}

/**
 * Carries out a slot at `at`: consumed in any case, with a step unless it was skipped or is held by the override that is
 * seen. Neither moves the position nor `slot_number`.
 */
export function takeSlot(
  state: ContentState,
  schedule: RotationSchedule,
  at: Instant,
  beneath: Live | null,
): { state: ContentState; note: Rotation['note'] } {
  const consumed: Consumed = {
    last_slot_at: at,
    next_rotation_at: nextSlot(schedule, at),
    next_is_asked_for: false,
  };
  const note = whyNoStep(state, schedule, at);
  if (note !== null) return { state: withSchedule(state, { ...schedule, ...consumed }), note };
  const choice = choiceAt(state, schedule, at, beneath);
  const isOverridden = seenOverride(state, at) !== null;
  return { state: afterChoice(state, schedule, choice, at, consumed), note: noteOf(choice, beneath, isOverridden) };
}
