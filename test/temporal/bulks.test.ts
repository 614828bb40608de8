import assert from 'node:assert/strict';
import { pino } from 'pino';
import { AdminDoor } from '../../src/admin/admin-door.js';
import { cancelBulk } from '../../src/admin/bulk-edits.js';
import { tellAll } from '../../src/assembly/on-committed.js';
import { createFairLimiter } from '../../src/concurrency/limiter.js';
import { createSpacing, type TakeTurn } from '../../src/concurrency/spacing.js';
import { findBulk } from '../../src/db/bulk-work.js';
import type { DatabaseClock } from '../../src/db/clock.js';
import { createPlanOwners } from '../../src/db/plan-owners.js';
import type { Bulk } from '../../src/domain/bulk.js';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.js';
import type { Id } from '../../src/domain/scalars.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { reconcile } from '../../src/outbox/reconciler.js';
import { Relay } from '../../src/outbox/relay.js';
import { Planner } from '../../src/planning/planner.js';
import { deleteSchedule } from '../../src/planning/schedule-edits.js';
import { createWorkflowControl } from '../../src/temporal/workflow-control.js';
import type { BulkProgress } from '../../src/workflows/bulk/messages.js';
import { activitiesOf } from '../support/activities.js';
import { begunBulk, itemsOf, schedulesOf } from '../support/bulks.js';
import { insertCompany } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { CALLER, startedClock } from '../support/planning.js';
import { contentsWith, holdContent } from '../support/rollouts.js';
import { spreadIds, startTestWorker, testSettings, type TestWorker } from '../support/temporal.js';

const COUNT = 6;

