import type { Reason } from './ar-content.js';
import type { Instant, Id } from './scalars.js';

/** Why a ledger row exists. */
export const CAUSES = [
  'schedule',
  'rotate_now',
  'manual',
  'window',
  'expiry',
  'removed',
  'override',
  'resume',
] as const;
export type Cause = (typeof CAUSES)[number];

/**
 * Why a slot changed nothing that is seen: none could be shown; it was live already; an override is seen; the override
 * holds the rotation; it was skipped.
 */
export const NOTES = ['no_showable_video', 'unchanged', 'overridden', 'held', 'skipped'] as const;
export type Note = (typeof NOTES)[number];

/** A ledger row (table `rotations`). Titles are those of the time; ids are plain: history outlives what it names. */
export interface Rotation {
  id: Id;
  company_id: Id;
  ar_content_id: Id;
  schedule_id: Id | null;
  from_video_id: Id | null;
  from_title: string | null;
  to_video_id: Id | null;
  to_title: string | null;
  /** The instant that the change was planned for. */
  due_at: Instant;
  /** The instant of the transaction that committed it. */
  applied_at: Instant;
  cause: Cause;
  /** Why a slot changed nothing that is seen. */
  note: Note | null;
  /** Why `to_video_id` is live; null: nothing is, or the row is older than this column. */
  reason: Reason | null;
  /** The override that is seen, for reason `override`. */
  override_id: Id | null;
  /** The schedule whose rotation set it, for reason `rotation`. */
  live_schedule_id: Id | null;
  /** What lies beneath it. */
  beneath_video_id: Id | null;
  /** Slots of a pause that were made up for, for cause `resume`. */
  slots: number | null;
  /** Who caused it: `workflow`, `api`, or `key:<id>`. */
  actor: string;
  workflow_run_id: string | null;
  request_id: string | null;
  created_at: Instant;
}

/** What a ledger row says is seen from `due_at` on. */
export type LedgerEntry = Pick<
  Rotation,
  'due_at' | 'applied_at' | 'to_video_id' | 'reason' | 'override_id' | 'live_schedule_id' | 'beneath_video_id'
>;
