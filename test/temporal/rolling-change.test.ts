import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { Worker } from '@temporalio/worker';
import { Stays } from '../../src/activities/stays.js';
import { createFairLimiter } from '../../src/concurrency/limiter.js';
import { createSpacing } from '../../src/concurrency/spacing.js';
import { DatabaseClock } from '../../src/db/clock.js';
import { createPlanOwners } from '../../src/db/plan-owners.js';
import { serviceCaller } from '../../src/domain/caller.js';
import type { Rotation } from '../../src/domain/rotation.js';
import type { RotationSchedule } from '../../src/domain/rotation-schedule.js';
import type { Id } from '../../src/domain/scalars.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { Relay } from '../../src/outbox/relay.js';
import { pauseSchedule } from '../../src/planning/pause-edits.js';
import { Planner } from '../../src/planning/planner.js';
import { createSchedule } from '../../src/planning/schedule-edits.js';
import { findTemporalCli } from '../../src/runtime/temporal-cli.js';
import { openTemporalClient } from '../../src/temporal/client.js';
import type { TemporalSettings } from '../../src/temporal/settings.js';
import { connectWorker, createWorkers } from '../../src/temporal/worker.js';
import { commandForCurrent, isCurrentVersion, type WorkerVersion } from '../../src/temporal/worker-version.js';
import { createWorkflowControl } from '../../src/temporal/workflow-control.js';
import { rotateNowUpdate, statusQuery } from '../../src/workflows/plan/messages.js';
import { activitiesOf } from '../support/activities.js';
import { insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { spreadIds, testSettings, workflowBundle } from '../support/temporal.js';

const caller = serviceCaller('test');
/** The usual lateness on a busy machine. */
const LATE_MS = 5_000;
const LIMITS = { maxCachedWorkflows: 100, activitySlots: 30, fileSlots: 2, shutdownGraceMs: 4_000 };

/** A worker's process at work, as far as Temporal and the database see it. */
interface Build {
  stop(): Promise<void>;
}

describe('a rolling change of workers', function () {
  this.timeout(240_000);
  let database: TestDatabase;
  let settings: TemporalSettings;
  let planner: Planner;
  let relay: Relay;
  let client: ReturnType<typeof openTemporalClient>;
  let cli: string;
  const clock = new DatabaseClock();
  const builds = new Set<Build>();
  const deploymentName = `test-${randomUUID()}`;
  const [A, B]: WorkerVersion[] = ['a', 'b'].map((buildId) => ({ deploymentName, buildId }));

  before(async function () {
    this.timeout(600_000);
    database = await testDatabase();
    const { db } = database;
    await spreadIds(db);
    await clock.start(db);
    settings = await testSettings();
    await workflowBundle();
    client = openTemporalClient(settings);
    planner = new Planner({ db, clock });
    const { deliver } = createWorkflowControl(client, settings.taskQueue);
    relay = new Relay({ db, deliver, logger: pino({ level: 'silent' }), pollMs: 50 });
    relay.start();
    const environment = process.env;
    const progress = (): void => undefined;
    cli = (await findTemporalCli({ givenPath: environment['TEMPORAL_CLI_PATH'], environment, progress })).path;
  });
  after(async () => {
    await relay.stop();
    for (const id of await database.db('video_rotation_schedules').pluck<Id[]>('id')) await handleOf(id).terminate();
    await Promise.all([...builds].map((build) => build.stop()));
    await client.connection.close();
    clock.stop();
    await database.drop();
  });

  const handleOf = (id: Id) => client.workflow.getHandle(workflowId('schedule', id));
  const statusOf = async (id: Id): Promise<string> => (await handleOf(id).query(statusQuery)).status;
  const slotsOf = (schedule_id: Id): Promise<Rotation[]> =>
    database.db<Rotation>('rotations').where({ schedule_id, cause: 'schedule' }).orderBy('due_at');

  async function start(version?: WorkerVersion): Promise<Build> {
    let isStopping = false;
    const activities = activitiesOf({
      planner,
      clock,
      ownerOf: createPlanOwners(database.db),
      atOnce: createFairLimiter({ inAll: 4, perKey: 4 }),
      takeTurn: createSpacing(50),
      stays: new Stays({ clock, places: { inAll: 4, perKey: 1 }, isStopping: () => isStopping }),
    });
    const source = { workflowBundle: await workflowBundle() };
    const connection = await connectWorker(settings);
    const own = { ...settings, ...(version && { version }) };
    const workers = await createWorkers(connection, own, activities, LIMITS, source);
    const running = workers.run();
    const build: Build = {
      async stop() {
        builds.delete(build);
        isStopping = true;
        workers.shutdown();
        await running;
        await connection.close();
      },
    };
    builds.add(build);
    return build;
  }

  /** What an operator types. */
  async function operate(command: string): Promise<void> {
    const { address = '' } = settings.connection;
    const args = [...command.split(' ').slice(1), '--yes', '--address', address, '--namespace', settings.namespace];
    // A version is known once its workers have asked for tasks.
    await eventually(() => promisify(execFile)(cli, args), 30_000, 300);
  }

  async function aSchedule(given: object): Promise<RotationSchedule> {
    const content = await insertContent(database.db, { settled_at: clock.now() });
    const videos: Id[] = [];
    for (const title of ['Spring', 'Summer']) videos.push((await insertVideo(database.db, content.id, { title })).id);
    const input = { rotation_type: 'interval', interval_seconds: 3_600, video_sequence: videos, ...given } as const;
    return createSchedule(planner, caller, content.id, input);
  }

  /** Until the schedule has taken some slots more, the last of which belong to who works now. */
  async function untilMoreSlots(id: Id): Promise<void> {
    const before = (await slotsOf(id)).length;
    await eventually(async () => assert.ok((await slotsOf(id)).length >= before + 2), 40_000, 200);
  }

  /** The build that a workflow ran its last task on; none: on no version. */
  async function buildOf(id: Id): Promise<string | undefined> {
    const { raw } = await handleOf(id).describe();
    return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? undefined;
  }

  it('disturbs no schedule: from workers without a version, from version to version, and back', async () => {
    assert.ok(A && B);
    const often = await aSchedule({ interval_seconds: 1 });
    const seldom = await aSchedule({ interval_seconds: 5 });
    const asleep = await aSchedule({});
    const paused = await aSchedule({ interval_seconds: 1 });
    const resuming = await aSchedule({ interval_seconds: 2 });
    await pauseSchedule(planner, caller, paused.id, { note: 'Closed', until: null });
    const resumesAt = clock.now() + 30_000;
    await pauseSchedule(planner, caller, resuming.id, { note: null, until: resumesAt });
    const takenWhilePaused = (await slotsOf(paused.id)).length;
    const all = [often, seldom, asleep, paused, resuming].map(({ id }) => id);

    let working = await start();
    await untilMoreSlots(seldom.id);
    for (const { id } of [paused, resuming]) await eventually(async () => assert.equal(await statusOf(id), 'paused'));
    const begun = clock.now();
    const changes = [A, B, A];
    for (const version of changes) {
      const next = await start(version);
      await operate(commandForCurrent(version));
      assert.equal(await isCurrentVersion(client, version), true);
      await working.stop();
      working = next;
      await handleOf(asleep.id).executeUpdate(rotateNowUpdate, { updateId: randomUUID() });
      await untilMoreSlots(seldom.id);
      for (const { id } of [seldom, asleep]) assert.equal(await buildOf(id), version.buildId);
    }
    // Back to workers without a version.
    const plain = await start();
    await operate(`temporal worker deployment set-current-version --deployment-name ${deploymentName} --unversioned`);
    await working.stop();
    await untilMoreSlots(seldom.id);
    await handleOf(asleep.id).executeUpdate(rotateNowUpdate, { updateId: randomUUID() });

    const everyMs = new Map([
      [often, 1_000],
      [seldom, 5_000],
      [resuming, 2_000],
    ]);
    for (const [{ id }, ms] of everyMs) {
      const rows = await slotsOf(id);
      const due = rows.map((row) => row.due_at);
      assert.deepEqual(
        due,
        due.map((_, n) => (due[0] ?? 0) + n * ms),
        'a slot is missing',
      );
      const late = rows.filter((row) => row.due_at > begun && row.applied_at - row.due_at > LATE_MS);
      assert.deepEqual(late, []);
    }
    assert.ok(((await slotsOf(resuming.id))[0]?.due_at ?? 0) > resumesAt);
    assert.equal((await slotsOf(paused.id)).length, takenWhilePaused);
    assert.deepEqual([await statusOf(paused.id), await statusOf(resuming.id)], ['paused', 'running']);
    const asked = await database.db('rotations').where({ schedule_id: asleep.id, cause: 'rotate_now' });
    assert.equal(asked.length, changes.length + 1);
    for (const id of all) await assertReplays(id);
    await plain.stop();
  });

  /** No task of the workflow failed, and this build goes the way that the others went. */
  async function assertReplays(id: Id): Promise<void> {
    const history = await handleOf(id).fetchHistory();
    const failed = history.events?.flatMap((event) => event.workflowTaskFailedEventAttributes ?? []);
    assert.deepEqual(failed, []);
    await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, workflowId('schedule', id));
  }
});
