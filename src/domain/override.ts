import type { KeepsHours } from './calendar/followed.js';
import type { Id, Instant } from './scalars.js';

/**
 * A video that takes the place of whatever an AR content shows, for a while, within hours and days if it keeps to some.
 * Below it, schedules go on.
 */
export interface Override extends KeepsHours {
  id: Id;
  ar_content_id: Id;
  video_id: Id;
  /** In effect from here on. */
  starts_at: Instant;
  /** No longer in effect from here on; null: until it is ended. */
  ends_at: Instant | null;
  /** Of several in effect the highest is seen; of equal ones the one that began last. */
  priority: number;
  /** Whether slots pass without a step while it is the one that is seen. */
  holds_rotation: boolean;
  note: string | null;
  /** The release that it belongs to, which alone changes it; null: none. */
  release_id: Id | null;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}
