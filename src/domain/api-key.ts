import type { Instant, Id } from './scalars.js';

export const ROLES = ['viewer', 'editor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface ApiKey {
  id: Id;
  /** Null: valid for the whole installation. */
  company_id: Id | null;
  name: string;
  role: Role;
  /** Of a person: nobody has its secret, and it is used through sessions alone. */
  is_person: boolean;
  /** Until when its link signs in; null: it has none. */
  link_expires_at: Instant | null;
  expires_at: Instant | null;
  last_used_at: Instant | null;
  revoked_at: Instant | null;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}
