import { setTimeout as delay } from 'node:timers/promises';
import type { Installation } from '../support/installation.js';
import { PostgresTime } from '../support/postgres-time.js';
import { readSwaps, preparePeers, type Due } from './swaps.js';
import { POLLER_EVERY_MS, POLLER_SCALE, startPoller } from './poller.js';

/** How late readers see the switches of a poller, in ms at its true period: they see what is committed. */
export async function pollerVisibleLateness(installation: Installation, count: number): Promise<number[]> {
  await preparePeers(installation.db);
  const time = await PostgresTime.sample(installation.db);
  const first = Math.ceil(time.now()) + 1_000;
  const dues: Due[] = Array.from({ length: count }, (_, key) => ({ key, dueAt: first + key * 50 }));
  const poller = await startPoller(installation);
  await poller.schedule(dues);
  await delay(1_000 + count * 50 + POLLER_EVERY_MS + 1_000);
  await poller.stop();
  return (await readSwaps(installation.db)).map(({ dueAt, committedAt }) => (committedAt - dueAt) * POLLER_SCALE);
}
