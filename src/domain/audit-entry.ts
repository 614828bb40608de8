import type { Id, Instant } from './scalars.js';

/** What the audit log tells of one admin write. */
export interface AuditRow {
  id: Id;
  /** Whose thing it was; null: the installation's. */
  company_id: Id | null;
  actor: string;
  /** What the person or the key behind the actor is called now; null: unknown, or not for the reader to know. */
  actor_name: string | null;
  /** `<noun>.<verb>`, such as `schedule.update`. */
  action: string;
  /** `<noun>:<id>`. */
  subject: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  request_id: string | null;
  created_at: Instant;
  address: string | null;
}

const SECRET = /secret|token|password|credential|_hash$/;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A row without what nobody may read later, by the names of its fields, also of those within others. */
export function withoutSecrets(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(row).filter(([name]) => !SECRET.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, isObject(value) ? withoutSecrets(value) : value]));
}
