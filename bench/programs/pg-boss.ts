import pg from 'pg';
import PgBoss from 'pg-boss';
import { swap, type Due } from '../peers/swaps.js';

// pg-boss as it comes (it looks every 2 s), but with so many jobs a look that it keeps up: pg-boss <url of Postgres>.

const [, , connectionString = ''] = process.argv;
const pool = new pg.Pool({ connectionString, max: 10 });
const boss = new PgBoss({ connectionString, max: 10 });
await boss.start();
await boss.createQueue('swap');
await boss.work<Due>('swap', { batchSize: 200 }, async (jobs) => {
  await Promise.all(jobs.map(({ data }) => swap(pool, data)));
});
console.log('ready');
