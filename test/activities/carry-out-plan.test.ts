import assert from 'node:assert/strict';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/activities.js';
import type { OperatorRequest } from '../../src/activities/operator-request.js';
import type { PlanReport, PlanTask } from '../../src/activities/plan-report.js';
import { noteScheduleFailure } from '../../src/db/schedules.js';
import { createPlanOwners } from '../../src/db/plan-owners.js';
import { serviceCaller } from '../../src/domain/caller.js';
import { AppError } from '../../src/domain/errors.js';
import type { ArContent } from '../../src/domain/ar-content.js';
import type { Rotation } from '../../src/domain/rotation.js';
import type { RotationSchedule } from '../../src/domain/rotation-schedule.js';
import type { Video } from '../../src/domain/video.js';
import { LATE_MS } from '../../src/domain/plan/lateness.js';
import { Planner } from '../../src/planning/planner.js';
import { createSchedule, deleteSchedule, updateSchedule } from '../../src/planning/schedule-edits.js';
import { updateVideo } from '../../src/planning/video-edits.js';
import { Stays } from '../../src/activities/stays.js';
import { activitiesOf } from '../support/activities.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { aDaypart } from '../support/calendars.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { quietLogger } from '../support/temporal.js';

const caller = serviceCaller('test');
const MINUTE = 60_000;

/** What an activity finds around it: that it was called by the run `run-1`. */
const anEnvironment = (): MockActivityEnvironment =>
  new MockActivityEnvironment({ workflowExecution: { workflowId: 'w', runId: 'run-1' } }, { logger: quietLogger });

