import { tellAll } from '../../src/assembly/on-committed.js';
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { randomUUID } from 'node:crypto';
import { DatabaseClock } from '../../src/db/clock.js';
import { createPlanOwners } from '../../src/db/plan-owners.js';
import { serviceCaller } from '../../src/domain/caller.js';
import type { ArContent } from '../../src/domain/ar-content.js';
import type { Rotation } from '../../src/domain/rotation.js';
import type { RotationSchedule } from '../../src/domain/rotation-schedule.js';
import type { Id } from '../../src/domain/scalars.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { reconcile } from '../../src/outbox/reconciler.js';
import { Relay } from '../../src/outbox/relay.js';
import { Planner } from '../../src/planning/planner.js';
import { createSchedule, deleteSchedule, updateSchedule } from '../../src/planning/schedule-edits.js';
import { createWorkflowControl } from '../../src/temporal/workflow-control.js';
import { rotateNowUpdate, statusQuery } from '../../src/workflows/plan/messages.js';
import { activitiesOf } from '../support/activities.js';
import { insertContent, insertVideo } from '../support/builders.js';
import { aDaypart } from '../support/calendars.js';
import { createOverride } from '../../src/planning/override-edits.js';
import { updateContent } from '../../src/planning/content-edits.js';
import { updateVideo } from '../../src/planning/video-edits.js';
import { onlyRow } from '../../src/db/rows.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { Stays } from '../../src/activities/stays.js';
import { createSpacing } from '../../src/concurrency/spacing.js';
import { createFairLimiter } from '../../src/concurrency/limiter.js';
import { spreadIds, startTestWorker, testSettings, type TestWorker } from '../support/temporal.js';
import { assertEach } from '../support/assert-each.js';

const caller = serviceCaller('test');
const HOUR_MS = 3_600_000;

