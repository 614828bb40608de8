import type { KeepsHours } from './calendar/followed.js';
import type { TimingRule } from './recurrence/timing-rule.js';
import type { Instant, Id } from './scalars.js';

export const SELECTIONS = ['sequential', 'random', 'shuffle', 'weighted'] as const;
export type Selection = (typeof SELECTIONS)[number];

/**
 * What a selection keeps of its steps. It is bounded, depends on the steps alone, and is compared by value: readers fold
 * it as the rotation itself does.
 */
export interface SelectionMemory {
  /** Rounds that ended, of `shuffle`. */
  round: number;
  /** The positions that the round has shown. */
  taken: readonly number[];
  /** The videos that the schedule set, each once, the last one first: as many as `no_repeat_last` says. */
  recent: readonly Id[];
  /** What each position has to its credit, of `weighted`; empty: it begins. */
  credits: readonly number[];
}

/** What is done about slots that fell into a pause: nothing, one step for all of them, or a step for each. */
export const MISSED = ['none', 'once', 'all'] as const;
export type Missed = (typeof MISSED)[number];

/** Why a schedule is inactive. */
export const INACTIVE_REASONS = ['sequence_empty', 'paused', 'no_slot'] as const;
export type InactiveReason = (typeof INACTIVE_REASONS)[number];

/** A rule that says when the next video takes over; its slots keep to hours and days, if it names some. */
export interface RotationSchedule extends TimingRule, KeepsHours {
  id: Id;
  ar_content_id: Id;
  selection: Selection;
  /** How often each position of the sequence is shown, in proportion; of `weighted`. */
  weights: readonly number[] | null;
  /** How many different videos this schedule shows before one comes again, as far as others can be shown. */
  no_repeat_last: number;
  /** Null: there is nothing to remember. */
  selection_memory: SelectionMemory | null;
  video_sequence: Id[];
  /** The position that shows now. */
  current_index: number;
  /** The next step shows `video_sequence[current_index]` itself. */
  position_pending: boolean;
  /** Whether `dst_overlap` is what somebody said, or follows from the rule. */
  dst_overlap_given: boolean;
  is_active: boolean;
  /** Why the schedule is inactive; null: it is not, or nobody said. `no_slot`: its hours and days were changed. */
  inactive_reason: InactiveReason | null;
  /** Since when, and by whom, it is paused. */
  paused_at: Instant | null;
  paused_by: string | null;
  pause_note: string | null;
  /** When it goes on by itself; null: when somebody says so. */
  resume_at: Instant | null;
  /** What is done about slots that fell into the pause. */
  resume_missed: Missed;
  /** Slots that are to pass without a step, as far as they are not over; in order. */
  skips: readonly Instant[];
  /** The last step, by slot or by rotate-now, that found a video to show. */
  last_rotation_at: Instant | null;
  /** The last slot carried out; slots strictly increase. */
  last_slot_at: Instant | null;
  /** Steps carried out so far; the random choice depends on it. */
  slot_number: number;
  next_rotation_at: Instant | null;
  next_video_id: Id | null;
  /** Whether somebody asked for the instant of the next slot, instead of the rule. */
  next_is_asked_for: boolean;
  random_seed: number;
  /** Slots and ends of pauses that were carried out late (`LATE_MS`), and by how much at worst. */
  late_count: number;
  worst_lateness_ms: number;
  /** How often they could not be carried out at a try, and why at the last one. */
  failed_count: number;
  last_error: string | null;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}
