import { nextOfSchedule } from '../domain/plan/due.js';
import { nextEdge } from '../domain/plan/next-step.js';
import { isContentOpen, liveAt } from '../domain/plan/live.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import type { Id, Instant } from '../domain/scalars.js';
import { scheduleWords } from '../domain/words/schedule-words.js';
import { contentInWords, instantInWords, videoInWords } from './words.js';

/** Whose instants a workflow waits for: a schedule's slots, or the window edges and expiries of a content. */
export type PlanSubject = { scheduleId: Id } | { arContentId: Id };

/** What `carryOutPlan` is asked; `dueAt` (ISO 8601): the instant that the workflow woke up for, shortly before it. */
export type PlanTask = PlanSubject & { dueAt?: string | null };

/** What a workflow has to know of its plan: how long to sleep, and what to show. All words are made here. */
export interface Plan {
  status: 'running' | 'paused' | 'ended';
  /** How long to sleep before looking again; null: until told. */
  sleepMs: number | null;
  /** ISO 8601. */
  nextRotationAt: string | null;
  details: string;
  timerSummary: string;
  attributes: { arContentId: Id; companyId: Id; scheduleId: Id | null; rotationType: string | null };
}

/** `gone`: there is no such row any more. */
export type PlanReport = Plan | { status: 'gone' };

/** An instant at most this far away is waited for in the activity. */
export const WAIT_MAX_MS = 3_000;
/**
 * Workflows wake up this much early, and the activity waits for the rest on Postgres's clock: so the commit does not
 * come late by what it takes to wake a workflow, or hundreds of them, and an early timer does no harm.
 */
const WAKE_EARLY_MS = 2_500;
/** A shorter sleep is left out: the server's timers are no finer than a second. */
const SLEEP_MIN_MS = 500;

/** A plan before it is put in words. */
interface Outline {
  status: Plan['status'];
  next: Instant | null;
  /** What happens then, or why nothing will. */
  words: string;
}

function whyPaused({ arContent }: ContentState, schedule: RotationSchedule): string | null {
  if (schedule.inactive_reason === 'sequence_empty') return 'the sequence of the schedule has become empty';
  if (schedule.inactive_reason === 'paused') {
    return `by ${schedule.paused_by}${schedule.pause_note === null ? '' : ` (${schedule.pause_note})`}`;
  }
  if (!schedule.is_active) return 'the schedule is inactive';
  if (!arContent.video_rotation_enabled) return 'rotation of the AR content is switched off';
  return arContent.is_active ? null : 'the AR content is inactive';
}

/** A pause that ends by itself is waited for. */
function outlinePause({ resume_at: next, time_zone }: RotationSchedule, why: string): Outline {
  const end = next === null ? '' : `, until ${instantInWords(next, time_zone)}`;
  return { status: 'paused', next, words: `paused: ${why}${end}` };
}

function outlineSchedule(state: ContentState, schedule: RotationSchedule): Outline {
  const { next_rotation_at: next, next_video_id: videoId } = schedule;
  if (schedule.inactive_reason === 'no_slot') {
    return { status: 'ended', next: null, words: 'ended: its hours and days were changed, and leave no slot' };
  }
  const paused = whyPaused(state, schedule);
  if (paused !== null) return outlinePause(schedule, paused);
  if (next === null) {
    const open = isContentOpen(state, state.arContent.settled_at);
    return { status: 'ended', next, words: open ? 'ended: no slot is left' : 'ended: the AR content has expired' };
  }
  const video = videoId === null ? 'nothing that can be shown' : videoInWords(state, videoId);
  return { status: 'running', next, words: `next: ${video} at ${instantInWords(next, schedule.time_zone)}` };
}

function outlineWindows(state: ContentState): Outline {
  const next = nextEdge(state, state.arContent.settled_at);
  if (next === null) return { status: 'ended', next, words: 'ended: no edge or expiry is left' };
  return { status: 'running', next, words: `next: edge or expiry at ${instantInWords(next, 'UTC')}` };
}

/** The schedule that a subject names, in the state of its content. */
const scheduleOf = (state: ContentState, subject: PlanSubject): RotationSchedule | undefined =>
  'scheduleId' in subject ? state.schedules.find(({ id }) => id === subject.scheduleId) : undefined;

/** The subject's next instant in a settled state; null: it has none. */
export function nextInstant(state: ContentState, subject: PlanSubject): Instant | null {
  if ('arContentId' in subject) return nextEdge(state, state.arContent.settled_at);
  const schedule = scheduleOf(state, subject);
  return schedule ? nextOfSchedule(schedule) : null;
}

/**
 * How long the workflow sleeps before an instant, and for a rest at least; 0: not at all, as the activity itself is to
 * wait for the instant.
 */
function sleepBefore(next: Instant, now: Instant, restMs: number): number {
  const sleepMs = Math.max(next - now - WAKE_EARLY_MS, restMs);
  return sleepMs < SLEEP_MIN_MS ? 0 : sleepMs;
}

/**
 * What a settled state says about a subject.
 * @param now the instant from which the sleep counts.
 * @param restMs how long the workflow sleeps at least, in milliseconds, even if something is due before.
 */
export function reportPlan(state: ContentState, subject: PlanSubject, now: Instant, restMs: number): PlanReport {
  const schedule = scheduleOf(state, subject);
  if ('scheduleId' in subject && schedule === undefined) return { status: 'gone' };
  const { status, next, words } = schedule ? outlineSchedule(state, schedule) : outlineWindows(state);
  const rule = schedule ? [scheduleWords(schedule, 'en')] : [];
  const live = liveAt(state, state.arContent.settled_at);
  const showing = live === null ? 'nothing' : `${videoInWords(state, live.video.id)} (${live.reason})`;
  return {
    status,
    sleepMs: next === null ? null : sleepBefore(next, now, restMs),
    nextRotationAt: next === null ? null : new Date(next).toISOString(),
    details: [words, ...rule, `${contentInWords(state)} shows ${showing}`].join('\n\n'),
    timerSummary: words,
    attributes: {
      arContentId: state.arContent.id,
      companyId: state.arContent.company_id,
      scheduleId: schedule?.id ?? null,
      rotationType: schedule?.rotation_type ?? null,
    },
  };
}