describe('bulks and their workflows', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let clock: DatabaseClock;
  let relay: Relay;
  let planner: Planner;
  let worker: TestWorker;
  let admin: AdminDoor;
  let runReconciler: () => Promise<unknown>;
  let company: Id;
  let contents: Id[];
  let schedules: Id[];
  /** Which companies took turns, in order. */
  const turns: number[] = [];

  before(async function () {
    this.timeout(600_000);
    database = await testDatabase();
    const { db } = database;
    await spreadIds(db);
    clock = await startedClock(db);
    const onCommitted = tellAll({ reportRotations: () => undefined, deliverNow: (ids) => relay.deliverNow(ids) });
    planner = new Planner({ db, clock, onCommitted });
    admin = new AdminDoor({ db, onCommitted });
    const settings = await testSettings();
    const atOnce = createFairLimiter({ inAll: 4, perKey: 3 });
    const spacing = createSpacing(50);
    const takeBulkTurn: TakeTurn = (key, now) => {
      turns.push(key);
      return spacing(key, now);
    };
    const parts = { db, planner, clock, ownerOf: createPlanOwners(db), atOnce, takeBulkTurn };
    worker = await startTestWorker(activitiesOf(parts), settings);
    const { deliver, openWorkflows } = createWorkflowControl(worker.client, settings.taskQueue);
    relay = new Relay({ db, deliver, logger: pino({ level: 'silent' }), pollMs: 50 });
    relay.start();
    runReconciler = () =>
      reconcile({ db, now: () => clock.now(), listOpenWorkflows: openWorkflows.list }, () => undefined);
  });
  after(async () => {
    await relay.stop();
    const open = await database.db('video_rotation_schedules').pluck('id');
    for (const id of open)
      await worker.client.workflow
        .getHandle(workflowId('schedule', id))
        .terminate()
        .catch(() => undefined);
    await worker.stop();
    clock.stop();
    await database.drop();
  });
  beforeEach(async () => {
    ({ company, contents, schedules } = await aCompany());
  });

  async function aCompany() {
    const { db } = database;
    const { id } = await insertCompany(db);
    const daily = { rotation_type: 'daily', time_of_day: '09:00:00' } as const;
    const made = await contentsWith({ db, planner, company_id: id, count: COUNT }, daily);
    return { company: id, contents: made, schedules: await schedulesOf(db, id) };
  }

  const begin = (action: Bulk['action'], companyId = company): Promise<Bulk> =>
    begunBulk(admin, companyId, { action }, { now: clock.now() });
  const handleOf = ({ id }: Bulk) => worker.client.workflow.getHandle(workflowId('bulk', id));
  const now = async ({ id }: Bulk): Promise<Bulk | undefined> => findBulk(database.db, id);
  const until = (bulk: Bulk, wanted: Partial<Bulk>): Promise<void> =>
    eventually(async () => {
      const found = await now(bulk);
      for (const [name, value] of Object.entries(wanted)) assert.equal(found?.[name as keyof Bulk], value, name);
    }, 30_000);
  const active = async (): Promise<number> =>
    (await database.db('video_rotation_schedules').where({ company_id: company, is_active: true })).length;

  it('are carried out, which operators may watch, and schedules deleted meanwhile are gone', async () => {
    const { release } = await holdContent(database.db, Number(contents[0]));
    const bulk = await begin('pause');
    await eventually(async () => assert.equal(await active(), 1), 30_000);
    const deleting = deleteSchedule(planner, CALLER, Number(schedules[0]), null).catch(() => undefined);
    await release();
    await deleting;
    await until(bulk, { status: 'done' });
    assert.deepEqual(((await handleOf(bulk).result()) as BulkProgress).step, 'done');
    const description = await handleOf(bulk).describe();
    assert.equal(description.typedSearchAttributes.get(SEARCH_ATTRIBUTES.companyId), company);
    assert.equal(await description.staticSummary(), `Bulk ${bulk.id}`);
    const [first] = await itemsOf(database.db, bulk);
    // Whichever of the two came first.
    assert.ok(first?.status === 'done' || first?.code === 'gone', JSON.stringify(first));
    assert.equal(await active(), 0);
  });

  it('are cancelled in the middle: what was not done never is', async () => {
    const held = await Promise.all(contents.slice(2).map((id) => holdContent(database.db, id)));
    const bulk = await begin('pause');
    await eventually(async () => assert.equal(await active(), COUNT - 2), 30_000);
    const cancelled = await cancelBulk(admin, CALLER, bulk.id);
    assert.deepEqual([cancelled.status, cancelled.done, cancelled.refused], ['cancelled', 2, 0]);
    for (const { release } of held) await release();
    assert.equal(((await handleOf(bulk).result()) as BulkProgress).step, 'cancelled');
    assert.equal(await active(), COUNT - 2);
    assert.deepEqual(await now(bulk), cancelled);
  });

  it('are carried out to the end where their workflow was terminated by hand', async () => {
    const { release } = await holdContent(database.db, Number(contents[3]));
    const bulk = await begin('skip');
    await eventually(async () => {
      const skips = await database.db('schedule_skips').whereIn('schedule_id', schedules);
      assert.equal(skips.length, COUNT - 1);
    }, 30_000);
    await handleOf(bulk).terminate();
    await release();
    await eventually(async () => {
      await runReconciler();
      assert.equal((await now(bulk))?.status, 'done');
    }, 30_000);
    const skips = await database.db('schedule_skips').whereIn('schedule_id', schedules);
    assert.deepEqual(new Set(skips.map(({ schedule_id }) => schedule_id)), new Set(schedules));
    assert.equal(skips.length, COUNT);
  });

  it('of two companies, and two of one, go on beside each other', async () => {
    const other = await aCompany();
    turns.length = 0;
    const bulks = [await begin('skip'), await begin('rotate'), await begin('skip', other.company)];
    for (const bulk of bulks) await until(bulk, { status: 'done', done: COUNT });
    assert.deepEqual(
      [company, other.company].map((id) => turns.filter((turn) => turn === id).length),
      [2 * COUNT, COUNT],
    );
  });
});
