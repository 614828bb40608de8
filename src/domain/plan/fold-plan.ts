import type { Due, StepKind } from './due.js';
import { DueList } from './due-list.js';
import { MOST_RESTS, PASSES_AT_ONCE } from './hours-edges.js';
import { beneathAt, isSameLive, seenAt, type Live } from './live.js';
import type { ContentState } from './content-state.js';
import { resumed } from './pause.js';
import type { Rotation } from '../rotation.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Id, Instant } from '../scalars.js';
import { takeSlot } from './take-slot.js';

/** One applied slot, edge, expiry, or end of a pause. */
export interface Step {
  kind: StepKind;
  at: Instant;
  /** The schedule of a slot or pause; the video or override of an edge; null for the expiry of the content itself. */
  subjectId: Id | null;
  fromVideoId: Id | null;
  toVideoId: Id | null;
  /** What is seen afterwards; null: nothing. */
  to: Live | null;
  /** Whether what is seen, or why, is another than before. */
  isChange: boolean;
  /** What lies beneath overrides afterwards. */
  beneathVideoId: Id | null;
  note: Rotation['note'];
  /** Slots of a pause that were made up for. */
  slots: number;
}

export interface Fold {
  /** The state with every step of `steps` applied. */
  state: ContentState;
  steps: readonly Step[];
  /** False when the limit was reached before `until`. */
  complete: boolean;
  /** Whether it passed so many edges on end that it had better not have to again. */
  passedMany: boolean;
}

interface Applied {
  state: ContentState;
  note: Step['note'];
  slots: number;
}

function scheduleOf(state: ContentState, { subjectId }: Due): RotationSchedule {
  const schedule = state.schedules.find(({ id }) => id === subjectId);
  if (schedule === undefined) throw new Error(`A step of an unknown schedule: ${subjectId}`);
  return schedule;
}

/** A video's expiry clears the pointer to it; the content's own expiry ends the slots of its schedules. */
function applyExpiry(state: ContentState, { subjectId }: Due): ContentState {
  if (subjectId === null) {
    return { ...state, schedules: state.schedules.map((schedule) => ({ ...schedule, next_rotation_at: null })) };
  }
  return state.arContent.active_video_id === subjectId ? withoutPointer(state) : state;
}

/** The state with nothing set to be shown. */
export function withoutPointer(state: ContentState): ContentState {
  return {
    ...state,
    arContent: { ...state.arContent, active_video_id: null, active_reason: null, active_schedule_id: null },
  };
}

function apply(state: ContentState, due: Due, beneath: Live | null): Applied {
  switch (due.kind) {
    case 'expiry':
      return { state: applyExpiry(state, due), note: null, slots: 0 };
    case 'window':
    case 'override':
      return { state, note: null, slots: 0 };
    case 'resume':
      return { ...resumed(state, scheduleOf(state, due), due.at), note: null };
    case 'schedule':
      return { ...takeSlot(state, scheduleOf(state, due), due.at, beneath), slots: 0 };
  }
}

/** The state once every step up to `at` is applied. */
function settledAt(state: ContentState, at: Instant): ContentState {
  return { ...state, arContent: { ...state.arContent, settled_at: Math.max(at, state.arContent.settled_at) } };
}

/** The same after a step, which raises the version whether it changes the answer or not. */
function steppedTo(state: ContentState, at: Instant): ContentState {
  const { version, settled_at } = state.arContent;
  return { ...state, arContent: { ...state.arContent, settled_at: Math.max(at, settled_at), version: version + 1 } };
}

/** A step that a fold took, the state that it led to, and what is live then. */
export interface Taken {
  at: Instant;
  step: Step;
  state: ContentState;
  live: Live | null;
}

/** What a fold tells when it has passed many edges on end: every step before `at` is taken. */
export interface Rest {
  at: Instant;
  step: null;
}

/**
 * The steps due up to and including `until`, in order, each with what it leads to. What is live changes at steps only, so
 * it is resolved once per step and carried on. An edge of an override, or of hours and days, that leaves what is seen as it
 * is, is passed: it is no step. A rule may give steps without end, and hours edges that are passed: whoever drives this
 * stops when the time is up, and may go on later where it stopped.
 */
export function* foldSteps(start: ContentState, until: Instant): Generator<Taken | Rest> {
  const settled = start.arContent.settled_at;
  const list = new DueList(start, until);
  let state = start;
  let beneath = beneathAt(state, settled);
  let live = seenAt(state, settled, beneath);
  let passed = { count: 0, at: settled };
  for (let next = list.take(state.schedules); next !== null; next = list.take(state.schedules)) {
    const { due, mayPass } = next;
    // Between two instants only, so that whoever goes on from there has come further.
    if (passed.count >= PASSES_AT_ONCE && due.at > passed.at) {
      yield { at: due.at, step: null };
      passed = { count: 0, at: due.at };
    }
    const { state: applied, note, slots } = apply(state, due, beneath);
    beneath = beneathAt(applied, due.at);
    const to = seenAt(applied, due.at, beneath);
    const isChange = !isSameLive(live, to);
    if (mayPass && !isChange) {
      passed = { count: passed.count + 1, at: due.at };
      continue;
    }
    const videos = { fromVideoId: live?.video.id ?? null, toVideoId: to?.video.id ?? null };
    const step: Step = { ...due, ...videos, to, isChange, beneathVideoId: beneath?.video.id ?? null, note, slots };
    state = steppedTo(applied, due.at);
    live = to;
    yield { at: due.at, step, state, live };
    passed = { count: 0, at: due.at };
  }
  if (passed.count >= PASSES_AT_ONCE) yield { at: until, step: null };
}

/**
 * The steps due up to and including `until`, applied in order: at one instant expiry, window, override, resume, schedule,
 * then id. Each choice is made at its slot. Every step raises the content's `version` by one, so that the version is the
 * same whether a step was committed or only folded by a reader.
 * @param limit the fewest steps after which to stop, between two instants; `complete` is false when more are due.
 */
export function foldPlan(start: ContentState, until: Instant, limit = Number.POSITIVE_INFINITY): Fold {
  const steps: Step[] = [];
  let state = start;
  let rests = 0;
  for (const taken of foldSteps(start, until)) {
    if (taken.step === null) {
      rests += 1;
      if (limit === Number.POSITIVE_INFINITY || rests < MOST_RESTS) continue;
      return { state: settledAt(state, taken.at - 1), steps, complete: false, passedMany: true };
    }
    // Never within an instant: `settled_at` tells which instants are applied, not which steps.
    if (steps.length >= limit && taken.step.at > state.arContent.settled_at) {
      return { state, steps, complete: false, passedMany: rests > 0 };
    }
    steps.push(taken.step);
    state = taken.state;
  }
  return { state: settledAt(state, until), steps, complete: true, passedMany: rests > 0 };
}

/** The steps still to come after `state.arContent.settled_at`, in order, as far as a look ahead goes; there may be no end. */
export function* stepsAhead(state: ContentState): Generator<Step> {
  let rests = 0;
  for (const { step } of foldSteps(state, Number.POSITIVE_INFINITY)) {
    if (step !== null) yield step;
    else if ((rests += 1) === MOST_RESTS) return;
  }
}
