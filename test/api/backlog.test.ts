import assert from 'node:assert/strict';
import { serviceCaller } from '../../src/domain/caller.js';
import type { Transaction } from '../../src/db/database.js';
import type { Id } from '../../src/domain/scalars.js';
import { startTestApi, type ApiAnswer, type TestApi } from '../support/api.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const CONTENTS = 2;
const SCHEDULES = 2;
/** Steps of one content: some 86,000, none of which anybody has committed. */
const AWAY_MS = 12 * 3_600_000;

interface Made {
  companyId: Id;
  contentId: Id;
  videoId: Id;
  scheduleId: Id;
}

/** Every answer to an admin that shows contents as they are now. */
const ANSWERS: Record<string, (made: Made) => [method: string, path: string, body?: object]> = {
  'the list of contents': ({ companyId }) => ['GET', `/api/ar-content?company_id=${companyId}&limit=200`],
  'a content': ({ contentId }) => ['GET', `/api/ar-content/${contentId}`],
  'the list of schedules': () => ['GET', '/api/rotation?limit=200'],
  "the list of a content's schedules": ({ contentId }) => ['GET', `/api/ar-content/${contentId}/rotation`],
  'a schedule': ({ scheduleId }) => ['GET', `/api/rotation/${scheduleId}`],
  'the next slots of a schedule': ({ scheduleId }) => ['GET', `/api/rotation/${scheduleId}/upcoming`],
  'the skips of a schedule': ({ scheduleId }) => ['GET', `/api/rotation/${scheduleId}/skips`],
  "the list of a content's videos": ({ contentId }) => ['GET', `/api/ar-content/${contentId}/videos`],
  'a video': ({ videoId }) => ['GET', `/api/videos/${videoId}`],
  'the videos that nothing uses': ({ companyId }) => ['POST', '/api/unused-videos/clean-up', { company_id: companyId }],
};

describe('answers to admins while very many rotations are not committed', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let clock: TestClock;
  let api: TestApi;
  let made: Made;
  /** Keeps the contents from being settled until it is given back. */
  let locks: Transaction | null = null;

  before(async () => {
    database = await testDatabase();
    clock = new TestClock(NOON);
    api = await startTestApi(database.db, clock);
    const { id: companyId } = await insertCompany(database.db);
    for (let nth = 0; nth < CONTENTS; nth += 1) made = await aRotatingContent(companyId);
    clock.set(NOON + AWAY_MS);
    locks = await database.db.transaction();
    await locks.raw('SELECT 1 FROM ar_content FOR UPDATE');
  });
  after(async () => {
    await locks?.rollback();
    clock.advance(3_600_000); // What is being settled ends after some seconds.
    await api.stop();
    await database.drop();
  });

  async function aRotatingContent(companyId: Id): Promise<Made> {
    const { id: contentId } = await insertContent(database.db, { company_id: companyId });
    const videos = [await insertVideo(database.db, contentId), await insertVideo(database.db, contentId)];
    const sequence = videos.map(({ id }) => id);
    let scheduleId = 0;
    for (let nth = 0; nth < SCHEDULES; nth += 1) {
      const body = { rotation_type: 'interval', interval_seconds: 1, video_sequence: sequence };
      ({ id: scheduleId } = await api.expect(201, 'POST', `/api/ar-content/${contentId}/rotation`, { body }));
    }
    return { companyId, contentId, videoId: sequence[0] ?? 0, scheduleId };
  }
  const ask = (what: string): Promise<ApiAnswer> => {
    const [method, path, body] = ANSWERS[what]?.(made) ?? assert.fail(what);
    return api.call(method, path, body && { body });
  };
  const countOfRotations = async (): Promise<number> =>
    (await database.db('rotations').where('ar_content_id', made.contentId)).length;

  for (const what of Object.keys(ANSWERS)) {
    it(`${what}: says that it is to be asked for again, and lets others work meanwhile`, async () => {
      let [turns, isOver] = [0, false];
      const answering = ask(what).finally(() => void (isOver = true));
      while (!isOver) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        turns += 1;
      }
      const { status, body, headers } = await answering;
      assert.deepEqual([status, (body as { code: string }).code], [503, 'busy']);
      assert.ok(Number(headers.get('retry-after')) >= 1);
      assert.ok(turns > 10, `others had ${turns} turns`);
    });
  }

  it('have it committed meanwhile, where no worker does', async () => {
    const before = await countOfRotations();
    await locks?.rollback();
    locks = null;
    await eventually(async () => {
      await ask('a content');
      assert.ok((await countOfRotations()) > before);
    }, 30_000);
  });

  it('are what they would be without a pause', async () => {
    clock.set(NOON);
    const { contentId } = await aRotatingContent((await insertCompany(database.db)).id);
    // What comes next differs from step to step.
    const sequence = (await database.db('videos').where('ar_content_id', contentId).pluck<number[]>('id')).concat(
      (await insertVideo(database.db, contentId)).id,
    );
    const body = { rotation_type: 'interval', interval_seconds: 2, video_sequence: sequence };
    await api.expect(201, 'POST', `/api/ar-content/${contentId}/rotation`, { body });
    const readAll = async (): Promise<unknown[]> => [
      await api.expect(200, 'GET', `/api/ar-content/${contentId}`),
      (await api.call('GET', `/api/ar-content/${contentId}/rotation`)).body,
    ];
    // Within what counts as on time: that a slot was late is known only once it is committed.
    for (const second of [5, 9, 13]) {
      clock.set(NOON + second * 1_000);
      const read = await readAll();
      await api.deps.planner.settle(contentId, serviceCaller('test'));
      assert.deepEqual(await readAll(), read);
    }
  });
});
