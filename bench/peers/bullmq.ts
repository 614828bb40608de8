import { Queue } from 'bullmq';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { freePort } from '../../src/runtime/ports.js';
import type { Installation } from '../support/installation.js';
import { ofProgram } from '../support/programs.js';
import type { Peer } from './swaps.js';

/** What a crash of the machine may cost: up to a second of jobs, which is what Redis is used with. */
export const REDIS_DURABILITY = 'appendonly yes, appendfsync everysec';

/** Redis, if it is on PATH. */
export function findRedis(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders
    .map((folder) => join(folder, 'redis-server'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** BullMQ: delayed jobs, on a Redis of its own. */
export async function startBullMq(installation: Installation, redis: string): Promise<Peer> {
  const port = await freePort();
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', installation.dataDir];
  const durability = ['--save', '', '--appendonly', 'yes', '--appendfsync', 'everysec'];
  const server = await installation.startCommand('redis', redis, [...place, ...durability], 'Ready to accept');
  const program = await installation.startProgram(
    'bullmq',
    ofProgram('bullmq', installation.databaseUrl, String(port)),
  );
  const queue = new Queue('swap', { connection: { host: '127.0.0.1', port } });
  return {
    schedule: async (dues) => {
      for (const due of dues) await queue.add('swap', due, { delay: due.dueAt - Date.now() });
    },
    stop: async () => {
      await queue.close();
      await program.stop(5_000);
      await server.stop(5_000);
    },
  };
}
