import assert from 'node:assert/strict';
import type { RolloutReport } from '../../src/activities/bring-contents-over.js';
import type { BulkReport } from '../../src/activities/carry-out-bulk.js';
import type { Id } from '../../src/domain/scalars.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { createWorkflowControl, type WorkflowControl } from '../../src/temporal/workflow-control.js';
import { bulkStatusQuery } from '../../src/workflows/bulk/messages.js';
import { rolloutStatusQuery } from '../../src/workflows/rollout/messages.js';
import type { bulkWorkflow, revisionRolloutWorkflow } from '../../src/workflows/workflows.js';
import { stubActivities } from '../support/activities.js';
import { eventually } from '../support/eventually.js';
import { startTestWorker, testSettings, unusedId, type TestWorker } from '../support/temporal.js';

const underWay = (waitMs = 0): RolloutReport => ({ status: 'under_way', words: '1 of 2', waitMs, companyId: 2 });
const done: RolloutReport = { status: 'done', words: 'all of them', waitMs: 0, companyId: 2 };
const gone: RolloutReport = { status: 'gone', words: 'it is not kept any more' };
const cancelled: BulkReport = { status: 'cancelled', words: 'no more', waitMs: 0, companyId: 2 };

/** What an activity says at its n-th call. */
type Script<T> = (call: number) => T | Promise<T>;

const KINDS = [
  { kind: 'bulk', statusQuery: bulkStatusQuery },
  { kind: 'rollout', statusQuery: rolloutStatusQuery },
] as const;

describe('the workflow of work that is done part by part', function () {
  this.timeout(60_000);
  const calls = new Map<Id, number>();
  const scripts = { bulk: new Map<Id, Script<BulkReport>>(), rollout: new Map<Id, Script<RolloutReport>>() };
  let worker: TestWorker;
  let control: WorkflowControl;

  function play<T>(script: Script<T> | undefined, id: Id): T | Promise<T> {
    const call = (calls.get(id) ?? 0) + 1;
    calls.set(id, call);
    assert.ok(script);
    return script(call);
  }

  before(async function () {
    this.timeout(600_000);
    const settings = await testSettings();
    const activities = stubActivities({
      carryOutBulk: async ({ bulkId }) => play(scripts.bulk.get(bulkId), bulkId),
      bringContentsOver: async ({ rolloutId }) => play(scripts.rollout.get(rolloutId), rolloutId),
    });
    worker = await startTestWorker(activities, settings);
    control = createWorkflowControl(worker.client, settings.taskQueue);
  });
  after(() => worker.stop());

  for (const { kind, statusQuery } of KINDS) {
    describe(`a ${kind}`, () => {
      const handleOf = (id: Id) =>
        worker.client.workflow.getHandle<typeof bulkWorkflow | typeof revisionRolloutWorkflow>(workflowId(kind, id));
      const poke = (id: Id): Promise<void> => control.deliver({ workflow_id: workflowId(kind, id), op: 'poke' });
      async function begin(script: Script<RolloutReport>): Promise<Id> {
        const id = unusedId();
        scripts[kind].set(id, script);
        await poke(id);
        return id;
      }

      it('goes on until all is done, and waits for its turns', async () => {
        const id = await begin((call) => (call < 3 ? underWay(call === 2 ? 1_000 : 0) : done));
        assert.deepEqual(await handleOf(id).result(), { step: 'done', words: 'all of them' });
        assert.equal(calls.get(id), 3);
      });

      it('repeats what may succeed later', async () => {
        const id = await begin((call) => {
          if (call === 1) throw new Error('Postgres is away');
          return done;
        });
        assert.equal((await handleOf(id).result()).step, 'done');
      });

      it('is one workflow, however often it is started, and ends where its row is gone', async () => {
        let goOn = (): void => undefined;
        const held = new Promise<void>((resolve) => (goOn = resolve));
        const id = await begin((call) => (call === 1 ? underWay() : held.then(() => gone)));
        await eventually(() => assert.equal(calls.get(id), 2));
        await poke(id);
        assert.deepEqual(await handleOf(id).query(statusQuery), { step: 'under_way', words: '1 of 2' });
        goOn();
        assert.equal((await handleOf(id).result()).step, 'gone');
        assert.equal(calls.get(id), 2);
      });
    });
  }

  it('ends where a bulk was cancelled', async () => {
    const id = unusedId();
    scripts.bulk.set(id, (call) => (call === 1 ? underWay() : cancelled));
    await control.deliver({ workflow_id: workflowId('bulk', id), op: 'poke' });
    assert.equal((await worker.client.workflow.getHandle(workflowId('bulk', id)).result()).step, 'cancelled');
  });
});
