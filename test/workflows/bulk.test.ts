import assert from 'node:assert/strict';
import type { BulkReport } from '../../src/activities/carry-out-bulk.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { createWorkflowControl, type WorkflowControl } from '../../src/temporal/workflow-control.js';
import { bulkStatusQuery } from '../../src/workflows/bulk/messages.js';
import type { bulkWorkflow } from '../../src/workflows/workflows.js';
import { stubActivities } from '../support/activities.js';
import { eventually } from '../support/eventually.js';
import { startTestWorker, testSettings, unusedId, type TestWorker } from '../support/temporal.js';

const underWay = (waitMs = 0): BulkReport => ({ status: 'under_way', words: '1 of 2', waitMs, companyId: 2 });
const done: BulkReport = { status: 'done', words: 'all of them', waitMs: 0, companyId: 2 };

describe('the workflow of a bulk', function () {
  this.timeout(60_000);
  const calls = new Map<number, number>();
  /** What its activity does, at the n-th call. */
  const scripts = new Map<number, (call: number) => BulkReport | Promise<BulkReport>>();
  let worker: TestWorker;
  let control: WorkflowControl;

  before(async function () {
    this.timeout(600_000);
    const settings = await testSettings();
    const carryOutBulk = async ({ bulkId }: { bulkId: number }): Promise<BulkReport> => {
      const call = (calls.get(bulkId) ?? 0) + 1;
      calls.set(bulkId, call);
      return (await scripts.get(bulkId)?.(call)) ?? done;
    };
    worker = await startTestWorker(stubActivities({ carryOutBulk }), settings);
    control = createWorkflowControl(worker.client, settings.taskQueue);
  });
  after(() => worker.stop());

  const handleOf = (id: number) => worker.client.workflow.getHandle<typeof bulkWorkflow>(workflowId('bulk', id));
  const poke = (id: number): Promise<void> => control.deliver({ workflow_id: workflowId('bulk', id), op: 'poke' });

  it('goes on until all is done, and waits for its turns', async () => {
    const id = unusedId();
    scripts.set(id, (call) => (call < 3 ? underWay(call === 2 ? 1_000 : 0) : done));
    await poke(id);
    assert.deepEqual(await handleOf(id).result(), { step: 'done', words: 'all of them' });
    assert.equal(calls.get(id), 3);
  });

  it('repeats what may succeed later', async () => {
    const id = unusedId();
    scripts.set(id, (call) => {
      if (call === 1) throw new Error('Postgres is away');
      return done;
    });
    await poke(id);
    assert.equal((await handleOf(id).result()).step, 'done');
  });

  it('is one workflow, however often it is started, and ends where the bulk was cancelled', async () => {
    const id = unusedId();
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    scripts.set(id, (call) => (call === 1 ? underWay() : held.then(() => ({ ...done, status: 'cancelled' }))));
    await poke(id);
    await eventually(() => assert.equal(calls.get(id), 2));
    await poke(id);
    assert.deepEqual(await handleOf(id).query(bulkStatusQuery), { step: 'under_way', words: '1 of 2' });
    goOn();
    assert.equal((await handleOf(id).result()).step, 'cancelled');
    assert.equal(calls.get(id), 2);
  });

  it('ends where its row is gone', async () => {
    const id = unusedId();
    scripts.set(id, () => ({ status: 'gone', words: 'it is not kept any more' }));
    await poke(id);
    assert.equal((await handleOf(id).result()).step, 'gone');
  });
});
