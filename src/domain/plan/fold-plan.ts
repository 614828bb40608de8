import { chooseVideo, type Choice } from './choose-video.js';
import { nextSlot } from '../recurrence/next-slot.js';
import { isShowable, liveAt, type Live } from './live.js';
import type { ContentState } from './content-state.js';
import type { Rotation } from '../rotation.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Id, Instant } from '../scalars.js';
import type { Video } from '../video.js';

/** One applied slot, window edge or expiry. */
export interface Step {
  kind: 'expiry' | 'window' | 'schedule';
  at: Instant;
  /** The schedule of a slot; the video of an edge or expiry; null for the expiry of the content itself. */
  subjectId: Id | null;
  fromVideoId: Id | null;
  toVideoId: Id | null;
  note: Rotation['note'];
}

export interface Fold {
  /** The state with every step of `steps` applied. */
  state: ContentState;
  steps: readonly Step[];
  /** False when the limit was reached before `until`. */
  complete: boolean;
}

/** A step that is going to happen, not yet applied. */
interface Due {
  kind: Step['kind'];
  at: Instant;
  subjectId: Id | null;
}

/** At one instant: expiry, then window, then schedule, then by id. */
const KIND_ORDER = { expiry: 0, window: 1, schedule: 2 } as const;

const idOf = ({ subjectId }: Due): number => subjectId ?? 0;

const inOrder = (a: Due, b: Due): number => a.at - b.at || KIND_ORDER[a.kind] - KIND_ORDER[b.kind] || idOf(a) - idOf(b);

/** The edges of a video: its window's start and end, and its expiry. */
function edgesOf(video: Video): Due[] {
  const edges: [Due['kind'], Instant | null][] = [
    ['window', video.schedule_start],
    ['window', video.schedule_end],
    ['expiry', video.expires_at],
  ];
  return edges.flatMap(([kind, at]) => (at === null ? [] : [{ kind, at, subjectId: video.id }]));
}

/** Every window edge and expiry of a content, in order; they change by edits only. */
function edges({ arContent, videos }: ContentState): Due[] {
  const all = videos.flatMap(edgesOf);
  if (arContent.expires_at !== null) all.push({ kind: 'expiry', at: arContent.expires_at, subjectId: null });
  return all.toSorted(inOrder);
}

function nextDueSlot(schedules: readonly RotationSchedule[]): Due | undefined {
  let first: Due | undefined;
  for (const { id, next_rotation_at: at } of schedules) {
    if (at === null) continue;
    const due: Due = { kind: 'schedule', at, subjectId: id };
    if (first === undefined || inOrder(due, first) < 0) first = due;
  }
  return first;
}

/** What the schedule would show, were its step taken at `at` with `live` showing. */
export function choiceAt(
  state: ContentState,
  schedule: RotationSchedule,
  at: Instant,
  live: Live | null,
): Choice | null {
  const showable = new Set(state.videos.filter((video) => isShowable(video, at)).map(({ id }) => id));
  return chooseVideo(schedule, live?.video.id ?? null, (id) => showable.has(id));
}

/** The state after a schedule showed `choice` (null: found nothing to show) at `at`; its slots are not touched. */
export function afterChoice(
  state: ContentState,
  schedule: RotationSchedule,
  choice: Choice | null,
  at: Instant,
): ContentState {
  const moved: RotationSchedule = {
    ...schedule,
    slot_number: schedule.slot_number + 1,
    ...(choice && { current_index: choice.index, position_pending: false, last_rotation_at: at }),
  };
  const arContent = choice
    ? { active_video_id: choice.videoId, active_reason: 'rotation' as const, active_schedule_id: schedule.id }
    : {};
  return {
    ...state,
    arContent: { ...state.arContent, ...arContent },
    schedules: state.schedules.map((other) => (other.id === schedule.id ? moved : other)),
  };
}

