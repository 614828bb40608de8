import assert from 'node:assert/strict';
import { pino } from 'pino';
import { tellAll } from '../../src/assembly/on-committed.js';
import { AdminDoor } from '../../src/admin/admin-door.js';
import { deleteDaypart, updateDaypart } from '../../src/admin/daypart-edits.js';
import { createFairLimiter } from '../../src/concurrency/limiter.js';
import type { DatabaseClock } from '../../src/db/clock.js';
import { createPlanOwners } from '../../src/db/plan-owners.js';
import { rolloutOf } from '../../src/db/rollouts.js';
import type { Rollout } from '../../src/domain/calendar/calendar.js';
import type { DaypartHours } from '../../src/domain/calendar/daypart.js';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.js';
import type { Id } from '../../src/domain/scalars.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { reconcile } from '../../src/outbox/reconciler.js';
import { Relay } from '../../src/outbox/relay.js';
import { deleteContent, updateContent } from '../../src/planning/content-edits.js';
import { Planner } from '../../src/planning/planner.js';
import { createWorkflowControl } from '../../src/temporal/workflow-control.js';
import type { RolloutStatus } from '../../src/workflows/rollout/messages.js';
import { activitiesOf } from '../support/activities.js';
import { insertCompany } from '../support/builders.js';
import { aDaypart } from '../support/calendars.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { CALLER, startedClock } from '../support/planning.js';
import { contentsWith, holdContent } from '../support/rollouts.js';
import { spreadIds, startTestWorker, testSettings, type TestWorker } from '../support/temporal.js';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const hours = (from: string, to: string): DaypartHours[] => [{ days: EVERY_DAY, from, to }];
// One slot of each hour each day in the last two: the next one is the same whatever the time of day is.
const [EVENING, NIGHT, MORNING] = [hours('18:00', '20:00'), hours('22:00', '23:00'), hours('08:00', '09:00')];

