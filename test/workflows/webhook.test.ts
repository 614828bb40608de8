import assert from 'node:assert/strict';
import type { PlanReport, PlanTask } from '../../src/activities/plan-report.js';
import type { SendReport } from '../../src/activities/send-webhooks.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.js';
import { createWorkflowControl, type WorkflowControl } from '../../src/temporal/workflow-control.js';
import { webhookStatusQuery } from '../../src/workflows/webhooks/messages.js';
import type { webhookWorkflow } from '../../src/workflows/workflows.js';
import { stubActivities } from '../support/activities.js';
import { eventually } from '../support/eventually.js';
import { startTestWorker, testSettings, unusedId, type TestWorker } from '../support/temporal.js';

const idle: SendReport = {
  status: 'active',
  words: '1 delivered, 0 failed',
  companyId: 2,
  waitMs: null,
  isAway: false,
};

/** Endpoints that are delivered to at once. */
const SLOTS = 4;

describe('the workflow of an endpoint', function () {
  this.timeout(60_000);
  /** How often each endpoint was delivered to, and what comes of it. */
  const looks = new Map<number, number>();
  const scripts = new Map<number, (look: number) => SendReport | Promise<SendReport>>();
  const carriedOut: (number | undefined)[] = [];
  let worker: TestWorker;
  let control: WorkflowControl;

  before(async function () {
    this.timeout(600_000);
    const settings = await testSettings();
    const sendDeliveries = async ({ webhookId }: { webhookId: number }): Promise<SendReport> => {
      const look = (looks.get(webhookId) ?? 0) + 1;
      looks.set(webhookId, look);
      return (await scripts.get(webhookId)?.(look)) ?? idle;
    };
    const carryOutPlan = async (task: PlanTask): Promise<PlanReport> => {
      carriedOut.push('scheduleId' in task ? task.scheduleId : undefined);
      return { status: 'gone' };
    };
    worker = await startTestWorker(stubActivities({ sendDeliveries, carryOutPlan }), settings, 1, SLOTS);
    control = createWorkflowControl(worker.client, settings.taskQueue);
  });
  after(() => worker.stop());

  const handleOf = (id: number) => worker.client.workflow.getHandle<typeof webhookWorkflow>(workflowId('webhook', id));
  const deliver = (id: number, op: 'poke' | 'cancel' = 'poke'): Promise<void> =>
    control.deliver({ workflow_id: workflowId('webhook', id), op });
  const eventuallyLooked = (id: number, times: number) => eventually(() => assert.equal(looks.get(id), times));

  it('looks once, waits, and looks again with each message', async () => {
    const id = unusedId();
    await deliver(id);
    await eventuallyLooked(id, 1);
    await eventually(async () => assert.equal((await handleOf(id).query(webhookStatusQuery)).step, 'waiting'));
    await deliver(id);
    await eventuallyLooked(id, 2);
    const description = await handleOf(id).describe();
    assert.equal(description.typedSearchAttributes.get(SEARCH_ATTRIBUTES.companyId), 2);
    assert.equal(description.status.name, 'RUNNING');
    await deliver(id, 'cancel');
    await assert.rejects(handleOf(id).result());
  });

  it('looks again when something is due again, and at once when something is due', async () => {
    const id = unusedId();
    scripts.set(id, (look) =>
      look < 3 ? { ...idle, waitMs: look === 1 ? 0 : 100 } : { status: 'gone', words: 'deleted' },
    );
    await deliver(id);
    assert.deepEqual(await handleOf(id).result(), { step: 'gone', words: 'deleted' });
    assert.equal(looks.get(id), 3);
  });

  it('ends when the endpoint is given up, and begins anew when it is enabled', async () => {
    const id = unusedId();
    const givenUp: SendReport = { status: 'failing', words: 'given up: The endpoint answered 410.' };
    scripts.set(id, (look) => (look === 1 ? givenUp : idle));
    await deliver(id);
    assert.equal((await handleOf(id).result()).step, 'failing');
    await deliver(id);
    await eventuallyLooked(id, 2);
  });

  it('looks again when it is enabled before its run has ended', async () => {
    const id = unusedId();
    scripts.set(id, async (look) => {
      if (look > 1) return { status: 'gone', words: 'deleted' };
      await deliver(id);
      return { status: 'failing', words: 'given up' };
    });
    await deliver(id);
    assert.equal((await handleOf(id).result()).step, 'gone');
    assert.equal(looks.get(id), 2);
  });

  it('leaves an endpoint alone that is away, whatever is told meanwhile', async () => {
    const id = unusedId();
    scripts.set(id, () => ({ ...idle, isAway: true, waitMs: 1 }));
    await deliver(id);
    await eventuallyLooked(id, 1);
    await deliver(id);
    const timers = async (): Promise<number> => {
      const { events } = await handleOf(id).fetchHistory();
      return events?.filter((event) => event.timerStartedEventAttributes).length ?? 0;
    };
    await eventually(async () => assert.equal(await timers(), 1));
    const { events } = await handleOf(id).fetchHistory();
    const timer = events?.find((event) => event.timerStartedEventAttributes)?.timerStartedEventAttributes;
    assert.equal(Number(timer?.startToFireTimeout?.seconds), 5);
    assert.equal(looks.get(id), 1);
  });

  it('costs no rotation anything while more endpoints hang than there are places', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const hanging = Array.from({ length: 3 * SLOTS }, unusedId);
    for (const id of hanging) {
      scripts.set(id, () => held.then(() => ({ status: 'gone', words: 'deleted' })));
      await deliver(id);
    }
    await eventually(() => assert.equal(hanging.filter((id) => looks.has(id)).length, SLOTS));
    const scheduleId = unusedId();
    const rotation = workflowId('schedule', scheduleId);
    await control.deliver({ workflow_id: rotation, op: 'poke' });
    await worker.client.workflow.getHandle(rotation).result();
    assert.deepEqual(carriedOut, [scheduleId]);
    release();
    for (const id of hanging) await handleOf(id).result();
  });

  it('asks again when the activity fails', async () => {
    const id = unusedId();
    scripts.set(id, (look) => {
      if (look === 1) throw new Error('Postgres is away');
      return { status: 'gone', words: 'deleted' };
    });
    await deliver(id);
    assert.equal((await handleOf(id).result()).step, 'gone');
  });
});
