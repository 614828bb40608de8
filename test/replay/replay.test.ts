import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { workflowBundle } from '../support/temporal.js';

/** A history as `record-histories.ts` writes it. */
interface Recorded {
  file: string;
  workflowId: string;
  history: { events: Record<string, unknown>[] };
}

const HISTORIES = join(import.meta.dirname, 'histories');

function readHistories(): Recorded[] {
  const files = readdirSync(HISTORIES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.toSorted().map((file) => ({ file, ...JSON.parse(readFileSync(join(HISTORIES, file), 'utf8')) }));
}

describe('recorded histories', function () {
  this.timeout(60_000);

  /** Replays a history with the code as it is; the error says where the code would act differently. */
  async function replay({ workflowId, history }: Pick<Recorded, 'workflowId' | 'history'>): Promise<void> {
    await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, workflowId);
  }

  it('are there for every way that a workflow goes', () => {
    const names = new Set(readHistories().map(({ file }) => file.replace(/^[^/]*\/(.*)\.json$/, '$1')));
    const expected = ['several-rotations', 'signal-in-mid-timer', 'pause-and-resume', 'cancelled', 'continued-as-new'];
    for (const name of [
      ...expected,
      'activity-failure',
      'windows',
      'rotate-now',
      'operator-requests',
      'video-ready',
      'video-failed',
      'video-cancelled',
      'webhook',
      'move-done',
      'move-failed',
      'move-tried-again',
      'move-cancelled',
      'move-continued-as-new-second-run',
      'rollout-done',
      'rollout-waits',
      'rollout-gone',
      'rollout-continued-as-new-second-run',
      'release-over',
      'release-cancelled',
      'release-gone',
      'release-continued-as-new-second-run',
      'bulk-done',
      'bulk-cancelled',
      'bulk-gone',
      'bulk-continued-as-new-second-run',
    ])
      assert.ok(names.has(name), name);
  });

  for (const recorded of readHistories()) {
    it(`replays ${recorded.file}`, () => replay(recorded));
  }

  it('are found out when the code would act differently', async () => {
    const recorded = readHistories().find(({ file }) => file.endsWith('/several-rotations.json'));
    assert.ok(recorded);
    const changed = JSON.stringify(recorded.history).replaceAll('"carryOutPlan"', '"carryOutAnotherPlan"');
    await assert.rejects(replay({ ...recorded, history: JSON.parse(changed) }), { name: 'DeterminismViolationError' });
  });
});
