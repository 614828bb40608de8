import assert from 'node:assert/strict';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

describe('api upcoming slots', () => {
  const clock = new TestClock(NOON);
  let database: TestDatabase;
  let api: TestApi;
  apiForSuite(clock, (setting) => ({ database, api } = setting));

  async function rotating(timing: object): Promise<number> {
    const { id } = await insertContent(database.db, { settled_at: NOON });
    const video_sequence: number[] = [];
    for (const title of ['Spring', 'Summer']) video_sequence.push((await insertVideo(database.db, id, { title })).id);
    const body = { video_sequence, ...timing };
    return (await api.expect(201, 'POST', `/api/ar-content/${id}/rotation`, { body })).id;
  }
  const upcoming = async (id: number, count: number) =>
    (await api.expect(200, 'GET', `/api/rotation/${id}/upcoming?count=${count}`))['slots'] as Record<string, unknown>[];

  it('tell instant, local time, clock change and video', async () => {
    const timing = {
      rotation_type: 'rrule',
      rrule: 'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      time_of_day: '02:30',
      time_zone: 'Europe/Berlin',
    };
    const [slot] = await upcoming(await rotating(timing), 1);
    assert.deepEqual(slot, {
      slot_at: '2027-03-28T01:00:00.000Z',
      local_time: '2027-03-28T03:00:00+02:00[Europe/Berlin]',
      clock_change: 'shifted',
      instead_of: '2027-03-28T02:30:00',
      is_known: true,
      video_id: slot?.['video_id'],
      note: null,
    });
    assert.equal(typeof slot?.['video_id'], 'number');
  });

  it('are as many as are found in a tenth of a second, and say so', async () => {
    // Each time is looked for among all hours of a year.
    const hours = Array.from({ length: 24 }, (_, n) => n).join(',');
    const rrule = `FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=${hours}`;
    const id = await rotating({ rotation_type: 'rrule', rrule });
    const { slots, all_found } = await api.expect(200, 'GET', `/api/rotation/${id}/upcoming?count=1000`);
    assert.equal(all_found, false);
    assert.ok(Array.isArray(slots) && slots.length > 0 && slots.length < 1_000);
    const few = await api.expect(200, 'GET', `/api/rotation/${id}/upcoming?count=1`);
    assert.deepEqual([(few['slots'] as unknown[]).length, few['all_found']], [1, true]);
  });

  it('are as many as are asked for, within bounds, and none while it is paused', async () => {
    const id = await rotating({ rotation_type: 'interval', interval_seconds: 1 });
    assert.equal((await upcoming(id, 1_000)).length, 1_000);
    assert.equal((await api.call('GET', `/api/rotation/${id}/upcoming?count=1001`)).status, 422);
    await api.expect(200, 'POST', `/api/rotation/${id}/pause`, { body: {} });
    assert.deepEqual(await upcoming(id, 5), []);
  });
});
