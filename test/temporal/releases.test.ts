import assert from 'node:assert/strict';
import { pino } from 'pino';
import { tellAll } from '../../src/assembly/on-committed.js';
import type { DatabaseClock } from '../../src/db/clock.js';
import type { Id } from '../../src/domain/scalars.js';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { reconcile } from '../../src/outbox/reconciler.js';
import { Relay, type RelayOptions } from '../../src/outbox/relay.js';
import type { ReleaseInput } from '../../src/planning/release-changes.js';
import { cancelRelease, createRelease, revertRelease, updateRelease } from '../../src/planning/release-edits.js';
import type { OpenWorkflow } from '../../src/temporal/open-workflows.js';
import { createWorkflowControl } from '../../src/temporal/workflow-control.js';
import type { TemporalSettings } from '../../src/temporal/settings.js';
import { releaseStatusQuery } from '../../src/workflows/release/messages.js';
import type { releaseWorkflow } from '../../src/workflows/workflows.js';
import { activitiesOf } from '../support/activities.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { CALLER, startedClock } from '../support/planning.js';
import { aSetStage, type SetStage } from '../support/releases.js';
import { spreadIds, startTestWorker, testSettings, type TestWorker } from '../support/temporal.js';
import { eventRows, insertWebhook } from '../support/webhooks.js';

const MINUTE = 60_000;

describe('the workflow of a release', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let clock: DatabaseClock;
  /** Of the edits: it is behind, so that what takes effect ten seconds ahead does so at once. */
  let behind: TestClock;
  let settings: TemporalSettings;
  let relay: Relay;
  let worker: TestWorker;
  let stage: SetStage;

  const startWorker = async (): Promise<void> => {
    worker = await startTestWorker(activitiesOf({ db: database.db, clock }), settings);
  };
  before(async function () {
    this.timeout(600_000);
    database = await testDatabase();
    const { db } = database;
    await spreadIds(db);
    clock = await startedClock(db);
    settings = await testSettings();
    await startWorker();
    const deliver: RelayOptions['deliver'] = async (message) => {
      // Of the worker that is there, as its client goes with it.
      if (message.workflow_id.startsWith('release-'))
        await createWorkflowControl(worker.client, settings.taskQueue).deliver(message);
    };
    relay = new Relay({ db, deliver, logger: pino({ level: 'silent' }), pollMs: 50 });
    relay.start();
  });
  after(async () => {
    await relay.stop();
    await worker.stop();
    clock.stop();
    await database.drop();
  });
  beforeEach(async () => {
    behind = new TestClock(clock.now() - 9_000);
    const onCommitted = tellAll({ reportRotations: () => undefined, deliverNow: (ids) => relay.deliverNow(ids) });
    stage = await aSetStage(database.db, behind, 2, { onCommitted });
    await insertWebhook(database.db, stage.company);
    await database.db('webhook_events').del();
  });

  const make = async (given: Partial<ReleaseInput> = {}): Promise<Id> => {
    behind.set(clock.now() - 9_000);
    return (await createRelease(stage.door, CALLER, stage.company, { name: 'Spring', items: stage.items, ...given }))
      .id;
  };
  const revert = async (id: Id): Promise<void> => {
    behind.set(clock.now() - 9_000);
    await revertRelease(stage.door, CALLER, { id, expected: null });
  };
  const handleOf = (id: Id) => worker.client.workflow.getHandle<typeof releaseWorkflow>(workflowId('release', id));
  const stepOf = async (id: Id): Promise<string> => (await handleOf(id).query(releaseStatusQuery)).step;
  const told = async (): Promise<string[]> =>
    (await eventRows(database.db)).map(({ type }) => type).filter((type) => type.startsWith('release.'));
  const untilTold = (...types: string[]): Promise<void> =>
    eventually(async () => assert.deepEqual(await told(), types), 20_000);

  it('tells when it goes live, waits until it is reverted, and ends', async () => {
    const id = await make();
    await eventually(async () => assert.equal(await stepOf(id), 'planned'));
    await untilTold('release.live');
    await eventually(async () => assert.equal(await stepOf(id), 'live'));
    const { typedSearchAttributes } = await handleOf(id).describe();
    assert.equal(typedSearchAttributes.get(SEARCH_ATTRIBUTES.companyId), stage.company);
    await revert(id);
    await untilTold('release.live', 'release.over');
    assert.equal((await handleOf(id).result()).step, 'over');
    const [live, over] = await eventRows(database.db);
    const row = await database.db('releases').where({ id }).first('live_at', 'revert_at');
    assert.deepEqual([live?.happens_at, over?.happens_at], [row.live_at, row.revert_at]);
  });

  it('hears of another instant, and of a cancellation', async () => {
    const id = await make({ at: clock.now() + 10 * MINUTE });
    await eventually(async () => assert.equal(await stepOf(id), 'planned'));
    behind.set(clock.now() - 9_000);
    await updateRelease(stage.door, CALLER, { id, expected: null, wanted: { at: null } });
    await untilTold('release.live');
    const other = await make({ at: clock.now() + 10 * MINUTE });
    await eventually(async () => assert.equal(await stepOf(other), 'planned'));
    await cancelRelease(stage.door, CALLER, { id: other, expected: null });
    assert.equal((await handleOf(other).result()).step, 'cancelled');
    assert.deepEqual(await told(), ['release.live']);
    await handleOf(id).terminate();
  });

  it('tells each once where the worker was away, and where it was terminated by hand', async () => {
    const id = await make();
    await eventually(async () => assert.equal(await stepOf(id), 'planned'));
    await worker.stop();
    const [{ live_at }] = await database.db('releases').where({ id }).select('live_at');
    await clock.waitUntil(Number(live_at) + 100);
    assert.deepEqual(await told(), []);
    await startWorker();
    await untilTold('release.live');
    await handleOf(id).terminate();
    async function* listOpenWorkflows(): AsyncGenerator<OpenWorkflow> {}
    await reconcile({ db: database.db, now: () => clock.now(), listOpenWorkflows }, () => undefined);
    await eventually(async () => assert.equal((await handleOf(id).describe()).status.name, 'RUNNING'));
    await revert(id);
    assert.equal((await handleOf(id).result()).step, 'over');
    assert.deepEqual(await told(), ['release.live', 'release.over']);
  });
});
