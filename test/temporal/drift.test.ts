import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { Stays } from '../../src/activities/stays.js';
import { createFairLimiter } from '../../src/concurrency/limiter.js';
import { createSpacing } from '../../src/concurrency/spacing.js';
import { DatabaseClock } from '../../src/db/clock.js';
import { createPlanOwners } from '../../src/db/plan-owners.js';
import type { Id } from '../../src/domain/scalars.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { Relay } from '../../src/outbox/relay.js';
import { openTemporalClient } from '../../src/temporal/client.js';
import type { TemporalSettings } from '../../src/temporal/settings.js';
import { createWorkflowControl } from '../../src/temporal/workflow-control.js';
import { statusQuery } from '../../src/workflows/plan/messages.js';
import { activitiesOf } from '../support/activities.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../../src/runtime/ports.js';
import { spreadIds, startTestWorker, testSettings, type TestWorker } from '../support/temporal.js';

const DRIFT = '/api/operations/drift';
const HEAL = `${DRIFT}/heal`;
const FAR = '2035-01-01T00:00:00.000Z';
const LATER = '2035-01-01T12:00:00.000Z';

describe('where rows and workflows differ', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let settings: TemporalSettings;
  let worker: TestWorker;
  let relay: Relay;
  let api: TestApi;
  const clock = new DatabaseClock();

  before(async function () {
    this.timeout(600_000);
    database = await testDatabase();
    const { db } = database;
    await spreadIds(db);
    await clock.start(db);
    settings = await testSettings();
    const deliverNow = (ids: readonly string[]): void => relay.deliverNow(ids);
    const client = openTemporalClient(settings);
    const { deliver, openWorkflows } = createWorkflowControl(client, settings.taskQueue);
    relay = new Relay({ db, deliver, logger: pino({ level: 'silent' }) });
    api = await startTestApi(db, clock, { openWorkflows, deliverNow });
    const { planner } = api.deps;
    worker = await startTestWorker(
      activitiesOf({
        planner,
        clock,
        ownerOf: createPlanOwners(db),
        atOnce: createFairLimiter({ inAll: 4, perKey: 2 }),
        takeTurn: createSpacing(50),
        stays: new Stays({ clock, places: { inAll: 4, perKey: 2 }, isStopping: () => false }),
      }),
      settings,
    );
    after(() => client.connection.close());
  });
  after(async () => {
    for (const { workflowId: id } of await open()) await handleOf(id).terminate();
    await relay.stop();
    await api.stop();
    await worker.stop();
    clock.stop();
    await database.drop();
  });

  const handleOf = (id: string) => worker.client.workflow.getHandle(id);
  async function open() {
    const found = [];
    const { openWorkflows } = createWorkflowControl(worker.client, settings.taskQueue);
    for await (const one of openWorkflows.list()) found.push(one);
    return found;
  }

  /** A schedule that is due in 2035, whose workflow knows. */
  async function aSchedule(): Promise<{ id: Id; own: string }> {
    const content = await insertContent(database.db, { settled_at: clock.now() });
    const { id: video } = await insertVideo(database.db, content.id);
    const body = { rotation_type: 'once', starts_at: FAR, video_sequence: [video] };
    const { id } = await api.expect(201, 'POST', `/api/ar-content/${content.id}/rotation`, { body });
    const own = workflowId('schedule', id);
    await waitsFor(own, FAR);
    return { id, own };
  }
  const waitsFor = (own: string, instant: string): Promise<void> =>
    eventually(async () => assert.equal((await handleOf(own).query(statusQuery)).nextRotationAt, instant));

  const agrees = { differences: [], is_complete: true, next_after: null };

  it('tells of none while all agrees, and heals none', async () => {
    await aSchedule();
    assert.deepEqual(await api.expect(200, 'GET', DRIFT), agrees);
    assert.deepEqual(await api.expect(200, 'POST', HEAL, { body: {} }), agrees);
  });

  it('tells of a workflow that was terminated by hand, and brings it back only when asked', async () => {
    const { own } = await aSchedule();
    await handleOf(own).terminate('by hand');
    const difference = { workflow_id: own, problem: 'no_workflow', row_next_at: FAR, workflow_next_at: null };
    const differs = { ...agrees, differences: [{ ...difference, mended_by: 'poke' }] };
    assert.deepEqual(await api.expect(200, 'GET', DRIFT), differs);
    assert.deepEqual(await api.expect(200, 'GET', DRIFT), differs);
    assert.deepEqual(await api.expect(200, 'POST', HEAL, { body: {} }), differs);
    await waitsFor(own, FAR);
    assert.deepEqual(await api.expect(200, 'GET', DRIFT), agrees);
  });

  it('tells of a workflow without a row, and ends it', async () => {
    const { id, own } = await aSchedule();
    // As a backup that was restored would.
    await database.db('video_rotation_schedules').where({ id }).del();
    const differences = await eventually(async () => {
      const { differences: found } = await api.expect(200, 'GET', DRIFT);
      assert.deepEqual(
        (found as object[]).map((one) => ({ ...one, workflow_next_at: null })),
        [{ workflow_id: own, problem: 'no_row', row_next_at: null, workflow_next_at: null, mended_by: 'cancel' }],
      );
      return found;
    });
    assert.deepEqual((await api.expect(200, 'POST', HEAL, { body: {} }))['differences'], differences);
    await eventually(async () => assert.equal((await handleOf(own).describe()).status.name, 'CANCELLED'));
    await eventually(async () => assert.deepEqual(await api.expect(200, 'GET', DRIFT), agrees));
  });

  it('tells of a workflow that sleeps for another instant than its row says', async () => {
    const { id, own } = await aSchedule();
    // An edit whose message was lost, some minutes ago.
    const moved = { next_rotation_at: LATER, updated_at: new Date(clock.now() - 300_000) };
    await database.db('video_rotation_schedules').where({ id }).update(moved);
    const difference = { workflow_id: own, problem: 'other_instant', row_next_at: LATER, workflow_next_at: FAR };
    const differs = { ...agrees, differences: [{ ...difference, mended_by: 'poke' }] };
    assert.deepEqual(await api.expect(200, 'GET', DRIFT), differs);
    const command = await runCommand();
    assert.equal(command.code, 1);
    assert.equal(
      command.out,
      `${own} waits for another instant than its row: ${FAR} instead of ${LATER}\n1 differences\n`,
    );
    assert.deepEqual(await api.expect(200, 'POST', HEAL, { body: {} }), differs);
    await waitsFor(own, LATER);
    assert.deepEqual(await api.expect(200, 'GET', DRIFT), agrees);
  });

  it('says where it goes on, and refuses places that never were', async () => {
    const { id } = await aSchedule();
    await handleOf(workflowId('schedule', id)).terminate('by hand');
    const behind = `${DRIFT}?after=schedule:${id}`;
    assert.deepEqual(await api.expect(200, 'GET', behind), agrees);
    assert.deepEqual(await api.expect(200, 'GET', `${DRIFT}?after=done`), agrees);
    for (const after of ['nowhere', 'open:bm9uZQ']) {
      const body = await api.expect(422, 'GET', `${DRIFT}?after=${after}`);
      assert.deepEqual(body['errors'], [
        { field: 'after', message: 'is no place at which an answer ended', code: 'wrong_format' },
      ]);
    }
    await api.expect(200, 'POST', HEAL, { body: {} });
  });

  it('is a 503 while Temporal is away', async () => {
    const client = openTemporalClient({ ...settings, connection: { address: `127.0.0.1:${await freePort()}` } });
    const { openWorkflows } = createWorkflowControl(client, settings.taskQueue);
    const lonely = await startTestApi(database.db, clock, { openWorkflows });
    try {
      const answer = await lonely.call('GET', DRIFT);
      assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '5']);
      assert.equal((answer.body as { code: string }).code, 'temporal_unavailable');
    } finally {
      await lonely.stop();
      await client.connection.close();
    }
  });

  async function runCommand(): Promise<{ code: number | null; out: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main-drift.ts'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: database.url,
        TEMPORAL_ADDRESS: settings.connection.address,
        TEMPORAL_NAMESPACE: settings.namespace,
        TEMPORAL_TASK_QUEUE: settings.taskQueue,
      },
    });
    const [out] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return { code: child.exitCode, out };
  }
});
