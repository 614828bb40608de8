import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { swap } from '../peers/swaps.js';

// Looks for due schedules every so often and carries out those that it finds, one after the other, as the earlier system
// did: poller <url of Postgres> <ms between two looks>.

const [, , connectionString = '', everyMs = ''] = process.argv;
const pool = new pg.Pool({ connectionString, max: 5 });
process.once('SIGTERM', () => process.exit(0));
console.log('ready');
for (;;) {
  const { rows } = await pool.query<{ key: string; due_at: Date }>(
    `DELETE FROM bench_poller WHERE due_at <= clock_timestamp() RETURNING key, due_at`,
  );
  for (const { key, due_at } of rows) await swap(pool, { key: Number(key), dueAt: due_at.getTime() });
  await delay(Number(everyMs));
}
