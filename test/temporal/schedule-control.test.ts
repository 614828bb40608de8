import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { Client } from '@temporalio/client';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { isTemporalReachable, openTemporalClient } from '../../src/temporal/client.js';
import { createScheduleControl, type ScheduleControl } from '../../src/temporal/schedule-control.js';
import { registerSearchAttributes } from '../../src/temporal/search-attributes.js';
import { startPeriodicWork } from '../../src/temporal/periodic-work.js';
import type { TemporalSettings } from '../../src/temporal/settings.js';
import { searchAttributeKeys } from '../../src/workflows/messages.js';
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

describe('schedule control', function () {
  this.timeout(30_000);
  let settings: TemporalSettings;
  let client: Client;
  let control: ScheduleControl;

  before(async function () {
    this.timeout(600_000);
    settings = await testSettings();
    client = openTemporalClient(settings);
    control = createScheduleControl(client, settings.taskQueue);
  });
  after(() => client.connection.close());

  const open = async (): Promise<string[]> => {
    const ids: string[] = [];
    for await (const id of control.listOpenWorkflows()) ids.push(id);
    return ids;
  };

  it('starts the workflow of a schedule with the first poke, so that operators know it', async () => {
    const id = unusedId();
    const workflow_id = workflowId('schedule', id);
    await control.deliver({ workflow_id, op: 'poke' });
    await control.deliver({ workflow_id, op: 'poke' });
    const handle = client.workflow.getHandle(workflow_id);
    const description = await handle.describe();
    assert.equal(description.type, 'rotationScheduleWorkflow');
    assert.equal(description.typedSearchAttributes.get(searchAttributeKeys.scheduleId), id);
    assert.equal(await description.staticSummary(), `Rotation schedule ${id}`);
    const { events } = await handle.fetchHistory();
    assert.equal(events?.filter((event) => event.workflowExecutionSignaledEventAttributes).length, 2);
    await handle.terminate();
  });

  it('starts the workflow of a content’s windows', async () => {
    const id = unusedId();
    await control.deliver({ workflow_id: workflowId('windows', id), op: 'poke' });
    const description = await client.workflow.getHandle(workflowId('windows', id)).describe();
    assert.equal(description.type, 'contentWindowsWorkflow');
    assert.equal(description.typedSearchAttributes.get(searchAttributeKeys.arContentId), id);
    await client.workflow.getHandle(workflowId('windows', id)).terminate();
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
    const ids = [workflowId('schedule', unusedId()), workflowId('windows', unusedId())].toSorted();
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
      for (const { name } of Object.values(searchAttributeKeys)) assert.ok(name in customAttributes, name);
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
      const delivery = createScheduleControl(nobody, 'q').deliver({ workflow_id: 'rotation-schedule-1', op });
      await assert.rejects(delivery);
    }
    assert.ok(performance.now() - asked < 6_000);
    await nobody.connection.close();
    server.close();
  });
});
