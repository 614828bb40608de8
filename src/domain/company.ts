import type { Instant, Id } from './scalars.js';

export interface Company {
  id: Id;
  name: string;
  time_zone: string;
  storage_connection_id: Id | null;
  /** The most bytes of all its videos together; null: no limit. */
  max_storage_bytes: number | null;
  /** It is there to look around in, and deleted with its AR contents. */
  is_demo: boolean;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}