describe('a daypart in use that is changed', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let clock: DatabaseClock;
  let relay: Relay;
  let planner: Planner;
  let worker: TestWorker;
  let admin: AdminDoor;
  let runReconciler: () => Promise<unknown>;
  let company_id: Id;
  let daypart: Id;
  let contents: Id[];

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
    worker = await startTestWorker(
      activitiesOf({ db, planner, clock, ownerOf: createPlanOwners(db), atOnce }),
      settings,
    );
    const { deliver, openWorkflows } = createWorkflowControl(worker.client, settings.taskQueue);
    relay = new Relay({ db, deliver, logger: pino({ level: 'silent' }), pollMs: 50 });
    relay.start();
    runReconciler = () =>
      reconcile({ db, now: () => clock.now(), listOpenWorkflows: openWorkflows.list }, () => undefined);
  });
  after(async () => {
    await relay.stop();
    const open = await database.db('video_rotation_schedules').pluck('id');
    const { workflow } = worker.client;
    for (const id of open)
      await workflow
        .getHandle(workflowId('schedule', id))
        .terminate()
        .catch(() => undefined);
    await worker.stop();
    clock.stop();
    await database.drop();
  });
  beforeEach(async () => {
    const { db } = database;
    ({ id: company_id } = await insertCompany(db));
    ({ id: daypart } = await aDaypart({ db, content: { company_id } }, EVENING));
    contents = await contentsWith(
      { db, planner, company_id, count: 6 },
      { rotation_type: 'cron', cron_expression: '0 * * * *', daypart_id: daypart },
    );
  });

  const change = async (to: DaypartHours[]): Promise<Rollout> => {
    const { rollout } = await updateDaypart(admin, CALLER, daypart, () => ({ hours: to }), null);
    assert.ok(rollout);
    return rollout;
  };

  const handleOf = ({ id }: Rollout) => worker.client.workflow.getHandle(workflowId('rollout', id));
  const underWay = (): Promise<Rollout | null> => rolloutOf(database.db, 'daypart', daypart);
  const untilOver = (): Promise<void> => eventually(async () => assert.equal(await underWay(), null), 30_000);
  const untilDone = (done: number): Promise<void> =>
    eventually(async () => assert.equal((await underWay())?.contents_done, done), 30_000);

  /** How many of the contents follow its newest revision. */
  const following = async (): Promise<number> =>
    (
      await database
        .db('content_dayparts')
        .join('dayparts', 'dayparts.id', 'daypart_id')
        .where({ daypart_id: daypart })
        .whereRaw('content_dayparts.revision_id = dayparts.revision_id')
    ).length;

  /** The hours of the day at which schedules are due next. */
  const nextHours = async (): Promise<number[]> => {
    const rows: { next_rotation_at: number }[] = await database
      .db('video_rotation_schedules')
      .where('daypart_id', daypart)
      .select('next_rotation_at');
    return [...new Set(rows.map(({ next_rotation_at: at }) => new Date(at).getUTCHours()))];
  };

  it('has its contents brought over, which operators may watch', async () => {
    const { release } = await holdContent(database.db, Number(contents[0]));
    const rollout = await change(NIGHT);
    assert.deepEqual([rollout.revision, rollout.contents_total, rollout.contents_done], [2, 6, 0]);
    // One that rotates, or is edited, holds up no other.
    await untilDone(5);
    await release();
    await untilOver();
    assert.deepEqual([await following(), await nextHours()], [6, [22]]);
    assert.equal(((await handleOf(rollout).result()) as RolloutStatus).step, 'done');
    const description = await handleOf(rollout).describe();
    assert.equal(description.typedSearchAttributes.get(SEARCH_ATTRIBUTES.companyId), company_id);
    assert.equal(await description.staticSummary(), `Revision rollout ${rollout.id}`);
  });

  it('is overtaken by a newer change: contents go for the newest', async () => {
    const { release } = await holdContent(database.db, Number(contents[5]));
    const first = await change(NIGHT);
    await untilDone(5);
    const second = await change(MORNING);
    assert.deepEqual([second.id, second.revision, second.contents_total], [first.id, 3, 6]);
    await release();
    await untilOver();
    assert.deepEqual([await following(), await nextHours()], [6, [8]]);
  });

  it('leaves out contents that are deleted meanwhile, and takes those that are edited', async () => {
    const held = await holdContent(database.db, Number(contents[0]));
    const alsoHeld = await holdContent(database.db, Number(contents[1]));
    await change(NIGHT);
    await untilDone(4);
    const options = { expected: null, fileGraceMs: 1 };
    const edits = [
      deleteContent(planner, CALLER, Number(contents[0]), options),
      updateContent(planner, CALLER, Number(contents[1]), { title: 'Renamed' }, null),
    ];
    await Promise.all([held.release(), alsoHeld.release()]);
    await Promise.all(edits);
    await untilOver();
    assert.deepEqual([await following(), await nextHours()], [5, [22]]);
  });

  it('is carried out to the end where its workflow was terminated by hand', async () => {
    const { release } = await holdContent(database.db, Number(contents[3]));
    const rollout = await change(NIGHT);
    await untilDone(5);
    await handleOf(rollout).terminate();
    await release();
    await eventually(async () => {
      await runReconciler();
      assert.equal(await underWay(), null);
    }, 30_000);
    assert.equal(await following(), 6);
  });

  it('has no rollout where nothing follows it, and ends one whose contents are all gone', async () => {
    const { release } = await holdContent(database.db, Number(contents[0]));
    const rollout = await change(NIGHT);
    await untilDone(5);
    const options = { expected: null, fileGraceMs: 1 };
    const deleting = contents.map((id) => deleteContent(planner, CALLER, id, options));
    await release();
    await Promise.all(deleting);
    const { rollout: none } = await updateDaypart(admin, CALLER, daypart, () => ({ hours: MORNING }), null);
    assert.equal(none, null);
    await untilOver();
    await deleteDaypart(admin, CALLER, daypart, null);
    assert.equal(((await handleOf(rollout).result()) as RolloutStatus).step, 'done');
  });
});
