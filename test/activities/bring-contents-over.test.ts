import assert from 'node:assert/strict';
import { bringContentsOver } from '../../src/activities/bring-contents-over.js';
import { createFairLimiter } from '../../src/concurrency/limiter.js';
import { countDone, findRollout, finishRollout, rolloutOf } from '../../src/db/rollouts.js';
import { must } from '../../src/domain/must.js';
import { AppError } from '../../src/domain/errors.js';
import type { Id } from '../../src/domain/scalars.js';
import { Planner } from '../../src/planning/planner.js';
import { insertCompany, NOON } from '../support/builders.js';
import { aDaypart, changeDaypart } from '../support/calendars.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { WORKFLOW } from '../support/planning.js';
import { contentsWith } from '../support/rollouts.js';

const EVENING = [{ days: [1, 2], from: '18:00', to: '20:00' }];
const NIGHT = [{ days: [1, 2], from: '22:00', to: '23:00' }];

/** A planner some of whose edits fail. */
class FailingPlanner extends Planner {
  readonly failures = new Map<Id, () => Error>();

  override edit: Planner['edit'] = async (id, caller, work) => {
    const failure = this.failures.get(id);
    if (failure !== undefined) throw failure();
    return super.edit(id, caller, work);
  };
}

describe('bringing contents over', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let planner: FailingPlanner;
  let daypart: Id;
  let rollout: Id;
  let contents: Id[];
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    const { db } = database;
    planner = new FailingPlanner({ db, clock: new TestClock(NOON) });
    const { id: company_id } = await insertCompany(db);
    ({ id: daypart } = await aDaypart({ db, content: { company_id } }, EVENING));
    const daily = { rotation_type: 'cron', cron_expression: '0 * * * *', daypart_id: daypart } as const;
    contents = await contentsWith({ db, planner, company_id, count: 3 }, daily);
    rollout = must((await changeDaypart({ db }, daypart, { hours: NIGHT })).rollout, 'a rollout').id;
  });

  const atOnce = createFairLimiter({ inAll: 4, perKey: 3 });
  const bring = (batchMs?: number) =>
    bringContentsOver(
      { db: database.db, planner, atOnce, ...(batchMs !== undefined && { batchMs }) },
      rollout,
      WORKFLOW,
    );
  const done = async () => (await rolloutOf(database.db, 'daypart', daypart))?.contents_done ?? null;
  const failFirst = (failure: () => Error): void => void planner.failures.set(Number(contents[0]), failure);

  it('brings all of them over, and does nothing when it is repeated', async () => {
    const { status, words } = await bring();
    assert.deepEqual([status, words], ['done', `all AR contents follow revision 2 of daypart ${daypart} 'Hours'`]);
    assert.equal(await done(), null);
    assert.equal((await bring()).status, 'gone');
  });

  it('says after a while how far it is, and goes on', async () => {
    const report = await bring(0);
    assert.equal(report.status, 'under_way');
    assert.match(report.words, /^3 of 3 AR contents follow revision 2/);
    assert.equal((await bring(0)).status, 'done');
  });

  it('tries one again whose rotations leave no room, once all others are brought over', async () => {
    failFirst(() => new AppError('busy', 'Rotations follow each other too closely.'));
    const report = await bring();
    assert.ok(report.status === 'under_way' && report.waitMs > 0);
    assert.match(report.words, /^2 of 3 AR contents .*; some rotate too often/);
    planner.failures.clear();
    assert.equal((await bring()).status, 'done');
  });

  it('fails for a fault once all others are brought over', async () => {
    failFirst(() => new Error('a fault of ours'));
    await assert.rejects(bring(), /a fault of ours/);
    assert.equal(await done(), 2);
  });

  it('fails at once while the database is away', async () => {
    failFirst(() => new AppError('database_unavailable', 'away'));
    await assert.rejects(bring(), { code: 'database_unavailable' });
  });

  it('leaves what is counted alone where a newer revision is gone for by then', async () => {
    const { db } = database;
    const first = must(await findRollout(db, rollout), 'the rollout');
    await bring(0);
    await changeDaypart({ db }, daypart, { hours: EVENING });
    await countDone(db, first);
    assert.equal(await done(), 0);
    assert.equal(await finishRollout(db, rollout), false);
  });

  it('is shared by two that do it at once', async () => {
    const reports = await Promise.all([bring(), bring()]);
    assert.ok(reports.every(({ status }) => status !== 'under_way'));
    const rows = await database
      .db('audit_log')
      .where('action', 'ar_content.bring_over')
      .whereIn(
        'subject',
        contents.map((id) => `ar_content:${id}`),
      );
    assert.equal(rows.length, 3);
  });
});
