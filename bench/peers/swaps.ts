import type { Pool } from 'pg';
import type { Database } from '../../src/db/database.js';
import type { Instant } from '../../src/domain/scalars.js';

/** A rotation that is to happen. */
export interface Due {
  key: number;
  dueAt: Instant;
}

/** A rotation that happened. `committedAt` has fractions of a millisecond. */
export interface Swap extends Due {
  committedAt: number;
}

/** A peer at work. */
export interface Peer {
  schedule(dues: readonly Due[]): Promise<void>;
  stop(): Promise<void>;
}

/** Makes what the peers' rotations write, anew: a pointer for each content, and a ledger. */
export async function preparePeers(db: Database): Promise<void> {
  await db.raw(`
    DROP TABLE IF EXISTS bench_contents, bench_ledger;
    CREATE TABLE bench_contents (key bigint PRIMARY KEY, active integer NOT NULL DEFAULT 0);
    CREATE TABLE bench_ledger (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key bigint NOT NULL, due_at timestamptz(3) NOT NULL
    );
    INSERT INTO bench_contents (key) SELECT generate_series(0, 99999);
  `);
}

/** The work of a peer's job: what a rotation is at the least, in one transaction. */
export async function swap(pool: Pool, { key, dueAt }: Due): Promise<void> {
  await pool.query(
    `WITH swapped AS (UPDATE bench_contents SET active = active + 1 WHERE key = $1 RETURNING key)
     INSERT INTO bench_ledger (key, due_at) SELECT key, to_timestamp($2 / 1000.0) FROM swapped`,
    [key, dueAt],
  );
}

/** The peers' ledger, with the instants that Postgres gave the commits. */
export const readSwaps = (db: Database): Promise<Swap[]> => readLedger(db, 'bench_ledger', 'key', 'true');

/** Our own, of slots from an instant on. */
export const readOurSwaps = (db: Database, from: Instant = 0): Promise<Swap[]> =>
  readLedger(db, 'rotations', 'schedule_id', `cause = 'schedule' AND due_at >= to_timestamp(${from / 1_000})`);

async function readLedger(db: Database, table: string, key: string, where: string): Promise<Swap[]> {
  const { rows } = await db.raw<{ rows: { key: number; due_at: number; committed_at: number }[] }>(
    `SELECT ${key} AS key, due_at, (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)::float8 AS committed_at
     FROM ${table} WHERE ${where} ORDER BY id`,
  );
  return rows.map(({ key, due_at, committed_at }) => ({ key, dueAt: due_at, committedAt: committed_at }));
}

/** What must not happen: a rotation before its instant, none for a slot, two for one. */
export function faultsOf(dues: readonly Due[], swaps: readonly Swap[]): Record<'early' | 'lost' | 'double', number> {
  const counts = new Map<string, number>();
  for (const { key, dueAt } of swaps) {
    const slot = `${key}@${dueAt}`;
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  return {
    early: swaps.filter(({ dueAt, committedAt }) => committedAt < dueAt).length,
    lost: dues.filter(({ key, dueAt }) => !counts.has(`${key}@${dueAt}`)).length,
    double: [...counts.values()].filter((count) => count > 1).length,
  };
}
