import { stepsAhead } from './fold-plan.js';
import { choiceAt } from './take-slot.js';
import { beneathAt, isContentOpen, isRunning } from './live.js';
import { mayBeAt, nextSlot } from '../recurrence/next-slot.js';
import type { ContentState } from './content-state.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Id, Instant } from '../scalars.js';

/** What an edit says about the instant of one schedule; without a word the instant stands. */
export type Retiming = { kind: 'rule_changed' } | { kind: 'bounds_changed' } | { kind: 'asked_for'; at: Instant };

/** Steps looked at to find out what each schedule shows next, when schedules share a content. */
const LOOK_AHEAD = 64;

type NextSlot = Pick<RotationSchedule, 'next_rotation_at' | 'next_is_asked_for'>;

const byRule = (next_rotation_at: Instant | null): NextSlot => ({ next_rotation_at, next_is_asked_for: false });

/** Whether the next slot stays as it is: nothing was said of it, or it was asked for and may still be then. */
function stands(schedule: RotationSchedule, retiming: Retiming | undefined): boolean {
  const { next_rotation_at: next } = schedule;
  if (next === null || retiming === undefined) return next !== null;
  return retiming.kind === 'bounds_changed' && schedule.next_is_asked_for && mayBeAt(schedule, next);
}

/**
 * The schedule's next slot after an edit at `at`. It is computed anew only when there was none (the schedule starts or
 * starts again: slots count from now) or its timing changed. An instant asked for wins; in the past it means now.
 */
function nextSlotAfter(state: ContentState, schedule: RotationSchedule, at: Instant, retiming?: Retiming): NextSlot {
  if (!isRunning(state, schedule, at)) return byRule(null);
  const earliest = (schedule.last_slot_at ?? Number.NEGATIVE_INFINITY) + 1;
  if (retiming?.kind === 'asked_for') {
    return { next_rotation_at: Math.max(retiming.at, at, earliest), next_is_asked_for: true };
  }
  if (stands(schedule, retiming)) return schedule;
  return byRule(nextSlot(schedule, Math.max(at, earliest - 1)));
}

/** The video that each schedule's next slot shows, as far as the fold reaches. */
function foldedChoices(state: ContentState): Map<Id, Id | null> {
  const waiting = state.schedules.filter(({ next_rotation_at }) => next_rotation_at !== null).length;
  const choices = new Map<Id, Id | null>();
  let looked = 0;
  if (waiting === 0) return choices;
  for (const step of stepsAhead(state)) {
    if (step.kind === 'schedule' && step.subjectId !== null && !choices.has(step.subjectId)) {
      choices.set(step.subjectId, step.note === 'no_showable_video' ? null : step.beneathVideoId);
    }
    looked += 1;
    if (choices.size === waiting || looked === LOOK_AHEAD) break;
  }
  return choices;
}

/** The state with each schedule's `next_video_id`: as the fold will choose it, or from what is live now if too far. */
function withNextVideos(state: ContentState, at: Instant): ContentState {
  const choices = foldedChoices(state);
  const beneath = beneathAt(state, at);
  const nextVideo = (schedule: RotationSchedule): Id | null => {
    // A slot stands although its content expires before it: the expiry may be put off. Nothing is shown then, though.
    if (schedule.next_rotation_at === null || !isContentOpen(state, schedule.next_rotation_at)) return null;
    const folded = choices.get(schedule.id);
    return folded === undefined
      ? (choiceAt(state, schedule, schedule.next_rotation_at, beneath)?.videoId ?? null)
      : folded;
  };
  return {
    ...state,
    schedules: state.schedules.map((schedule) => ({ ...schedule, next_video_id: nextVideo(schedule) })),
  };
}

/**
 * The plan after a settle or an edit at `at`: the choice is always made anew, the instant only where the edit says so.
 * @param state settled up to `at`.
 */
export function replan(
  state: ContentState,
  at: Instant,
  retimings: ReadonlyMap<Id, Retiming> = new Map(),
): ContentState {
  const schedules = state.schedules.map((schedule) => {
    const { next_rotation_at, next_is_asked_for } = nextSlotAfter(state, schedule, at, retimings.get(schedule.id));
    return { ...schedule, next_rotation_at, next_is_asked_for };
  });
  return withNextVideos({ ...state, schedules }, at);
}
