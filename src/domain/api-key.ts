import type { Instant, Id } from './scalars.js';

export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface ApiKey {
  id: Id;
  /** Null: valid for the whole installation. */
  company_id: Id | null;
  name: string;
  role: Role;
  expires_at: Instant | null;
  last_used_at: Instant | null;
  revoked_at: Instant | null;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}
