import type { Override } from '../override.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Id, Instant } from '../scalars.js';
import type { Video } from '../video.js';
import type { ContentState } from './content-state.js';

/** What changes a content by itself, at one instant in this order. */
const STEP_KINDS = ['expiry', 'window', 'override', 'resume', 'schedule'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** A step that is going to happen, not yet applied. */
export interface Due {
  kind: StepKind;
  at: Instant;
  /** The schedule, video or override; null for the expiry of the content itself. */
  subjectId: Id | null;
}

const rankOf = ({ kind }: Due): number => STEP_KINDS.indexOf(kind);

const idOf = ({ subjectId }: Due): number => subjectId ?? 0;

/** By instant; at one instant by kind, then by id. */
const inOrder = (a: Due, b: Due): number => a.at - b.at || rankOf(a) - rankOf(b) || idOf(a) - idOf(b);

const dues = (subjectId: Id, edges: readonly [StepKind, Instant | null][]): Due[] =>
  edges.flatMap(([kind, at]) => (at === null ? [] : [{ kind, at, subjectId }]));

/** The edges of a video: its window's start and end, and its expiry. */
const edgesOfVideo = ({ id, schedule_start, schedule_end, expires_at }: Video): Due[] =>
  dues(id, [
    ['window', schedule_start],
    ['window', schedule_end],
    ['expiry', expires_at],
  ]);

const edgesOfOverride = ({ id, starts_at, ends_at }: Override): Due[] =>
  dues(id, [
    ['override', starts_at],
    ['override', ends_at],
  ]);

/** Every edge and expiry of a content that comes once, in order; they change by edits only. */
export function edges({ arContent, videos, overrides }: ContentState): Due[] {
  const all = [...videos.flatMap(edgesOfVideo), ...overrides.flatMap(edgesOfOverride)];
  if (arContent.expires_at !== null) all.push({ kind: 'expiry', at: arContent.expires_at, subjectId: null });
  return all.toSorted(inOrder);
}

/** The first of those edges after `at`; infinite: none is left. */
export const nextFixedEdge = (state: ContentState, at: Instant): Instant =>
  edges(state).find((edge) => edge.at > at)?.at ?? Number.POSITIVE_INFINITY;

/** The next of two steps. */
export function earlier(a: Due | undefined, b: Due | undefined): Due | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return inOrder(a, b) < 0 ? a : b;
}

/** When a schedule does something next: its slot, or the end of its pause. */
export const nextOfSchedule = ({ next_rotation_at, resume_at }: RotationSchedule): Instant | null =>
  next_rotation_at ?? resume_at;

/** The next slot or end of a pause among schedules. */
export function nextDueOfSchedules(schedules: readonly RotationSchedule[]): Due | undefined {
  let first: Due | undefined;
  for (const schedule of schedules) {
    const at = nextOfSchedule(schedule);
    if (at === null) continue;
    const kind = schedule.next_rotation_at === null ? 'resume' : 'schedule';
    first = earlier({ kind, at, subjectId: schedule.id }, first);
  }
  return first;
}