function applySlot(state: ContentState, due: Due, live: Live | null): Applied {
  const schedule = state.schedules.find(({ id }) => id === due.subjectId);
  if (schedule === undefined) throw new Error(`Slot of an unknown schedule: ${due.subjectId}`);
  const next = { next_rotation_at: nextSlot(schedule, due.at), next_is_asked_for: false };
  const consumed = { ...schedule, last_slot_at: due.at, ...next };
  const choice = choiceAt(state, schedule, due.at, live);
  const note = choice === null ? 'no_showable_video' : choice.videoId === live?.video.id ? 'unchanged' : null;
  return { state: afterChoice(state, consumed, choice, due.at), note };
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

interface Applied {
  state: ContentState;
  note: Step['note'];
}

function apply(state: ContentState, due: Due, live: Live | null): Applied {
  switch (due.kind) {
    case 'expiry':
      return { state: applyExpiry(state, due), note: null };
    case 'window':
      return { state, note: null };
    case 'schedule':
      return applySlot(state, due, live);
  }
}

function earlier(a: Due | undefined, b: Due | undefined): Due | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return inOrder(a, b) < 0 ? a : b;
}

/** The state once every step up to `at` is applied. */
function settledAt(state: ContentState, at: Instant): ContentState {
  return { ...state, arContent: { ...state.arContent, settled_at: Math.max(at, state.arContent.settled_at) } };
}

/** A step raises the version, whether it changes the answer or not. */
function withNextVersion(state: ContentState): ContentState {
  return { ...state, arContent: { ...state.arContent, version: state.arContent.version + 1 } };
}

/** A step that a fold took, the state that it led to, and what is live then. */
export interface Taken {
  step: Step;
  state: ContentState;
  live: Live | null;
}

/**
 * The steps due up to and including `until`, in order, each with what it leads to. What is live changes at steps only, so
 * it is resolved once per step and carried on. A rule may give steps without end: whoever drives this stops when the
 * time is up, and may go on later where it stopped.
 */
export function* foldSteps(start: ContentState, until: Instant): Generator<Taken> {
  const settled = start.arContent.settled_at;
  const pending = edges(start).filter(({ at }) => at > settled && at <= until);
  let state = start;
  let live = liveAt(state, settled);
  for (let nextEdge = 0; ;) {
    const due = earlier(pending[nextEdge], nextDueSlot(state.schedules));
    if (due === undefined || due.at > until) return;
    if (due === pending[nextEdge]) nextEdge += 1;
    const applied = apply(state, due, live);
    const after = liveAt(applied.state, due.at);
    const step: Step = {
      ...due,
      fromVideoId: live?.video.id ?? null,
      toVideoId: after?.video.id ?? null,
      note: applied.note,
    };
    state = withNextVersion(settledAt(applied.state, due.at));
    live = after;
    yield { step, state, live };
  }
}

/**
 * The steps due up to and including `until`, applied in order: at one instant expiry, window, schedule, then id. Each
 * choice is made at its slot. Every step raises the content's `version` by one, so that the version is the same whether
 * a step was committed or only folded by a reader.
 * @param limit the fewest steps after which to stop, between two instants; `complete` is false when more are due.
 */
export function foldPlan(start: ContentState, until: Instant, limit = Number.POSITIVE_INFINITY): Fold {
  const steps: Step[] = [];
  let state = start;
  for (const taken of foldSteps(start, until)) {
    // Never within an instant: `settled_at` tells which instants are applied, not which steps.
    if (steps.length >= limit && taken.step.at > state.arContent.settled_at) return { state, steps, complete: false };
    steps.push(taken.step);
    state = taken.state;
  }
  return { state: settledAt(state, until), steps, complete: true };
}

/** The steps still to come after `state.arContent.settled_at`, in order; a rule may give them without end. */
export function* stepsAhead(state: ContentState): Generator<Step> {
  for (const { step } of foldSteps(state, Number.POSITIVE_INFINITY)) yield step;
}

/** The first window edge or expiry after `at`; null: none is left. */
export function nextEdge(state: ContentState, at: Instant): Instant | null {
  return edges(state).find((edge) => edge.at > at)?.at ?? null;
}
