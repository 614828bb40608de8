import { Worker } from 'bullmq';
import pg from 'pg';
import { swap, type Due } from '../peers/swaps.js';

// BullMQ's worker: bullmq <url of Postgres> <port of Redis>.

const [, , connectionString = '', port = ''] = process.argv;
const pool = new pg.Pool({ connectionString, max: 10 });
const worker = new Worker<Due>('swap', ({ data }) => swap(pool, data), {
  connection: { host: '127.0.0.1', port: Number(port) },
  concurrency: 10,
});
await worker.waitUntilReady();
console.log('ready');