describe('planner, outbox, workflows and activities together', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let clock: DatabaseClock;
  let relay: Relay;
  let planner: Planner;
  let worker: TestWorker;
  let runReconciler: () => Promise<unknown>;

  before(async function () {
    this.timeout(600_000);
    database = await testDatabase();
    const { db } = database;
    await spreadIds(db);
    clock = new DatabaseClock();
    await clock.start(db);
    const onCommitted = tellAll({ reportRotations: () => undefined, deliverNow: (ids) => relay.deliverNow(ids) });
    planner = new Planner({ db, clock, onCommitted });
    const settings = await testSettings();
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
    const { deliver, openWorkflows } = createWorkflowControl(worker.client, settings.taskQueue);
    relay = new Relay({ db, deliver, logger: pino({ level: 'silent' }), pollMs: 50 });
    relay.start();
    runReconciler = () =>
      reconcile({ db, now: () => clock.now(), listOpenWorkflows: openWorkflows.list }, () => undefined);
  });
  after(async () => {
    await relay.stop();
    for (const { id } of await database.db('video_rotation_schedules').select('id')) await remove(id);
    await worker.stop();
    clock.stop();
    await database.drop();
  });

  const remove = (id: Id): Promise<unknown> =>
    worker.client.workflow
      .getHandle(workflowId('schedule', id))
      .terminate()
      .catch(() => undefined);

  async function aContent(given: Partial<ArContent> = {}): Promise<{ contentId: Id; videoIds: Id[] }> {
    const { db } = database;
    const { id: contentId } = await insertContent(db, { settled_at: clock.now(), ...given });
    const videoIds: Id[] = [];
    for (const title of ['Spring', 'Summer', 'Autumn']) videoIds.push((await insertVideo(db, contentId, { title })).id);
    return { contentId, videoIds };
  }

  async function everySeconds(interval_seconds: number): Promise<{ schedule: RotationSchedule; videoIds: Id[] }> {
    const { contentId, videoIds } = await aContent();
    const input = { rotation_type: 'interval', interval_seconds, video_sequence: videoIds } as const;
    const schedule = await createSchedule(planner, caller, contentId, { ...input, video_sequence: videoIds });
    return { schedule, videoIds };
  }

  const handleOf = (id: Id) => worker.client.workflow.getHandle(workflowId('schedule', id));
  const statusOf = async (id: Id): Promise<string> => (await handleOf(id).query(statusQuery)).status;
  const ledger = (schedule_id: Id): Promise<Rotation[]> =>
    database.db('rotations').where({ schedule_id, cause: 'schedule' }).orderBy('id');

  it('carries out every slot once, on time, and in order', async () => {
    const { schedule, videoIds } = await everySeconds(1);
    const rows = await eventually(async () => {
      const found = await ledger(schedule.id);
      assert.ok(found.length >= 5);
      return found;
    }, 20_000);
    const due = rows.map((row) => row.due_at);
    assert.deepEqual(
      due,
      due.map((_, n) => (due[0] ?? 0) + n * 1_000),
    );
    assert.deepEqual(
      rows.map((row) => row.to_video_id).slice(0, 4),
      [1, 2, 0, 1].map((n) => videoIds[n]),
    );
    assertEach(rows, (row) => row.actor === 'workflow' && row.workflow_run_id !== null);
    await deleteSchedule(planner, caller, schedule.id, null);
    await eventually(async () => assert.equal((await handleOf(schedule.id).describe()).status.name, 'CANCELLED'));
  });

  it('follows an edit at once: pause, and a slot asked for', async () => {
    const { schedule } = await everySeconds(3_600);
    await eventually(async () => assert.equal(await statusOf(schedule.id), 'running'));
    await updateSchedule(planner, caller, schedule.id, { is_active: false }, null);
    await eventually(async () => assert.equal(await statusOf(schedule.id), 'paused'));
    await updateSchedule(
      planner,
      caller,
      schedule.id,
      { is_active: true, next_rotation_at: clock.now() + 1_000 },
      null,
    );
    await eventually(async () => assert.equal((await ledger(schedule.id)).length, 1));
    const { status, details } = await eventually(async () => {
      const snapshot = await handleOf(schedule.id).query(statusQuery);
      assert.ok(Date.parse(snapshot.nextRotationAt ?? '') > clock.now());
      return snapshot;
    });
    assert.equal(status, 'running');
    assert.match(details, /^next: video \d+ 'Autumn' at /);
  });

  it('rotates once for one update id, in whichever run it comes', async () => {
    const { schedule } = await everySeconds(3_600);
    const handle = handleOf(schedule.id);
    await eventually(async () => assert.equal(await statusOf(schedule.id), 'running'));
    const updateId = randomUUID();
    await handle.executeUpdate(rotateNowUpdate, { updateId });
    await handle.executeUpdate(rotateNowUpdate, { updateId });
    await handle.terminate();
    await runReconciler();
    await eventually(async () => assert.equal(await statusOf(schedule.id), 'running'));
    await handle.executeUpdate(rotateNowUpdate, { updateId });
    const rows = await database.db('rotations').where({ schedule_id: schedule.id, cause: 'rotate_now' });
    assert.equal(rows.length, 1);
  });

  it('brings a terminated workflow back, and cancels one whose row is gone', async () => {
    const [kept, gone] = [await everySeconds(3_600), await everySeconds(3_600)];
    for (const { schedule } of [kept, gone]) {
      await eventually(async () => assert.equal(await statusOf(schedule.id), 'running'));
    }
    const { runId } = await handleOf(kept.schedule.id).describe();
    await handleOf(kept.schedule.id).terminate('by hand');
    // Behind the planner's back, as a restored backup would.
    await database.db('video_rotation_schedules').where('id', gone.schedule.id).del();
    await eventually(
      async () => {
        await runReconciler();
        const [back, ended] = [
          await handleOf(kept.schedule.id).describe(),
          await handleOf(gone.schedule.id).describe(),
        ];
        assert.deepEqual([back.status.name, ended.status.name], ['RUNNING', 'CANCELLED']);
        assert.notEqual(back.runId, runId);
      },
      20_000,
      300,
    );
  });

  it('commits a window that opens and closes, and then ends', async () => {
    const { contentId } = await aContent();
    const now = clock.now();
    const edges = { schedule_start: now + 1_000, schedule_end: now + 2_000 };
    const { id: videoId } = await insertVideo(database.db, contentId, { title: 'Sale', ...edges });
    await runReconciler();
    const handle = worker.client.workflow.getHandle(workflowId('windows', contentId));
    await eventually(async () => assert.equal((await handle.describe()).status.name, 'COMPLETED'), 20_000, 100);
    const rows = await database.db<Rotation>('rotations').where('ar_content_id', contentId).orderBy('id');
    assert.deepEqual(
      rows.map((row) => [row.cause, row.due_at, row.to_video_id === videoId]),
      [
        ['window', edges.schedule_start, true],
        ['window', edges.schedule_end, false],
      ],
    );
  });

  it('commits the edges of hours, of an override and of a video, and sleeps until the next', async function () {
    this.timeout(120_000);
    const { db } = database;
    // Hours begin and end on a full minute: the next one that leaves time for the edits.
    const minute = Math.ceil((clock.now() + 5_000) / 60_000) * 60_000;
    const time = (ms: number): string => new Date(ms).toISOString().slice(11, 16);
    const keepTo = async (content: ArContent, from: number, to: number): Promise<Id> =>
      (await aDaypart({ db, content }, [{ days: [1, 2, 3, 4, 5, 6, 7], from: time(from), to: time(to) }])).id;
    /** A content that shows its first video. */
    const shown = async () => {
      const { contentId, videoIds } = await aContent();
      await updateContent(planner, caller, contentId, { default_video_id: videoIds[0] ?? null }, null);
      return { content: onlyRow(await db<ArContent>('ar_content').where('id', contentId)), videoIds };
    };
    const [over, under] = [await shown(), await shown()];
    const [autumn, spring] = [over.videoIds[2] ?? assert.fail(), under.videoIds[0] ?? assert.fail()];
    const begins = await keepTo(over.content, minute, minute + 2 * HOUR_MS);
    await createOverride(planner, caller, over.content.id, { video_id: autumn, daypart_id: begins });
    const ends = await keepTo(under.content, minute - 2 * HOUR_MS, minute);
    await updateVideo(planner, caller, spring, { daypart_id: ends }, null);
    const told = async ({ content: { id } }: { content: ArContent }) => {
      const [row, ...more] = await db<Rotation>('rotations').where({ ar_content_id: id, actor: 'workflow' });
      assert.ok(row && more.length === 0);
      return [row.cause, row.reason, row.due_at, row.from_video_id, row.to_video_id, row.workflow_run_id !== null];
    };
    await eventually(async () => void (await Promise.all([told(over), told(under)])), 75_000, 200);
    assert.deepEqual(await told(over), ['override', 'override', minute, over.videoIds[0], autumn, true]);
    assert.deepEqual(await told(under), ['window', 'fallback', minute, spring, under.videoIds[1], true]);
    for (const { content } of [over, under]) {
      const handle = worker.client.workflow.getHandle(workflowId('windows', content.id));
      assert.equal((await handle.describe()).status.name, 'RUNNING');
      await handle.terminate();
    }
  });
});
