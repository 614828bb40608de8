import type { Instant, Id } from './scalars.js';

export interface Project {
  id: Id;
  company_id: Id;
  name: string;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}
