import type { Instant, Id } from './scalars.js';

/** Why a video is the live one. */
export const REASONS = ['override', 'rotation', 'manual', 'window', 'default', 'fallback'] as const;
export type Reason = (typeof REASONS)[number];

export interface ArContent {
  id: Id;
  company_id: Id;
  project_id: Id | null;
  /** The public uuid that AR clients read by. */
  unique_id: string;
  title: string;
  active_video_id: Id | null;
  /** How active_video_id was set; null with it. */
  active_reason: 'rotation' | 'manual' | null;
  /** The schedule that set active_video_id, if one did. */
  active_schedule_id: Id | null;
  default_video_id: Id | null;
  video_rotation_enabled: boolean;
  is_active: boolean;
  expires_at: Instant | null;
  /** Grows by one with each step and each edit; readers see it. */
  version: number;
  /** Grows by one with each edit only: the ETag of the admin API. */
  revision: number;
  /** Every step up to and including this instant is committed. */
  settled_at: Instant;
  /** The first instant after that at which the content changes by itself; null: none is known. */
  next_step_at: Instant | null;
  /** When hours and days of its videos and overrides next change what it shows; null: they do not. See `nextHoursAt`. */
  next_hours_at: Instant | null;
  created_at: Instant;
  updated_at: Instant;
}
