import { existsSync, readFileSync } from 'node:fs';
import { Worker } from '@temporalio/worker';
import { loadConfig } from '../../src/config/config.js';
import { openTemporalClient } from '../../src/temporal/client.js';
import { temporalSettings } from '../../src/temporal/settings.js';
import { workflowSource } from '../../src/temporal/workflow-code.js';

/**
 * `npm run replay:debug -- rotation-schedule-7`: goes through that workflow's last run again, so that a debugger can stop
 * in it. The history comes from TEMPORAL_ADDRESS, else from the dev server of `npm start`; instead of an id, a file of
 * `test/replay/histories` may be given.
 */
const DEV_SERVER = '127.0.0.1:7233';

async function fetchHistory(workflowId: string): Promise<unknown> {
  const environment = { TEMPORAL_ADDRESS: DEV_SERVER, ...process.env };
  const client = openTemporalClient(temporalSettings(loadConfig(environment), environment));
  try {
    return await client.workflow.getHandle(workflowId).fetchHistory();
  } finally {
    await client.connection.close();
  }
}

const [, , subject = ''] = process.argv;
const recorded: { history?: unknown; workflowId?: string } = existsSync(subject)
  ? JSON.parse(readFileSync(subject, 'utf8'))
  : { workflowId: subject, history: await fetchHistory(subject) };
// The SDK replays in this very thread and without a limit of time, so that a debugger can stop in the workflow.
await Worker.runReplayHistory(workflowSource(), recorded.history, recorded.workflowId);
process.stdout.write('Replayed: the code does what the history says.\n');
