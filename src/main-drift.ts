import { loadConfig } from './config/config.js';
import { DatabaseClock } from './db/clock.js';
import { openDatabase } from './db/database.js';
import { assertSchema } from './db/migrator.js';
import { applicationName } from './db/sessions.js';
import type { Drift, DriftProblem } from './domain/drift.js';
import { inOneLine } from './domain/errors.js';
import { DriftFinder } from './outbox/drift-finder.js';
import { openTemporalClient } from './temporal/client.js';
import { temporalSettings } from './temporal/settings.js';
import { createWorkflowControl } from './temporal/workflow-control.js';

/** How the process ends: all agrees, something differs, or it could not be told. */
const [AGREES, DIFFERS, UNKNOWN] = [0, 1, 2];

const IN_WORDS: Readonly<Record<DriftProblem, string>> = {
  no_workflow: 'has a row and no workflow',
  no_row: 'has a workflow and no row',
  overdue: 'is overdue by more than a minute',
  other_instant: 'waits for another instant than its row',
};

const instantWords = (at: number | null): string => (at === null ? 'nothing' : new Date(at).toISOString());

function words({ workflowId, problem, rowNextAt, workflowNextAt }: Drift): string {
  const instants = `: ${instantWords(workflowNextAt)} instead of ${instantWords(rowNextAt)}`;
  return `${workflowId} ${IN_WORDS[problem]}${problem === 'other_instant' ? instants : ''}\n`;
}

/**
 * Prints where rows and open workflows disagree, a line each, and how many there are. With `--heal`, workers are told to
 * mend it, as the periodic reconciler does. Without Temporal nothing can be told.
 */
async function main(heals: boolean): Promise<number> {
  const config = loadConfig(process.env);
  if (config.DATABASE_URL === undefined) throw new Error('DATABASE_URL is not set: whose rows are to be compared?');
  const db = openDatabase({ url: config.DATABASE_URL, poolSize: 2, applicationName: applicationName('drift') });
  const clock = new DatabaseClock();
  const settings = temporalSettings(config, process.env);
  const client = openTemporalClient(settings);
  let differences = 0;
  try {
    await assertSchema(db);
    await clock.start(db);
    const { openWorkflows } = createWorkflowControl(client, settings.taskQueue);
    const finder = new DriftFinder({ db, now: () => clock.now(), openWorkflows });
    for await (const { found } of finder.parts()) {
      differences += found.length;
      process.stdout.write(found.map(words).join(''));
      if (heals) await finder.mend(found);
    }
    process.stdout.write(`${differences} differences${heals ? ', being mended' : ''}\n`);
    return differences === 0 ? AGREES : DIFFERS;
  } finally {
    clock.stop();
    await client.connection.close();
    await db.destroy();
  }
}

async function run(): Promise<number> {
  try {
    return await main(process.argv.includes('--heal'));
  } catch (error) {
    process.stderr.write(`It cannot be told: ${inOneLine(error)}\n`);
    return UNKNOWN;
  }
}

process.exitCode = await run();
