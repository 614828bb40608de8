import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { BARE_TASK_QUEUE } from '../peers/bare-loop.js';
import { RATE_FROM } from '../support/herd.js';

// A worker of the bare loop, which tells when so many activities had run: bare-loop <address of Temporal> <how many>.

const [, , address = '', count = ''] = process.argv;
let done = 0;
let quarterAt = 0;
const nothing = async (): Promise<void> => {
  done += 1;
  if (done === Math.ceil(Number(count) * RATE_FROM)) quarterAt = Date.now();
  if (done === Number(count)) console.log(JSON.stringify({ message: { quarterAt, lastAt: Date.now() } }));
};
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  taskQueue: BARE_TASK_QUEUE,
  activities: { nothing },
  workflowsPath: fileURLToPath(new URL('../workflows/bare-loop.ts', import.meta.url)),
  // Like ours, so that it is the loop that is compared.
  maxCachedWorkflows: 1_000,
});
console.log('ready');
await worker.run();
