import type { Database, Queryable } from './database.js';

export type OutboxOp = 'poke' | 'cancel';

/** A message to a workflow that has not been delivered yet; one row a workflow. */
export interface OutboxRow {
  workflow_id: string;
  op: OutboxOp;
  version: number;
  attempts: number;
}

/** Enters messages, in the transaction of the change they tell of. A cancel is never turned back into a poke. */
export async function enqueue(queryable: Queryable, messages: ReadonlyMap<string, OutboxOp>): Promise<void> {
  if (messages.size === 0) return;
  // In one order everywhere, so that two transactions cannot wait for each other.
  const rows = [...messages].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([workflow_id, op]) => ({ workflow_id, op }));
  await queryable('workflow_outbox')
    .insert(rows)
    .onConflict('workflow_id')
    .merge({
      op: queryable.raw(`CASE WHEN workflow_outbox.op = 'cancel' THEN 'cancel' ELSE excluded.op END`),
      version: queryable.raw('workflow_outbox.version + 1'),
      attempts: 0,
      lease_until: null,
      next_attempt_at: queryable.raw('clock_timestamp()'),
      updated_at: queryable.raw('clock_timestamp()'),
    });
}

/**
 * Takes up to `limit` messages that are due and under no lease, and leases them. A relay that dies leaves its lease to
 * run out. `only` restricts it to some workflows, for delivery right after a commit.
 */
export async function lease(
  db: Database,
  { limit, leaseMs, only }: { limit: number; leaseMs: number; only?: readonly string[] },
): Promise<OutboxRow[]> {
  const { rows } = await db.raw<{ rows: OutboxRow[] }>(
    `UPDATE workflow_outbox SET lease_until = clock_timestamp() + ? * interval '1 ms', attempts = attempts + 1
     WHERE workflow_id IN (
       SELECT workflow_id FROM workflow_outbox
       WHERE next_attempt_at <= clock_timestamp() AND (lease_until IS NULL OR lease_until < clock_timestamp())
         ${only ? 'AND workflow_id = ANY (?)' : ''}
       ORDER BY next_attempt_at LIMIT ? FOR UPDATE SKIP LOCKED)
     RETURNING workflow_id, op, version, attempts`,
    only ? [leaseMs, [...only], limit] : [leaseMs, limit],
  );
  return rows;
}

/** Removes a delivered message, unless another one came meanwhile: then that one is due. */
export async function complete(db: Database, { workflow_id, version }: OutboxRow): Promise<void> {
  await db('workflow_outbox').where({ workflow_id, version }).del();
}

/** Puts a message off after a failed delivery. */
export async function postpone(db: Database, row: OutboxRow, delayMs: number, reason: string): Promise<void> {
  await db('workflow_outbox')
    .where({ workflow_id: row.workflow_id, version: row.version })
    .update({
      lease_until: null,
      next_attempt_at: db.raw(`clock_timestamp() + ? * interval '1 ms'`, [delayMs]),
      last_error: reason.slice(0, 500),
    });
}

/** How many messages wait, and the age of the oldest in seconds (0 when none waits). */
export async function outboxState(queryable: Queryable): Promise<{ waiting: number; oldestSeconds: number }> {
  const { rows } = await queryable.raw<{ rows: { waiting: number; oldest: number }[] }>(
    `SELECT count(*)::int AS waiting,
       coalesce(extract(epoch FROM clock_timestamp() - min(updated_at)), 0)::float8 AS oldest FROM workflow_outbox`,
  );
  return { waiting: rows[0]?.waiting ?? 0, oldestSeconds: rows[0]?.oldest ?? 0 };
}
