import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { Client } from '@temporalio/client';
import { WORKFLOW_KINDS, workflowId, type WorkflowKind } from '../../src/domain/workflow-kinds.js';
import { isTemporalReachable, openTemporalClient } from '../../src/temporal/client.js';
import { createWorkflowControl, type WorkflowControl } from '../../src/temporal/workflow-control.js';
import { registerSearchAttributes } from '../../src/temporal/search-attributes.js';
import { startPeriodicWork } from '../../src/temporal/periodic-schedules.js';
import type { TemporalSettings } from '../../src/temporal/settings.js';
import { WORKFLOW_STARTS } from '../../src/temporal/workflow-starts.js';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.js';
import * as workflows from '../../src/workflows/workflows.js';
import { eventually } from '../support/eventually.js';
import { testSettings, unusedId } from '../support/temporal.js';

/** A port where something listens that is no Temporal and never answers. */
async function deafServer(): Promise<{ address: string; close: () => void }> {
  const server = createServer();
  const sockets = new Set<{ destroy: () => void }>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' ? bound?.port : undefined;
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { address: `127.0.0.1:${port}`, close };
}

describe('workflow control', function () {
  this.timeout(30_000);
  let settings: TemporalSettings;
  let client: Client;
  let control: WorkflowControl;

  before(async function () {
    this.timeout(600_000);
    settings = await testSettings();
    client = openTemporalClient(settings);
    control = createWorkflowControl(client, settings.taskQueue);
  });
  after(() => client.connection.close());

  const open = async (): Promise<string[]> => {
    const ids: string[] = [];
    for await (const { workflowId: id } of control.openWorkflows.list()) ids.push(id);
    return ids;
  };

  /** What a poke of each kind starts, and what it tells the workflow by name. */
  const POKES: Record<WorkflowKind, { type: string; tells: string | null }> = {
    schedule: { type: 'rotationScheduleWorkflow', tells: 'scheduleChanged' },
    windows: { type: 'contentWindowsWorkflow', tells: 'scheduleChanged' },
    processing: { type: 'videoProcessingWorkflow', tells: null },
    move: { type: 'storageMoveWorkflow', tells: 'moveChanged' },
    webhook: { type: 'webhookWorkflow', tells: 'webhookChanged' },
    rollout: { type: 'revisionRolloutWorkflow', tells: null },
    release: { type: 'releaseWorkflow', tells: 'releaseChanged' },
    bulk: { type: 'bulkWorkflow', tells: null },
  };

  for (const { kind } of WORKFLOW_KINDS) {
    it(`starts a workflow of kind ${kind} with the first poke, and tells the same one with the next`, async () => {
      const { type, tells } = POKES[kind];
      const workflow_id = workflowId(kind, unusedId());
      await control.deliver({ workflow_id, op: 'poke' });
      const handle = client.workflow.getHandle(workflow_id);
      const first = await handle.describe();
      await control.deliver({ workflow_id, op: 'poke' });
      const description = await handle.describe();
      assert.deepEqual([description.type, description.status.name], [type, 'RUNNING']);
      assert.equal(description.runId, first.runId);
      assert.match((await description.staticSummary()) ?? '', /\d$/);
      const { events } = await handle.fetchHistory();
      const signals = events?.flatMap((event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? []);
      assert.deepEqual(signals, tells === null ? [] : [tells, tells]);
      await handle.terminate();
    });
  }

  it('lets operators find a schedule and a content’s windows by their ids', async () => {
    const id = unusedId();
    for (const [kind, key] of [
      ['schedule', SEARCH_ATTRIBUTES.scheduleId],
      ['windows', SEARCH_ATTRIBUTES.arContentId],
    ] as const) {
      await control.deliver({ workflow_id: workflowId(kind, id), op: 'poke' });
      const handle = client.workflow.getHandle(workflowId(kind, id));
      assert.equal((await handle.describe()).typedSearchAttributes.get(key), id);
      await handle.terminate();
    }
  });

  it('has a kind for every workflow but the periodic ones', () => {
    const started = Object.values(WORKFLOW_STARTS).map(({ type }) => type);
    const periodic = ['reconcileWorkflow', 'cleanUpWorkflow'];
    assert.deepEqual([...started, ...periodic].toSorted(), Object.keys(workflows).toSorted());
  });

  it('starts a workflow again that was terminated', async () => {
    const workflow_id = workflowId('schedule', unusedId());
    await control.deliver({ workflow_id, op: 'poke' });
    const handle = client.workflow.getHandle(workflow_id);
    const { runId } = await handle.describe();
    await handle.terminate();
    await control.deliver({ workflow_id, op: 'poke' });
    const again = await handle.describe();
    assert.notEqual(again.runId, runId);
    assert.equal(again.status.name, 'RUNNING');
    await handle.terminate();
  });

  it('takes it for done when there is nothing to cancel', async () => {
    const workflow_id = workflowId('schedule', unusedId());
    await control.deliver({ workflow_id, op: 'cancel' });
    await control.deliver({ workflow_id, op: 'poke' });
    await client.workflow.getHandle(workflow_id).terminate();
    await control.deliver({ workflow_id, op: 'cancel' });
  });

  it('lists the open workflows of its task queue', async () => {
    const ids = WORKFLOW_KINDS.map(({ kind }) => workflowId(kind, unusedId())).toSorted();
    for (const workflow_id of ids) await control.deliver({ workflow_id, op: 'poke' });
    await eventually(async () => assert.deepEqual((await open()).toSorted(), ids));
    for (const id of ids) await client.workflow.getHandle(id).terminate();
    await eventually(async () => assert.deepEqual(await open(), []));
  });

  it('refuses what is no workflow of ours', async () => {
    await assert.rejects(control.deliver({ workflow_id: 'payroll-1', op: 'cancel' }), /Not a workflow of this service/);
  });

  it('registers search attributes, again and again', async () => {
    await registerSearchAttributes(client);
    await registerSearchAttributes(client);
  });

  it('registers what is missing, in a namespace that knows none', async () => {
    const namespace = `test-${unusedId()}`;
    await client.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    const other = openTemporalClient({ ...settings, namespace });
    try {
      const { customAttributes } = await eventually(async () => {
        await registerSearchAttributes(other);
        return other.connection.operatorService.listSearchAttributes({ namespace });
      }, 25_000);
      for (const { name } of Object.values(SEARCH_ATTRIBUTES)) assert.ok(name in customAttributes, name);
    } finally {
      await other.connection.close();
    }
  });

  it('sets up periodic work once, and changes it when its interval changes', async () => {
    const { taskQueue } = settings;
    const work = { taskQueue, reconcileEveryMs: 300_000, cleanUpEveryMs: 900_000 };
    await startPeriodicWork(client, work);
    await client.schedule.getHandle(`${taskQueue}-clean-up`).pause('while we look');
    await startPeriodicWork(client, { ...work, cleanUpEveryMs: 60_000 });
    const description = await client.schedule.getHandle(`${taskQueue}-clean-up`).describe();
    assert.deepEqual(
      description.spec.intervals?.map(({ every }) => every),
      [60_000],
    );
    assert.deepEqual([description.state.paused, description.state.note], [true, 'while we look']);
    assert.equal(description.policies.overlap, 'SKIP');
    const { info } = await client.schedule.getHandle(`${taskQueue}-reconcile`).describe();
    assert.ok(info.numActionsTaken >= 1, 'the reconciler was started');
    for (const name of ['clean-up', 'reconcile']) await client.schedule.getHandle(`${taskQueue}-${name}`).delete();
  });

  it('knows whether Temporal can be reached', async () => {
    assert.equal(await isTemporalReachable(client), true);
    for (const server of [await deafServer(), { address: '127.0.0.1:1', close: () => undefined }]) {
      const nobody = openTemporalClient({ ...settings, connection: { address: server.address } });
      const asked = performance.now();
      assert.equal(await isTemporalReachable(nobody), false);
      assert.ok(performance.now() - asked < 2_500);
      await nobody.connection.close();
      server.close();
    }
  });

  it('gives a delivery up after two seconds when Temporal does not answer', async () => {
    const server = await deafServer();
    const nobody = openTemporalClient({ ...settings, connection: { address: server.address } });
    const asked = performance.now();
    for (const op of ['poke', 'cancel'] as const) {
      const delivery = createWorkflowControl(nobody, 'q').deliver({ workflow_id: 'rotation-schedule-1', op });
      await assert.rejects(delivery);
    }
    assert.ok(performance.now() - asked < 6_000);
    await nobody.connection.close();
    server.close();
  });
});
