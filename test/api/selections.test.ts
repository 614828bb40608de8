import assert from 'node:assert/strict';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

describe('api selections', () => {
  const clock = new TestClock(NOON);
  let database: TestDatabase;
  let api: TestApi;
  let content: number;
  let videos: number[];
  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    content = (await insertContent(database.db, { settled_at: NOON })).id;
    videos = [];
    for (const title of ['Spring', 'Summer', 'Autumn']) {
      videos.push((await insertVideo(database.db, content, { title })).id);
    }
  });

  const path = () => `/api/ar-content/${content}/rotation`;
  const body = (given: object) => ({
    rotation_type: 'interval',
    interval_seconds: 60,
    video_sequence: videos,
    ...given,
  });

  it('are answered as they were given', async () => {
    const given = { selection: 'weighted', weights: [3, 1, 0], no_repeat_last: 0, random_seed: 2_147_483_647 };
    const made = await api.expect(201, 'POST', path(), { body: body(given) });
    for (const [field, value] of Object.entries(given)) assert.deepEqual(made[field], value, field);
    const changed = await api.expect(200, 'PUT', `/api/rotation/${made.id}`, {
      body: { selection: 'shuffle', weights: null, no_repeat_last: 2 },
    });
    assert.deepEqual([changed['selection'], changed['weights'], changed['no_repeat_last']], ['shuffle', null, 2]);
    assert.equal(changed['random_seed'], given.random_seed);
  });

  it('with one seed are one sequence', async () => {
    const upcoming = async (random_seed: number) => {
      const { id } = await api.expect(201, 'POST', path(), { body: body({ selection: 'shuffle', random_seed }) });
      const { slots } = (await api.expect(200, 'GET', `/api/rotation/${id}/upcoming?count=50`)) as unknown as {
        slots: { video_id: number }[];
      };
      await api.expect(200, 'DELETE', `/api/rotation/${id}`);
      return slots.map(({ video_id }) => video_id);
    };
    const first = await upcoming(5);
    await api.expect(200, 'PUT', `/api/ar-content/${content}`, { body: { active_video_id: null } });
    assert.deepEqual(await upcoming(5), first);
  });

  const refused: [string, object, string][] = [
    ['weights that lack', { selection: 'weighted' }, 'weights'],
    ['weights that are all zero', { selection: 'weighted', weights: [0, 0, 0] }, 'weights'],
    ['weights that are fewer than positions', { selection: 'weighted', weights: [1, 1] }, 'weights'],
    ['weights that are more than positions', { selection: 'weighted', weights: [1, 1, 1, 1] }, 'weights'],
    ['a weight below 0', { weights: [1, -1, 1] }, 'weights.1'],
    ['a weight that is too large', { weights: [1, 1, 1_001] }, 'weights.2'],
    ['a weight that is no whole number', { weights: [0.5, 1, 1] }, 'weights.0'],
    ['too many weights', { weights: Array.from({ length: 101 }, () => 1) }, 'weights'],
    ['no_repeat_last beyond 100', { no_repeat_last: 101 }, 'no_repeat_last'],
    ['a seed beyond its range', { random_seed: 2 ** 31 }, 'random_seed'],
    ['a selection that is not known', { selection: 'newest' }, 'selection'],
  ];
  for (const [what, given, field] of refused) {
    it(`refuse ${what}, by name`, async () => {
      const { status, body: problem } = await api.call('POST', path(), { body: body(given) });
      assert.equal(status, 422);
      const { errors } = problem as { errors: { field: string }[] };
      assert.deepEqual(
        errors.map((error) => error.field),
        [field],
      );
      assert.deepEqual(await api.expect(200, 'GET', path()), []);
    });
  }

  it('name weights that lack together with whatever else is wrong', async () => {
    const given = body({ selection: 'weighted', no_repeat_last: -1 });
    const { body: problem } = await api.call('POST', path(), { body: given });
    const fields = (problem as { errors: { field: string }[] }).errors.map(({ field }) => field);
    assert.deepEqual(fields, ['no_repeat_last', 'weights']);
    await api.expect(201, 'POST', path(), { body: body({ selection: 'weighted', rotation_type: 'random' }) });
  });

  it('of more than a hundred positions have no weights, and the seed is not changed later', async () => {
    const video_sequence = Array.from({ length: 101 }, () => videos[0]);
    const long = body({ selection: 'weighted', weights: [1], video_sequence });
    const { body: problem } = await api.call('POST', path(), { body: long });
    assert.match(JSON.stringify(problem), /"field":"video_sequence","message":"may have at most 100 positions/);
    const { id } = await api.expect(201, 'POST', path(), { body: body({}) });
    const { status } = await api.call('PUT', `/api/rotation/${id}`, { body: { random_seed: 3 } });
    assert.equal(status, 422);
  });
});
