import assert from 'node:assert/strict';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

/** A schedule of each kind, with what only such a rule has. */
const RULES: Record<string, object> = {
  daily: { rotation_type: 'daily', time_of_day: '09:00' },
  'daily, by the second': { rotation_type: 'daily', time_of_day: '09:00:30', dst_gap: 'skip', dst_overlap: 'second' },
  weekly: { rotation_type: 'weekly', time_of_day: '09:00', day_of_week: 7 },
  monthly: { rotation_type: 'monthly', time_of_day: '09:00', day_of_month: 31 },
  interval: { rotation_type: 'interval', interval_seconds: 3_600 },
  'interval with bounds': { rotation_type: 'interval', interval_seconds: 60, ends_at: '2996-02-29T00:00:00.000Z' },
  random: { rotation_type: 'random', interval_seconds: 3_600 },
  cron: { rotation_type: 'cron', cron_expression: '0 9 * * 1-5' },
  'cron, a nickname': { rotation_type: 'cron', cron_expression: '@daily' },
  'cron, by the second': { rotation_type: 'cron', cron_expression: '*/10 0 9 * * *' },
  once: { rotation_type: 'once', starts_at: '2996-02-29T12:00:00.000Z' },
  rrule: { rotation_type: 'rrule', rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR', time_of_day: '09:00' },
  'rrule from an instant': { rotation_type: 'rrule', rrule: 'FREQ=DAILY', starts_at: '2028-02-29T12:00:00.000Z' },
  'rrule with COUNT': { rotation_type: 'rrule', rrule: 'FREQ=DAILY;COUNT=3', time_of_day: '23:59:59' },
  'rrule until a day': { rotation_type: 'rrule', rrule: 'FREQ=DAILY;UNTIL=29960229' },
  'rrule until a wall-clock time': { rotation_type: 'rrule', rrule: 'FREQ=DAILY;UNTIL=29960229T120000' },
  'rrule until an instant': { rotation_type: 'rrule', rrule: 'FREQ=DAILY;UNTIL=29960229T120000Z' },
};

const SELECTIONS: Record<string, object> = {
  sequential: { selection: 'sequential', current_index: 1 },
  random: { selection: 'random', no_repeat_last: 1, random_seed: 7 },
  shuffle: { selection: 'shuffle', no_repeat_last: 1 },
  weighted: { selection: 'weighted', weights: [3, 0] },
};

describe('a schedule of every kind', () => {
  let database: TestDatabase;
  let api: TestApi;
  apiForSuite(new TestClock(NOON), (setting) => ({ database, api } = setting));

  async function content(): Promise<{ id: number; videos: number[] }> {
    const { id } = await insertContent(database.db);
    const videos = [await insertVideo(database.db, id), await insertVideo(database.db, id)];
    return { id, videos: videos.map((video) => video.id) };
  }

  for (const [name, rule] of [...Object.entries(RULES), ...Object.entries(SELECTIONS)]) {
    it(`is made, read, foretold, changed to and written back: ${name}`, async () => {
      const { id, videos: video_sequence } = await content();
      const body = { rotation_type: 'daily', time_of_day: '10:00', ...rule, video_sequence };
      const path = `/api/ar-content/${id}/rotation`;
      const made = await api.expect(201, 'POST', path, { body });
      const { random_seed: _, current_index: __, ...given } = body as Record<string, unknown>;
      const timeOf = (value: unknown): unknown => (/^\d\d:\d\d$/.test(String(value)) ? `${String(value)}:00` : value);
      for (const [field, value] of Object.entries(given)) assert.deepEqual(made[field], timeOf(value), field);
      const read = await api.expect(200, 'GET', `/api/rotation/${made.id}`);
      assert.deepEqual(read, made);
      const { slots } = await api.expect(200, 'GET', `/api/rotation/${made.id}/upcoming?count=5`);
      assert.equal((slots as object[]).length, name === 'once' ? 1 : name === 'rrule with COUNT' ? 3 : 5);
      assert.equal((slots as { slot_at: string }[])[0]?.slot_at, made['next_rotation_at']);
      const back = await api.expect(200, 'PUT', `/api/rotation/${made.id}`, { body: read });
      assert.equal(back['next_rotation_at'], made['next_rotation_at']);

      const other = await api.expect(201, 'POST', path, {
        body: { rotation_type: 'weekly', time_of_day: '11:00', day_of_week: 3, video_sequence },
      });
      const changes = { time_of_day: null, day_of_week: null, ...given };
      const changed = await api.expect(200, 'PUT', `/api/rotation/${other.id}`, { body: changes });
      for (const [field, value] of Object.entries(given)) assert.deepEqual(changed[field], timeOf(value), field);
    });
  }
});
