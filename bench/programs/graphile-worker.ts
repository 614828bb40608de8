import { run } from 'graphile-worker';
import pg from 'pg';
import { swap, type Due } from '../peers/swaps.js';

// graphile-worker as it comes (it looks for future jobs every 2 s): graphile-worker <url of Postgres>.

const [, , connectionString = ''] = process.argv;
const pool = new pg.Pool({ connectionString, max: 10 });
await run({
  connectionString,
  concurrency: 10,
  taskList: { swap: (payload) => swap(pool, payload as Due) },
});
console.log('ready');