describe('the activities', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let clock: TestClock;
  let planner: Planner;
  let activities: Activities;
  /** How often anything was settled. */
  let settlings: number;
  /** Whose turns were taken, and how long they are to be waited for. */
  let turns: number[];
  let restMs: number;
  /** How many of a company may go on to their next slot by themselves. */
  const places = { inAll: 10, perKey: 0 };
  let isStopping: boolean;
  let content: ArContent;
  let videos: [Video, Video];

  before(async function () {
    this.timeout(120_000);
    database = await testDatabase();
  });
  after(() => database.drop());

  beforeEach(async () => {
    const { db } = database;
    clock = new TestClock(NOON);
    settlings = 0;
    [turns, restMs] = [[], 0];
    [places.perKey, isStopping] = [0, false];
    planner = new Planner({ db, clock });
    activities = activitiesOf({
      planner,
      clock,
      ownerOf: createPlanOwners(db),
      atOnce: (_company, action) => {
        settlings += 1;
        return action();
      },
      takeTurn: (companyId) => {
        turns.push(companyId);
        return restMs;
      },
      noteFailure: (scheduleId, error) => noteScheduleFailure(db, scheduleId, String(error)),
      stays: new Stays({ clock, places, isStopping: () => isStopping }),
      reconcile: () => Promise.reject(new AppError('database_unavailable', 'away')),
      cleanUp: {
        now: () => clock.now(),
        keptMs: { ledger: 0, audit: 0, idempotencyKeys: 0, bulks: 0, overrides: 0 },
        forget: {
          ledger: () => Promise.resolve(0),
          audit: () => Promise.resolve(0),
          idempotencyKeys: () => Promise.resolve(0),
          bulks: () => Promise.resolve(0),
          overrides: () => Promise.resolve(0),
        },
        takeDueFile: () => Promise.resolve(false),
        deleteFile: () => Promise.resolve(),
        onFileFailure: () => undefined,
        countOrphans: () => Promise.resolve({ files: 0, videos: 0 }),
        takeExpiredUpload: () => Promise.resolve(false),
        removeOldRevisions: async () => 0,
        abandonedVideos: () => Promise.resolve([]),
        forgetSignIns: () => Promise.resolve(0),
        forgetWebhookEvents: () => Promise.resolve(0),
        abandon: () => Promise.resolve(),
      },
    });
    content = await insertContent(db);
    videos = [
      await insertVideo(db, content.id, { title: 'Spring' }),
      await insertVideo(db, content.id, { title: 'Summer' }),
    ];
  });

  const everyMinute = (): Promise<RotationSchedule> =>
    createSchedule(planner, caller, content.id, {
      rotation_type: 'interval',
      interval_seconds: 60,
      video_sequence: videos.map(({ id }) => id),
    });

  const run = (task: PlanTask): Promise<PlanReport> => anEnvironment().run(activities.carryOutPlan, task);

  const ledger = (cause: Rotation['cause']): Promise<Rotation[]> =>
    database.db('rotations').where({ ar_content_id: content.id, cause }).orderBy('id');

  it('carries out what is due, in the name of the run, and tells what comes next', async () => {
    const schedule = await everyMinute();
    clock.set(NOON + MINUTE + 5);
    const report = await run({ scheduleId: schedule.id });
    assert.deepEqual(report, {
      status: 'running',
      sleepMs: MINUTE - 5 - 2_500,
      nextRotationAt: '2026-11-21T12:02:00.000Z',
      details:
        `next: video ${videos[0].id} 'Spring' at 2026-11-21 12:02 UTC\n\n` +
        'Every minute, the next of 2 videos.\n\n' +
        `AR content ${content.id} 'Portrait' shows video ${videos[1].id} 'Summer' (rotation)`,
      timerSummary: `next: video ${videos[0].id} 'Spring' at 2026-11-21 12:02 UTC`,
      attributes: {
        arContentId: content.id,
        companyId: content.company_id,
        scheduleId: schedule.id,
        rotationType: 'interval',
      },
    });
    const [row, ...others] = await ledger('schedule');
    assert.equal(others.length, 0);
    assert.deepEqual([row?.actor, row?.workflow_run_id], ['workflow', 'run-1']);
    assert.deepEqual([row?.due_at, row?.applied_at], [NOON + MINUTE, NOON + MINUTE + 5]);
  });

  it('counts what comes late and what fails, and raises no revision for it', async () => {
    const { id, revision } = await everyMinute();
    const row = (): Promise<RotationSchedule | undefined> =>
      database.db<RotationSchedule>('video_rotation_schedules').where({ id }).first();
    clock.set(NOON + MINUTE + LATE_MS);
    await run({ scheduleId: id });
    assert.deepEqual([(await row())?.late_count, (await row())?.worst_lateness_ms], [0, 0]);
    clock.set(NOON + 3 * MINUTE + 11_000);
    const restore = planner.settle.bind(planner);
    planner.settle = () => Promise.reject(new AppError('busy', 'Try again.'.repeat(100)));
    await assert.rejects(run({ scheduleId: id }));
    await assert.rejects(run({ arContentId: content.id }));
    planner.settle = restore;
    await run({ scheduleId: id });
    const after = await row();
    assert.deepEqual([after?.late_count, after?.worst_lateness_ms, after?.failed_count], [2, MINUTE + 11_000, 1]);
    assert.deepEqual([after?.last_error?.length, after?.revision], [500, revision]);
  });

  it('sends the workflow to sleep when nothing is due for long', async () => {
    const { id } = await everyMinute();
    const report = await run({ scheduleId: id });
    assert.equal(report.status === 'running' && report.sleepMs, MINUTE - 2_500);
    assert.deepEqual(clock.waits, []);
    assert.equal((await ledger('schedule')).length, 0);
  });

  it('waits by itself, on the same clock, when it was called a little early', async () => {
    const { id } = await everyMinute();
    clock.set(NOON + MINUTE - 900);
    const report = await run({ scheduleId: id });
    assert.deepEqual(clock.waits, [NOON + MINUTE]);
    assert.deepEqual(
      (await ledger('schedule')).map((row) => row.applied_at - row.due_at),
      [0],
    );
    assert.equal(report.status === 'running' && report.sleepMs, MINUTE - 2_500);
  });

  it('waits for the instant that its workflow woke up for before it asks Postgres for anything', async () => {
    const { id, next_rotation_at } = await everyMinute();
    clock.set(NOON + MINUTE - 2_400);
    const report = await run({ scheduleId: id, dueAt: new Date(next_rotation_at ?? 0).toISOString() });
    assert.deepEqual(clock.waits, [NOON + MINUTE]);
    assert.equal(settlings, 1);
    assert.deepEqual(
      (await ledger('schedule')).map((row) => row.applied_at - row.due_at),
      [0],
    );
    assert.equal(report.status === 'running' && report.sleepMs, MINUTE - 2_500);
  });

  it('does not wait for an instant that is past, or far away, such as after the clock was set back', async () => {
    const { id } = await everyMinute();
    clock.set(NOON + MINUTE + 700);
    await run({ scheduleId: id, dueAt: new Date(NOON + MINUTE).toISOString() });
    assert.equal((await ledger('schedule')).length, 1);
    assert.equal(clock.now(), NOON + MINUTE + 700);
    await run({ scheduleId: id, dueAt: new Date(NOON + 2 * MINUTE).toISOString() });
    assert.equal(clock.now(), NOON + MINUTE + 700);
    assert.equal((await ledger('schedule')).length, 1);
  });

  it('carries out nothing that was put off while it waited', async () => {
    const { id } = await everyMinute();
    clock.set(NOON + MINUTE - 2_000);
    const waitUntil = clock.waitUntil.bind(clock);
    clock.waitUntil = async (instant) => {
      await updateSchedule(planner, caller, id, { interval_seconds: 600 }, null);
      await waitUntil(instant);
    };
    const report = await run({ scheduleId: id, dueAt: new Date(NOON + MINUTE).toISOString() });
    assert.deepEqual(clock.waits, [NOON + MINUTE]);
    assert.equal((await ledger('schedule')).length, 0);
    assert.ok(report.status === 'running' && Date.parse(report.nextRotationAt ?? '') > NOON + 5 * MINUTE);
  });

  it('asks to be called again at once when the next instant is closer than a timer is good for', async () => {
    const everySeconds = async (interval_seconds: number): Promise<PlanReport> => {
      const video_sequence = videos.map((video) => video.id);
      const rule = { rotation_type: 'interval', interval_seconds, video_sequence } as const;
      return run({ scheduleId: (await createSchedule(planner, caller, content.id, rule)).id });
    };
    const [two, five] = [await everySeconds(2), await everySeconds(5)];
    assert.equal(two.status === 'running' && two.sleepMs, 0);
    assert.equal(five.status === 'running' && five.sleepMs, 2_500);
  });

  describe('a schedule that is due every second', () => {
    let id: number;
    beforeEach(async () => {
      ({ id } = await everyMinute());
      await updateSchedule(planner, caller, id, { interval_seconds: 1 }, null);
      clock.set(NOON + 1_000);
    });
    const rotations = async (): Promise<number> => (await ledger('schedule')).length;

    it('goes on from slot to slot for half a minute, each at its instant', async () => {
      places.perKey = 1;
      const report = await run({ scheduleId: id });
      assert.equal(clock.now(), NOON + 31_000);
      assert.ok((await ledger('schedule')).every((row) => row.applied_at === row.due_at));
      assert.deepEqual([await rotations(), turns.length], [31, 1]);
      assert.equal(report.status === 'running' && report.nextRotationAt, '2026-11-21T12:00:32.000Z');
    });

    it('leaves its place afterwards', async () => {
      places.perKey = 1;
      for (const rotated of [31, 61]) {
        await run({ scheduleId: id });
        assert.equal(await rotations(), rotated);
      }
    });

    it('does not go on once the worker is to stop', async () => {
      places.perKey = 1;
      const waitUntil = clock.waitUntil.bind(clock);
      clock.waitUntil = (instant) => {
        isStopping = instant >= NOON + 4_000;
        return waitUntil(instant);
      };
      await run({ scheduleId: id });
      assert.equal(await rotations(), 4);
    });

    it('ends where it was paused meanwhile', async () => {
      places.perKey = 1;
      const waitUntil = clock.waitUntil.bind(clock);
      clock.waitUntil = async (instant) => {
        if (instant === NOON + 3_000) await updateSchedule(planner, caller, id, { is_active: false }, null);
        await waitUntil(instant);
      };
      const report = await run({ scheduleId: id });
      assert.deepEqual([report.status, await rotations()], ['paused', 2]);
    });
  });

  it('does not wait after a step, as close as the next instant may be', async () => {
    const { id } = await everyMinute();
    await updateSchedule(planner, caller, id, { interval_seconds: 2 }, null);
    clock.set(NOON + 2_000);
    const report = await run({ scheduleId: id });
    assert.deepEqual(clock.waits, []);
    assert.equal(report.status === 'running' && report.sleepMs, 0);
    assert.equal((await ledger('schedule')).length, 1);
  });

  it('has whoever is due again soon wait for a turn of its company, and then settle all that fell due', async () => {
    const { id } = await everyMinute();
    await updateSchedule(planner, caller, id, { interval_seconds: 1 }, null);
    restMs = 6_000;
    clock.set(NOON + 1_000);
    const report = await run({ scheduleId: id });
    assert.equal(report.status === 'running' && report.sleepMs, 6_000);
    assert.deepEqual(turns, [content.company_id]);
    clock.advance(6_000);
    await run({ scheduleId: id, dueAt: new Date(NOON + 2_000).toISOString() });
    assert.equal(clock.now(), NOON + 7_000);
    assert.equal((await ledger('schedule')).length, 7);
  });

  it('takes no turn for what is not due again within a minute', async () => {
    const { id } = await everyMinute();
    await updateSchedule(planner, caller, id, { interval_seconds: 61 }, null);
    restMs = 6_000;
    clock.set(NOON + 61_000);
    const report = await run({ scheduleId: id });
    assert.deepEqual([report.status === 'running' && report.sleepMs, turns], [61_000 - 2_500, []]);
  });

  it('changes nothing twice, however often and at once it is executed', async () => {
    const { id } = await everyMinute();
    clock.set(NOON + 3 * MINUTE + 100);
    const subjects = Array.from({ length: 12 }, () => ({ scheduleId: id }));
    const reports = await Promise.all(subjects.map(run));
    assert.deepEqual(new Set(reports.map((report) => report.status)), new Set(['running']));
    await run({ scheduleId: id });
    const rows = await ledger('schedule');
    assert.deepEqual(
      rows.map((row) => row.due_at),
      [NOON + MINUTE, NOON + 2 * MINUTE, NOON + 3 * MINUTE],
    );
    assert.deepEqual(
      rows.map((row) => row.to_video_id),
      [videos[1].id, videos[0].id, videos[1].id],
    );
  });

  it('says that a schedule is gone, and that a content is', async () => {
    const { id } = await everyMinute();
    await deleteSchedule(planner, caller, id, null);
    assert.deepEqual(await run({ scheduleId: id }), { status: 'gone' });
    assert.deepEqual(await run({ arContentId: content.id + 1_000_000 }), { status: 'gone' });
  });

  it('says that a schedule is paused, and why', async () => {
    const { id } = await everyMinute();
    await updateSchedule(planner, caller, id, { is_active: false }, null);
    const report = await run({ scheduleId: id });
    assert.ok(report.status === 'paused');
    assert.deepEqual([report.sleepMs, report.nextRotationAt], [null, null]);
    assert.match(report.details, /^paused: by test\n/);
  });

  it('says that a schedule has ended', async () => {
    const { id } = await everyMinute();
    await updateSchedule(planner, caller, id, { ends_at: NOON + 30_000 }, null);
    const report = await run({ scheduleId: id });
    assert.ok(report.status === 'ended');
    assert.match(report.details, /^ended: no slot is left\n/);
  });

  it('commits the edges of hours that change anything, sleeps over the others, and never ends while some come', async () => {
    const { db } = database;
    const other = await insertContent(db, { title: 'Poster' });
    const [first] = [await insertVideo(db, other.id), await insertVideo(db, other.id)];
    const hours = (from: string, to: string) =>
      aDaypart({ db, content: other }, [{ days: [1, 2, 3, 4, 5, 6, 7], from, to }]);
    // The second one is open while the first one is, too: nothing is seen of it.
    const [{ id: afternoon }, { id: early }] = [await hours('13:00', '15:00'), await hours('13:30', '14:00')];
    await updateVideo(planner, caller, first.id, { daypart_id: afternoon }, null);
    const { id: second } = await insertVideo(db, other.id, { title: 'Unseen', rotation_order: 1 });
    await updateVideo(planner, caller, second, { daypart_id: early }, null);
    const next = async (): Promise<unknown> => {
      const report = await run({ arContentId: other.id });
      return report.status === 'running' ? report.nextRotationAt : report.status;
    };
    assert.equal(await next(), '2026-11-21T13:00:00.000Z');
    clock.set(NOON + 60 * MINUTE);
    assert.equal(await next(), '2026-11-21T15:00:00.000Z');
    clock.set(NOON + 120 * MINUTE);
    assert.equal(await next(), '2026-11-21T15:00:00.000Z');
    clock.set(NOON + 180 * MINUTE);
    assert.equal(await next(), '2026-11-22T13:00:00.000Z');
    const rows = await db<Rotation>('rotations').where('ar_content_id', other.id).orderBy('id');
    assert.deepEqual(
      rows.map(({ cause, due_at }) => [cause, (due_at - NOON) / MINUTE]),
      [
        ['manual', 0],
        ['window', 60],
        ['window', 180],
      ],
    );
  });

  it('commits the window edges and expiries of a content, and ends with the last', async () => {
    const { db } = database;
    const other = await insertContent(db, { title: 'Poster' });
    await insertVideo(db, other.id, { title: 'Sale', schedule_start: NOON + MINUTE, expires_at: NOON + 5 * MINUTE });
    const first = await run({ arContentId: other.id });
    assert.ok(first.status === 'running');
    assert.equal(first.nextRotationAt, '2026-11-21T12:01:00.000Z');
    assert.match(first.details, /^next: edge or expiry at 2026-11-21 12:01 UTC\n/);
    assert.deepEqual([first.attributes.scheduleId, first.attributes.arContentId], [null, other.id]);
    clock.set(NOON + 5 * MINUTE);
    assert.equal((await run({ arContentId: other.id })).status, 'ended');
    const rows = await db<Rotation>('rotations').where('ar_content_id', other.id).orderBy('id');
    assert.deepEqual(
      rows.map((row) => row.cause),
      ['window', 'expiry'],
    );
  });

  it('shortens a long title, so that a summary stays within what the server takes', async () => {
    await database
      .db('videos')
      .where('ar_content_id', content.id)
      .update({ title: `${'Ü'.repeat(450)}\n# x` });
    const { id } = await everyMinute();
    const report = await run({ scheduleId: id });
    assert.ok(report.status === 'running' && Buffer.byteLength(report.timerSummary) < 200);
  });

  describe('rotateNow', () => {
    const rotateNow = (scheduleId: number, requestId: string) =>
      anEnvironment().run(activities.rotateNow, { scheduleId, requestId });

    it('happens once a request', async () => {
      const { id } = await everyMinute();
      clock.advance(10_000);
      const first = await rotateNow(id, 'update:1');
      assert.deepEqual(first, { result: `schedule ${id} shows video ${videos[1].id}` });
      await rotateNow(id, 'update:1');
      assert.equal((await ledger('rotate_now')).length, 1);
      await rotateNow(id, 'update:2');
      assert.equal((await ledger('rotate_now')).length, 2);
    });

    it('fails for good when no video can be shown', async () => {
      const { id } = await everyMinute();
      await database.db('videos').where('ar_content_id', content.id).update({ status: 'failed' });
      await assert.rejects(rotateNow(id, 'update:1'), (error: unknown) => {
        assert.ok(error instanceof ApplicationFailure);
        assert.deepEqual([error.type, error.nonRetryable], ['no_candidate_video', true]);
        return true;
      });
    });
  });

  describe('what operators ask for', () => {
    const operate = (scheduleId: number, requestId: string, request: OperatorRequest) =>
      anEnvironment().run(activities.operate, { scheduleId, requestId, request });
    const rowOf = async (id: number): Promise<RotationSchedule> => {
      const row = await database.db<RotationSchedule>('video_rotation_schedules').where({ id }).first();
      assert.ok(row !== undefined);
      return row;
    };

    it('happens once a request, in the name of the workflow', async () => {
      const { id } = await everyMinute();
      const until = new Date(clock.now() + 3_600_000).toISOString();
      const pause = { kind: 'pause', note: 'Closed', until, missed: 'once' } as const;
      assert.deepEqual(await operate(id, 'update:1', pause), { result: `schedule ${id} is paused` });
      const paused = await rowOf(id);
      assert.deepEqual(
        [paused.is_active, paused.paused_by, paused.pause_note, paused.resume_at, paused.resume_missed],
        [false, 'workflow', 'Closed', Date.parse(until), 'once'],
      );
      await operate(id, 'update:2', { kind: 'resume' });
      await operate(id, 'update:1', pause);
      assert.equal((await rowOf(id)).is_active, true);

      await operate(id, 'update:3', { kind: 'setPosition', position: 1 });
      assert.deepEqual([(await rowOf(id)).current_index, (await rowOf(id)).position_pending], [1, true]);
      for (const requestId of ['update:4', 'update:4', `update:${'long '.repeat(200)}`]) {
        await operate(id, requestId, { kind: 'skipNext' });
      }
      assert.equal((await database.db('schedule_skips').where('schedule_id', id)).length, 2);
      const other = await everyMinute();
      await operate(other.id, 'update:1', { kind: 'pause' });
      assert.equal((await rowOf(other.id)).is_active, false);
    });

    const refused: [string, object, RegExp][] = [
      ['until without a zone', { kind: 'pause', until: '2031-05-02T09:00:00' }, /until has no offset/],
      [
        'until on a day that is none',
        { kind: 'pause', until: '2031-02-30T09:00:00Z' },
        /2031-02-30, a day that does not/,
      ],
      ['until that is no date', { kind: 'pause', until: 'Tomorrow' }, /until must be an instant with Z/],
      ['until that is no text', { kind: 'pause', until: 7 }, /until must be an instant with Z/],
      ['until in the past', { kind: 'pause', until: '2001-01-01T00:00:00Z' }, /until must be in the future/],
      ['a note that is too long', { kind: 'pause', note: 'x'.repeat(501) }, /note must be text of at most 500/],
      ['a note that is no text', { kind: 'pause', note: 5 }, /note must be text/],
      ['missed that is not known', { kind: 'pause', missed: 'some' }, /missed must be one of none, once, all/],
      ['a resume of what is active', { kind: 'resume' }, /active already/],
      ['a position below 0', { kind: 'setPosition', position: -1 }, /position must be a position of the sequence/],
      ['a position that lacks', { kind: 'setPosition' }, /position must be a position of the sequence/],
      ['a position beyond the end', { kind: 'setPosition', position: 99 }, /current_index must be a position/],
    ];
    for (const [what, request, message] of refused) {
      it(`is refused for good with ${what}, in words, and changes nothing`, async () => {
        const { id } = await everyMinute();
        const before = await rowOf(id);
        await assert.rejects(operate(id, 'update:1', request as OperatorRequest), (error: unknown) => {
          assert.ok(error instanceof ApplicationFailure && error.nonRetryable);
          assert.match(error.message, message);
          return true;
        });
        assert.deepEqual(await rowOf(id), before);
      });
    }
  });

  it('leaves it to Temporal to try again what may succeed later', async () => {
    await assert.rejects(anEnvironment().run(activities.reconcile), (error: unknown) => {
      assert.ok(error instanceof ApplicationFailure);
      assert.deepEqual([error.type, error.nonRetryable], ['database_unavailable', false]);
      return true;
    });
  });
});
