import assert from 'node:assert/strict';
import { AdminDoor } from '../../src/admin/admin-door.js';
import { cancelBulk } from '../../src/admin/bulk-edits.js';
import { carryOutBulk, type BulkReport } from '../../src/activities/carry-out-bulk.js';
import { createFairLimiter } from '../../src/concurrency/limiter.js';
import { createSpacing } from '../../src/concurrency/spacing.js';
import { endBulkItem, findBulk, nextBulkItems } from '../../src/db/bulk-work.js';
import type { BulkAction, BulkRequest } from '../../src/domain/bulk.js';
import { AppError } from '../../src/domain/errors.js';
import { must } from '../../src/domain/must.js';
import type { Bulk } from '../../src/domain/bulk.js';
import type { Id } from '../../src/domain/scalars.js';
import { deleteContent } from '../../src/planning/content-edits.js';
import { pauseSchedule } from '../../src/planning/pause-edits.js';
import { Planner } from '../../src/planning/planner.js';
import { createSchedule } from '../../src/planning/schedule-edits.js';
import { begunBulk, itemsOf, schedulesOf } from '../support/bulks.js';
import { insertCompany, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { CALLER } from '../support/planning.js';
import { contentsWith } from '../support/rollouts.js';

const HOURLY = { rotation_type: 'cron', cron_expression: '0 * * * *' } as const;
const COUNT = 6;

/** A planner some of whose edits fail, before or after they were committed. */
class FailingPlanner extends Planner {
  readonly failures = new Map<Id, () => Error>();
  failsAfterCommit = false;

  override editOwnerOf: Planner['editOwnerOf'] = async (table, id, caller, missing, work) => {
    const failure = this.failures.get(id);
    if (failure !== undefined && !this.failsAfterCommit) throw failure();
    const result = await super.editOwnerOf(table, id, caller, missing, work);
    if (failure !== undefined) throw failure();
    return result;
  };
}

describe('carrying a bulk out', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let planner: FailingPlanner;
  let admin: AdminDoor;
  let clock: TestClock;
  let company: Id;
  let contents: Id[];
  let schedules: Id[];
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    const { db } = database;
    clock = new TestClock(NOON);
    planner = new FailingPlanner({ db, clock });
    admin = new AdminDoor({ db });
    ({ id: company } = await insertCompany(db));
    contents = await contentsWith({ db, planner, company_id: company, count: COUNT }, HOURLY);
    schedules = await schedulesOf(db, company);
  });

  const begin = (action: BulkAction, given: Partial<BulkRequest> = {}): Promise<Bulk> =>
    begunBulk(admin, company, { action, ...given }, { now: NOON });

  const carryOut = (bulk: Bulk, options: { batch?: number; perSecond?: number } = {}): Promise<BulkReport> =>
    carryOutBulk(
      {
        db: database.db,
        planner,
        clock,
        atOnce: createFairLimiter({ inAll: 4, perKey: 3 }),
        takeBulkTurn: createSpacing(options.perSecond ?? 1_000),
      },
      bulk.id,
      options.batch,
    );

  const now = async (bulk: Bulk): Promise<Bulk> => must(await findBulk(database.db, bulk.id), 'the bulk');
  const rowsOf = (ids: readonly Id[]) =>
    database
      .db('video_rotation_schedules')
      .whereIn('id', [...ids])
      .orderBy('id');
  const auditsOf = (action: string) =>
    database.db('audit_log').where({ action, company_id: company }).whereLike('request_id', 'bulk-%');

  it('pauses all of them in the name of whoever started it, and does nothing when it is repeated', async () => {
    const bulk = await begin('pause', { note: 'Stocktaking', resume_at: NOON + 3_600_000, missed: 'once' });
    const { status, words } = await carryOut(bulk);
    assert.deepEqual([status, words], ['done', 'pause: 6 of 6 schedules are done, 0 refused']);
    for (const row of await rowsOf(schedules)) {
      assert.deepEqual(
        [row.is_active, row.inactive_reason, row.pause_note, row.paused_by, row.resume_at, row.resume_missed],
        [false, 'paused', 'Stocktaking', CALLER.actor, NOON + 3_600_000, 'once'],
      );
    }
    const audited = await auditsOf('schedule.pause');
    assert.equal(audited.length, COUNT);
    for (const { actor, request_id } of audited) assert.deepEqual([actor, request_id], ['key:1', `bulk-${bulk.id}`]);
    const ended = await now(bulk);
    assert.deepEqual([ended.status, ended.done, ended.refused], ['done', COUNT, 0]);
    assert.equal((await carryOut(bulk)).status, 'done');
    assert.equal((await auditsOf('schedule.pause')).length, COUNT);
  });

  it('resumes, rotates, skips and deletes as the routes of a schedule do', async () => {
    await carryOut(await begin('pause'));
    assert.equal((await carryOut(await begin('resume', { missed: 'none' }))).status, 'done');
    assert.ok((await rowsOf(schedules)).every(({ is_active }) => is_active));
    await carryOut(await begin('rotate'));
    const rotations = await database.db('rotations').where({ company_id: company, cause: 'rotate_now' });
    assert.deepEqual(new Set(rotations.map(({ actor }) => actor)), new Set(['key:1']));
    assert.equal(rotations.length, COUNT);
    await carryOut(await begin('skip'));
    const skips = await database.db('schedule_skips').whereIn('schedule_id', schedules);
    assert.deepEqual(new Set(skips.map(({ slot_at }) => slot_at)), new Set([NOON + 3_600_000]));
    assert.equal(skips.length, COUNT);
    await carryOut(await begin('delete'));
    assert.deepEqual(await rowsOf(schedules), []);
  });

  it('lists what is refused, and does the others', async () => {
    const [inactive, deleted] = [Number(schedules[1]), Number(contents[3])];
    const bulk = await begin('pause');
    await pauseSchedule(planner, CALLER, inactive, {});
    await deleteContent(planner, CALLER, deleted, { expected: null, fileGraceMs: 1 });
    const { status, words } = await carryOut(bulk);
    assert.deepEqual([status, words], ['done', 'pause: 4 of 6 schedules are done, 2 refused']);
    const refused = (await itemsOf(database.db, bulk)).filter((item) => item.status === 'refused');
    assert.deepEqual(
      refused.map(({ schedule_id, code, message }) => [schedule_id, code, message]),
      [
        [inactive, 'conflict', `Rotation schedule ${inactive} is inactive already.`],
        [schedules[3], 'gone', `Rotation schedule ${schedules[3]} was deleted meanwhile.`],
      ],
    );
  });

  it('leaves a pause out whose end has come meanwhile', async () => {
    const bulk = await begin('pause', { resume_at: NOON + 1_000 });
    clock.advance(2_000);
    await carryOut(bulk);
    const [item] = await itemsOf(database.db, bulk);
    assert.deepEqual(
      [item?.code, item?.message],
      ['validation_failed', 'Not valid: until. until must be in the future.'],
    );
  });

  it('takes some at a time, and leaves a rest between them', async () => {
    const bulk = await begin('pause');
    const first = await carryOut(bulk, { batch: 4, perSecond: 10 });
    assert.equal(first.status, 'under_way');
    assert.ok(first.status === 'under_way' && first.waitMs === 300, JSON.stringify(first));
    assert.deepEqual((await now(bulk)).done, 4);
    assert.equal((await carryOut(bulk, { batch: 4 })).status, 'done');
  });

  it('does an item once, where its worker was killed right after the commit', async () => {
    const bulk = await begin('rotate');
    planner.failsAfterCommit = true;
    planner.failures.set(Number(schedules[0]), () => new AppError('database_unavailable', 'away'));
    await assert.rejects(carryOut(bulk), { code: 'database_unavailable' });
    planner.failures.clear();
    assert.equal((await carryOut(bulk)).status, 'done');
    const rotations = await database.db('rotations').where({ company_id: company, cause: 'rotate_now' });
    assert.deepEqual(new Set(rotations.map(({ schedule_id }) => schedule_id)), new Set(schedules));
    assert.equal(rotations.length, COUNT);
    assert.equal((await now(bulk)).done, COUNT);
  });

  it('is shared by two that do it at once', async () => {
    const bulk = await begin('skip');
    await Promise.all([carryOut(bulk), carryOut(bulk), carryOut(bulk)]);
    assert.equal((await carryOut(bulk)).status, 'done');
    const skips = await database.db('schedule_skips').whereIn('schedule_id', schedules);
    assert.equal(skips.length, COUNT);
    assert.equal((await now(bulk)).done, COUNT);
  });

  it('carries out two bulks about the same schedules', async () => {
    const [pausing, resuming] = [await begin('pause'), await begin('resume')];
    await carryOut(pausing);
    await carryOut(resuming);
    assert.deepEqual([(await now(pausing)).done, (await now(resuming)).done], [COUNT, COUNT]);
    assert.ok((await rowsOf(schedules)).every(({ is_active }) => is_active));
  });

  it('does nothing more once it is cancelled, also of what was taken before', async () => {
    const bulk = await begin('pause');
    await carryOut(bulk, { batch: 2 });
    const [taken] = await nextBulkItems(database.db, bulk.id, 1);
    const cancelled = await cancelBulk(admin, CALLER, bulk.id);
    assert.deepEqual([cancelled.status, cancelled.done], ['cancelled', 2]);
    const item = must(taken, 'an item');
    assert.equal(await database.db.transaction((trx) => endBulkItem(trx, item, null)), false);
    const { status, words } = await carryOut(bulk);
    assert.deepEqual(
      [status, words],
      ['cancelled', 'pause: 2 of 6 schedules are done, 0 refused, and the rest was cancelled'],
    );
    assert.equal((await rowsOf(schedules)).filter(({ is_active }) => is_active).length, 4);
    await assert.rejects(cancelBulk(admin, CALLER, bulk.id), { code: 'conflict' });
  });

  it('waits for what is under way when it is cancelled: that counts', async () => {
    const bulk = await begin('pause');
    const item = must((await itemsOf(database.db, bulk))[0], 'an item');
    const trx = await database.db.transaction();
    assert.equal(await endBulkItem(trx, item, null), true);
    const cancelling = cancelBulk(admin, CALLER, bulk.id);
    await trx.commit();
    assert.deepEqual([(await cancelling).status, (await cancelling).done], ['cancelled', 1]);
  });

  it('tries one again whose rotations leave no room, and gives it up some time', async () => {
    const bulk = await begin('pause');
    planner.failures.set(Number(schedules[0]), () => new AppError('busy', 'Rotations follow each other too closely.'));
    const first = await carryOut(bulk);
    assert.deepEqual([first.status, (await now(bulk)).done], ['under_way', COUNT - 1]);
    const second = await carryOut(bulk);
    assert.ok(second.status === 'under_way' && second.waitMs >= 1_000);
    for (let attempt = 3; attempt <= 10; attempt += 1) await carryOut(bulk);
    assert.deepEqual([(await now(bulk)).status, (await now(bulk)).refused], ['done', 1]);
    assert.equal((await itemsOf(database.db, bulk))[0]?.code, 'busy');
  });

  it('fails for a fault of ours once all others are done, and gives that schedule up some time', async () => {
    const bulk = await begin('pause');
    planner.failures.set(Number(schedules[0]), () => new Error('a fault of ours'));
    await assert.rejects(carryOut(bulk), /a fault of ours/);
    assert.equal((await now(bulk)).done, COUNT - 1);
    for (let attempt = 2; attempt < 10; attempt += 1) await assert.rejects(carryOut(bulk), /a fault of ours/);
    assert.equal((await carryOut(bulk)).status, 'done');
    const [item] = await itemsOf(database.db, bulk);
    assert.deepEqual([item?.code, item?.message], ['internal_error', 'Something went wrong on our side.']);
  });

  it('takes the schedules of one content one after the other', async () => {
    const { db } = database;
    const content = Number(contents[0]);
    const video_sequence = await db('videos').where('ar_content_id', content).pluck('id');
    await createSchedule(planner, CALLER, content, { ...HOURLY, video_sequence });
    const bulk = await begin('rotate', { filter: { ar_content_ids: [content] } });
    assert.equal(bulk.total, 2);
    await carryOut(bulk);
    assert.equal((await now(bulk)).done, 2);
  });

  it('is over where its row is gone', async () => {
    const bulk = await begin('pause');
    await database.db('bulks').where('id', bulk.id).del();
    assert.equal((await carryOut(bulk)).status, 'gone');
  });
});
