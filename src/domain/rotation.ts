import type { Instant, Id } from './scalars.js';

/** Why a ledger row exists. */
export const CAUSES = ['schedule', 'rotate_now', 'manual', 'window', 'expiry', 'removed'] as const;
export type Cause = (typeof CAUSES)[number];

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
  /** Why a slot changed nothing. */
  note: 'no_showable_video' | 'unchanged' | null;
  /** Who caused it: `workflow`, `api`, or `key:<id>`. */
  actor: string;
  workflow_run_id: string | null;
  request_id: string | null;
  created_at: Instant;
}
