import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DatabaseClock } from '../../src/db/clock.js';
import { serviceCaller } from '../../src/domain/caller.js';
import type { Rotation } from '../../src/domain/rotation.js';
import type { Id } from '../../src/domain/scalars.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { Planner } from '../../src/planning/planner.js';
import { createSchedule, deleteSchedule } from '../../src/planning/schedule-edits.js';
import { openTemporalClient } from '../../src/temporal/client.js';
import type { TemporalSettings } from '../../src/temporal/settings.js';
import { freePort } from '../../src/runtime/ports.js';
import { insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { spreadIds, testSettings } from '../support/temporal.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const caller = serviceCaller('test');

/** A worker process and what it has logged. */
interface WorkerProcess {
  child: ChildProcess;
  log: () => string;
  exited: Promise<number | null>;
}

describe('src/main-worker.ts', function () {
  this.timeout(120_000);
  let database: TestDatabase;
  let clock: DatabaseClock;
  let settings: TemporalSettings;
  let children: WorkerProcess[];

  before(async function () {
    this.timeout(600_000);
    database = await testDatabase();
    await spreadIds(database.db);
    clock = new DatabaseClock();
    await clock.start(database.db);
    settings = await testSettings();
  });
  after(async () => {
    const client = openTemporalClient(settings);
    for (const name of ['clean-up', 'reconcile']) {
      await client.schedule.getHandle(`${settings.taskQueue}-${name}`).delete();
    }
    await client.connection.close();
    clock.stop();
    await database.drop();
  });
  beforeEach(() => {
    children = [];
  });
  afterEach(async () => {
    for (const { child, exited } of children) {
      child.kill('SIGKILL');
      await exited;
    }
  });

  function startWorker(given: Record<string, string> = {}): WorkerProcess {
    const env = {
      PATH: process.env['PATH'],
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: settings.connection.address,
      TEMPORAL_TASK_QUEUE: settings.taskQueue,
      ...given,
    };
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main-worker.ts'], { cwd: ROOT, env });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
    const exited = once(child, 'exit').then(([code]) => code as number | null);
    const worker = { child, log: () => text, exited };
    children.push(worker);
    return worker;
  }

  const untilLogged = (worker: WorkerProcess, words: RegExp): Promise<void> =>
    eventually(() => assert.match(worker.log(), words), 60_000);

  async function everySeconds(interval_seconds: number): Promise<Id> {
    const { db } = database;
    const planner = new Planner({ db, clock });
    const content = await insertContent(db, { settled_at: clock.now() });
    const videos = [await insertVideo(db, content.id), await insertVideo(db, content.id)];
    const video_sequence = videos.map(({ id }) => id);
    const rule = { rotation_type: 'interval', interval_seconds, video_sequence } as const;
    return (await createSchedule(planner, caller, content.id, rule)).id;
  }

  const slots = (schedule_id: Id): Promise<Rotation[]> =>
    database.db('rotations').where({ schedule_id, cause: 'schedule' }).orderBy('id');

  it('rotates what the outbox holds, tells so, and stops in order', async () => {
    const id = await everySeconds(1);
    const port = String(await freePort());
    const worker = startWorker({ WORKER_METRICS_PORT: port });
    await untilLogged(worker, /worker ready/);
    await untilLogged(
      worker,
      /rotated content \d+ 'Portrait' by schedule \d+: video \d+ 'Video' -> \d+ 'Video', due [\d:.]+Z, \d+ ms late/,
    );
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    assert.match(metrics, /^rotations_total\{cause="schedule"\} \d+$/m);
    assert.match(metrics, /^rotation_lateness_seconds_count \d+$/m);
    assert.match(metrics, /^outbox_messages \d+$/m);

    const begun = performance.now();
    worker.child.kill('SIGTERM');
    assert.equal(await worker.exited, 0, worker.log());
    assert.ok(performance.now() - begun < 8_000);
    assert.match(worker.log(), /worker stopped/);
    assert.doesNotMatch(worker.log(), /WARN|No workflows registered/);

    // Another one goes on where it stopped, the slots in between included.
    const before = (await slots(id)).length;
    const next = startWorker();
    await untilLogged(next, /worker ready/);
    const rows = await eventually(async () => {
      const found = await slots(id);
      assert.ok(found.length > before + 4);
      return found;
    }, 30_000);
    const first = rows[0]?.due_at ?? 0;
    assert.deepEqual(
      rows.map((row) => row.due_at),
      rows.map((_, n) => first + n * 1_000),
    );

    await deleteSchedule(new Planner({ db: database.db, clock }), caller, id, null);
    const client = openTemporalClient(settings);
    const handle = client.workflow.getHandle(workflowId('schedule', id));
    await eventually(async () => assert.equal((await handle.describe()).status.name, 'CANCELLED'));
    await client.connection.close();
  });

  it('takes over the schedules that slept in a worker that was killed', async () => {
    const id = await everySeconds(8);
    const first = startWorker();
    await untilLogged(first, /worker ready/);
    await eventually(async () => assert.ok((await slots(id)).length > 0), 30_000);
    const second = startWorker();
    await untilLogged(second, /worker ready/);
    const before = (await slots(id)).length;
    await eventually(async () => assert.ok((await slots(id)).length > before), 30_000);
    const client = openTemporalClient(settings);
    const handle = client.workflow.getHandle(workflowId('schedule', id));
    await eventually(async () => {
      const { events } = await handle.fetchHistory();
      assert.ok(events?.at(-1)?.timerStartedEventAttributes, 'It does not sleep yet.'); // In the first worker.
    });
    await client.connection.close();
    first.child.kill('SIGKILL');
    const killedAt = clock.now();
    const { due_at, applied_at } = await eventually(async () => {
      const next = (await slots(id)).find((slot) => slot.due_at > killedAt);
      assert.ok(next);
      return next;
    }, 30_000);
    // Temporal gives a task that is not fetched to another worker after 10 s; the workflow woke up 2.5 s early.
    assert.ok(applied_at - due_at < 9_000, `${applied_at - due_at} ms late`);
    await deleteSchedule(new Planner({ db: database.db, clock }), caller, id, null);
  });

  it('waits for Temporal and for Postgres instead of ending, and can be stopped meanwhile', async () => {
    const nowhere = `127.0.0.1:${await freePort()}`;
    const withoutTemporal = startWorker({ TEMPORAL_ADDRESS: nowhere });
    const withoutPostgres = startWorker({ DATABASE_URL: `postgres://nobody@${nowhere}/none` });
    await untilLogged(withoutTemporal, /Temporal cannot be reached.*Trying again in 2 s/);
    await untilLogged(withoutPostgres, /Postgres cannot be reached.*Trying again in 2 s/);
    for (const worker of [withoutTemporal, withoutPostgres]) {
      worker.child.kill('SIGINT');
      assert.equal(await worker.exited, 0, worker.log());
    }
  });

  it('refuses a schema that is not its own', async () => {
    const empty = await testDatabase({ migrated: false });
    const worker = startWorker({ DATABASE_URL: empty.url });
    assert.equal(await worker.exited, 1);
    assert.match(worker.log(), /schema is not this version's/);
    await empty.drop();
  });

  it('refuses a wrong variable', async () => {
    const worker = startWorker({ TEMPORAL_ACTIVITY_SLOTS: 'many' });
    assert.equal(await worker.exited, 1);
    assert.match(worker.log(), /TEMPORAL_ACTIVITY_SLOTS: .*number/);
  });
});
