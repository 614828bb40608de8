import assert from 'node:assert/strict';
import { DatabaseClock } from '../../src/db/clock.js';
import { finishRollout, rolloutOf } from '../../src/db/rollouts.js';
import { serviceCaller } from '../../src/domain/caller.js';
import { must } from '../../src/domain/must.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { bringOver } from '../../src/planning/bring-over.js';
import type { ApiObject, TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';

const NIGHT = { days: [5, 6], from: '22:00', to: '02:00' };
const HOLIDAYS = [{ name: 'Christmas', from: '2027-12-24', to: '2027-12-26' }, { yearly: '01-01' }];

describe('dayparts and calendars', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let api: TestApi;
  let company_id: number;
  const clock = new DatabaseClock();

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    company_id = (await insertCompany(database.db)).id;
  });

  const calendar = (days: object[] = HOLIDAYS): Promise<ApiObject> =>
    api.expect(201, 'POST', '/api/calendars', { body: { company_id, name: 'Holidays', days } });

  const daypart = (given: object = {}): Promise<ApiObject> =>
    api.expect(201, 'POST', '/api/dayparts', { body: { company_id, name: 'Nights', hours: [NIGHT], ...given } });

  const revisionOf = async (table: string, id: number): Promise<string> => {
    const ids: string[] = await database.db(table).where({ id }).pluck('revision_id');
    return String(ids[0]);
  };

  const faultsOf = async (path: string, body: object): Promise<object> => {
    const answer = await api.call('POST', path, { body: { company_id, ...body } });
    assert.equal(answer.status, 422, JSON.stringify(answer.body));
    const { errors } = answer.body as { errors: { field: string; message: string }[] };
    return Object.fromEntries(errors.map(({ field, message }) => [field, message]));
  };

  it('are answered as they were given, and calendars are listed without their days', async () => {
    const made = await calendar();
    const { days, entry_count } = await api.expect(200, 'GET', `/api/calendars/${made.id}`);
    assert.deepEqual([days, entry_count], [HOLIDAYS, 2]);
    const list = (await api.call('GET', `/api/calendars?company_id=${company_id}`)).body as ApiObject[];
    assert.deepEqual(
      list.map((shown) => [shown.id, shown['entry_count'], shown['days']]),
      [[made.id, 2, undefined]],
    );
    const { hours, time_zone, closed_calendar_id } = await daypart({
      closed_calendar_id: made.id,
      time_zone: 'Asia/Tokyo',
    });
    assert.deepEqual([hours, time_zone, closed_calendar_id], [[NIGHT], 'Asia/Tokyo', made.id]);
  });

  it('make a new revision when other days are said, and none for other words', async () => {
    const { id } = await calendar();
    const first = await revisionOf('calendars', id);
    const put = (body: object) => api.expect(200, 'PUT', `/api/calendars/${id}`, { body });
    await put({ name: 'Free days' });
    await put({ days: [{ yearly: '01-01' }, { name: 'X-mas', from: '2027-12-24', to: '2027-12-26' }] });
    assert.equal(await revisionOf('calendars', id), first);
    await put({ days: [{ yearly: '01-01' }] });
    assert.notEqual(await revisionOf('calendars', id), first);
  });

  it('make a new revision of a daypart when other hours are said, and none for another name', async () => {
    const { id } = await daypart();
    const first = await revisionOf('dayparts', id);
    const put = (body: object) => api.expect(200, 'PUT', `/api/dayparts/${id}`, { body });
    assert.equal((await put({ name: 'Late', hours: [NIGHT] }))['name'], 'Late');
    assert.equal(await revisionOf('dayparts', id), first);
    for (const change of [{ hours: [{ ...NIGHT, to: '03:00' }] }, { time_zone: 'Asia/Tokyo' }]) {
      const before = await revisionOf('dayparts', id);
      await put(change);
      assert.notEqual(await revisionOf('dayparts', id), before);
    }
  });

  it('are refused with each fault by name', async () => {
    const days = [{ date: '2027-02-30' }, { from: '2027-01-01' }, { rrule: 'FREQ=HOURLY', starts_on: '2027-01-01' }];
    assert.deepEqual(await faultsOf('/api/calendars', { name: 'x', days }), {
      'days.0.date': 'must be a date from 1970 to 2099, such as 2027-12-24',
      'days.1': 'must have date, or from and to, or yearly, or rrule and starts_on',
      'days.2.rrule': 'FREQ=HOURLY speaks of hours; days of a calendar are whole',
    });
    const hours = [NIGHT, { days: [6], from: '01:00', to: '03:00' }];
    assert.deepEqual(await faultsOf('/api/dayparts', { name: 'x', hours, closed_calendar_id: 999_999 }), {
      'hours.1': 'overlaps other hours of the daypart',
      closed_calendar_id: `there is no calendar 999999 in company ${company_id}`,
    });
    const zone = await faultsOf('/api/dayparts', { name: 'x', hours: [NIGHT], time_zone: 'Nowhere' });
    assert.deepEqual(zone, { time_zone: 'is not an IANA time zone, such as Europe/Berlin' });
    const put = await api.call('PUT', `/api/dayparts/${(await daypart()).id}`, { body: { time_zone: '+02:00' } });
    assert.equal(put.status, 422);
  });

  it('are refused when they come to too many days', async () => {
    const century = { from: '1970-01-01', to: '2099-12-31' };
    const faults = await faultsOf('/api/calendars', { name: 'x', days: [century, century, century] });
    assert.deepEqual(faults, { days: 'come to more than 100000 days until the end of 2099' });
  });

  it('are written back as a list shows them, with another name', async () => {
    await calendar();
    await daypart();
    for (const noun of ['calendars', 'dayparts']) {
      const [shown] = (await api.call('GET', `/api/${noun}?company_id=${company_id}`)).body as [ApiObject];
      const path = `/api/${noun}/${shown.id}`;
      const before = await revisionOf(noun, shown.id);
      await api.expect(200, 'PUT', path, { body: { ...shown, name: 'Renamed' } });
      const { name, days, hours } = await api.expect(200, 'GET', path);
      const kept = noun === 'calendars' ? [HOLIDAYS, undefined] : [undefined, [NIGHT]];
      assert.deepEqual([name, days, hours], ['Renamed', ...kept]);
      assert.equal(await revisionOf(noun, shown.id), before);
    }
  });

  /** A content with a schedule at eleven in the evening, within some hours and outside of some days. */
  async function aFollower(daypart_id: number, calendar_id: number): Promise<{ content: number; schedule: number }> {
    const { id: content } = await insertContent(database.db, { company_id });
    const { id: video } = await insertVideo(database.db, content);
    const rule = { rotation_type: 'daily', time_of_day: '23:00', video_sequence: [video] };
    const body = { ...rule, daypart_id, calendar_id, calendar_mode: 'exclude' };
    const { id: schedule } = await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body });
    return { content, schedule };
  }

  it('tell how far AR contents are brought over after a change, and those that they are not yet', async () => {
    const { id: calendar_id } = await calendar();
    const { id: closing } = await calendar();
    const { id: daypart_id } = await daypart();
    const { content, schedule } = await aFollower(daypart_id, calendar_id);
    const paths = [`/api/ar-content/${content}`, `/api/rotation/${schedule}`, `/api/rotation/${schedule}/upcoming`];
    paths.push(`/api/ar-content/${content}/timeline`);
    const assertPending = async (expected: boolean): Promise<void> => {
      for (const path of paths) assert.equal((await api.expect(200, 'GET', path))['revision_pending'], expected, path);
    };
    await assertPending(false);
    const changes: [path: string, noun: 'daypart' | 'calendar', id: number, change: object][] = [
      [`/api/calendars/${calendar_id}`, 'calendar', calendar_id, { days: [{ yearly: '01-01' }] }],
      [`/api/dayparts/${daypart_id}`, 'daypart', daypart_id, { hours: [{ ...NIGHT, to: '03:00' }] }],
      [`/api/dayparts/${daypart_id}`, 'daypart', daypart_id, { time_zone: 'UTC' }],
      [`/api/dayparts/${daypart_id}`, 'daypart', daypart_id, { closed_calendar_id: closing }],
      [`/api/calendars/${closing}`, 'calendar', closing, { days: [{ yearly: '05-01' }] }],
    ];
    for (const [path, noun, id, change] of changes) {
      const read = await api.expect(200, 'GET', path);
      assert.equal(read['rollout'], null);
      const { rollout, revision } = await api.expect(200, 'PUT', path, { body: { ...read, ...change } });
      const { id: rolloutId } = must(await rolloutOf(database.db, noun, id), 'the rollout');
      const workflow_id = workflowId('rollout', rolloutId);
      assert.deepEqual(rollout, { revision, contents_total: 1, contents_done: 0, workflow_id });
      assert.deepEqual((await api.expect(200, 'GET', path))['rollout'], rollout);
      const list = (await api.call('GET', `${path.replace(/\/\d+$/, '')}?company_id=${company_id}`))
        .body as ApiObject[];
      assert.deepEqual(list.find((one) => one.id === id)?.['rollout'], rollout);
      assert.deepEqual(await database.db('workflow_outbox').where({ workflow_id }).pluck('op'), ['poke']);
      await assertPending(true);
      await bringOver(api.deps.planner, serviceCaller('workflow'), content);
      assert.equal(await finishRollout(database.db, rolloutId), true);
      await assertPending(false);
    }
  });

  it('bring nothing over for another name or other words, nor where nothing uses them', async () => {
    const { id: calendar_id } = await calendar();
    const { id: daypart_id } = await daypart();
    const free = await daypart();
    await aFollower(daypart_id, calendar_id);
    const put = (path: string, body: object) => api.expect(200, 'PUT', path, { body });
    assert.equal((await put(`/api/calendars/${calendar_id}`, { days: HOLIDAYS.toReversed() }))['rollout'], null);
    assert.equal((await put(`/api/dayparts/${daypart_id}`, { name: 'Late' }))['rollout'], null);
    assert.equal((await put(`/api/dayparts/${free.id}`, { time_zone: 'UTC' }))['rollout'], null);
  });

  it('are not deleted while something uses them', async () => {
    const { id } = await calendar();
    const { id: used } = await daypart({ closed_calendar_id: id });
    const { id: followed } = await calendar();
    const { schedule } = await aFollower((await daypart()).id, followed);
    assert.equal((await api.call('DELETE', `/api/calendars/${followed}`)).status, 409);
    await api.expect(200, 'DELETE', `/api/rotation/${schedule}`);
    await api.expect(200, 'DELETE', `/api/calendars/${followed}`);
    const refused = await api.call('DELETE', `/api/calendars/${id}`);
    assert.equal(refused.status, 409);
    assert.match(JSON.stringify(refused.body), /in use: 1 daypart/);
    await api.expect(200, 'DELETE', `/api/dayparts/${used}`);
    await api.expect(200, 'DELETE', `/api/calendars/${id}`);
  });
});
