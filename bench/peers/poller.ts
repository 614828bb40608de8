import type { Installation } from '../support/installation.js';
import { ofProgram } from '../support/programs.js';
import type { Peer } from './swaps.js';

/** The earlier system looked every 5 minutes; this one looks as many times as often. */
export const POLLER_SCALE = 100;
export const POLLER_EVERY_MS = 300_000 / POLLER_SCALE;

/** What the earlier system did: looks for due schedules every so often, and carries out those that it finds. */
export async function startPoller(installation: Installation): Promise<Peer> {
  const { db, databaseUrl } = installation;
  await db.raw(`
    DROP TABLE IF EXISTS bench_poller;
    CREATE TABLE bench_poller (key bigint PRIMARY KEY, due_at timestamptz(3) NOT NULL);
    CREATE INDEX ON bench_poller (due_at);
  `);
  const program = await installation.startProgram('poller', ofProgram('poller', databaseUrl, String(POLLER_EVERY_MS)));
  return {
    schedule: async (dues) => {
      const [keys, instants] = [dues.map(({ key }) => key), dues.map(({ dueAt }) => dueAt)];
      await db.raw(
        `INSERT INTO bench_poller SELECT key, to_timestamp(ms / 1000.0) FROM unnest(?::bigint[], ?::float8[]) AS due (key, ms)`,
        [keys, instants],
      );
    },
    stop: async () => void (await program.stop(5_000)),
  };
}
