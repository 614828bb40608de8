import assert from 'node:assert/strict';
import type { TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';

const HOUR = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();

interface Side {
  segments: { video_id: number; schedule_id: number | null; override_id: number | null }[];
  warnings: { kind: string; schedule_ids: number[] }[];
}
interface DryRun {
  reaches: string;
  before: Side;
  after: Side;
  differences: { video_id: number; seconds: number; message: string }[];
  new_warnings: Side['warnings'];
}

describe('api dry runs', () => {
  const clock = new TestClock(NOON);
  let database: TestDatabase;
  let api: TestApi;
  let content: number;
  let videos: number[];
  let schedule: number;
  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    clock.set(NOON);
    ({ id: content } = await insertContent(database.db, { settled_at: NOON }));
    videos = [];
    for (const title of ['Spring', 'Summer']) videos.push((await insertVideo(database.db, content, { title })).id);
    const body = { rotation_type: 'interval', interval_seconds: 3_600, video_sequence: videos };
    schedule = (await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body })).id;
  });

  const to = iso(NOON + 6 * HOUR);
  const tried = async (...changes: object[]): Promise<DryRun> => {
    const answer = await api.call('POST', `/api/ar-content/${content}/dry-run`, { body: { changes, to } });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body as DryRun;
  };
  const refused = async (body: object): Promise<{ status: number; code: unknown; errors: unknown }> => {
    const answer = await api.call('POST', `/api/ar-content/${content}/dry-run`, { body });
    const { code, errors } = answer.body as { code: unknown; errors: unknown };
    return { status: answer.status, code, errors };
  };

  it('refuse a COUNT that takes a minute to be counted, while everything else goes on', async () => {
    // Each time is looked for among all hours of a year.
    const hours = Array.from({ length: 24 }, (_, n) => n).join(',');
    const rrule = `FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=${hours};COUNT=9999`;
    const body = { rotation_type: 'rrule', rrule, video_sequence: videos };
    const trying = refused({ changes: [{ op: 'create_schedule', body }] });
    const errors = [
      {
        field: 'changes.0.body.rrule',
        message: 'COUNT takes too long to be counted: say UNTIL instead, or a smaller COUNT',
        code: 'invalid',
      },
    ];
    assert.deepEqual(await trying, { status: 422, code: 'validation_failed', errors });
  });

  it('say what would be shown, and for how much longer or shorter', async () => {
    const { before: was, after: will, differences } = await tried({ op: 'pause_schedule', id: schedule, body: {} });
    assert.deepEqual([was.segments.length, will.segments.length], [6, 1]);
    assert.deepEqual(differences, [
      { video_id: videos[0], seconds: 3 * 3_600, message: 'Spring shows 3 h more' },
      { video_id: videos[1], seconds: -3 * 3_600, message: 'Summer shows 3 h less' },
    ]);
    const { is_active } = await api.expect(200, 'GET', `/api/rotation/${schedule}`);
    assert.equal(is_active, true, 'nothing stays');
  });

  it('put the number of a change in the place of the id of what it would make, and take it there', async () => {
    const other = { rotation_type: 'interval', interval_seconds: 7_200, video_sequence: [videos[0]] };
    const { after: will, new_warnings } = await tried(
      { op: 'create_schedule', body: other },
      { op: 'update_schedule', id: -1, body: { interval_seconds: 10_800 } },
      { op: 'create_override', body: { video_id: videos[1], ends_at: iso(NOON + HOUR / 2) } },
      { op: 'update_override', id: -3, body: { ends_at: iso(NOON + HOUR / 4) } },
    );
    assert.equal(will.segments[0]?.override_id, -3);
    assert.ok(will.segments.some(({ schedule_id }) => schedule_id === -1));
    assert.deepEqual(
      new_warnings.map(({ kind, schedule_ids }) => [kind, schedule_ids]),
      [['slots_coincide', [schedule, -1]]],
    );
  });

  it('take every change that a plan depends on', async () => {
    const override = { video_id: videos[1], ends_at: to };
    const { id } = await api.expect(201, 'POST', `/api/ar-content/${content}/overrides`, { body: override });
    await tried(
      { op: 'skip_slot', id: schedule, body: { next: true } },
      { op: 'skip_slot', id: schedule, body: { slot_at: iso(NOON + 3 * HOUR) } },
      { op: 'rotate_now', id: schedule },
      { op: 'pause_schedule', id: schedule, body: { note: 'fair' } },
      { op: 'resume_schedule', id: schedule, body: { missed: 'once' } },
      { op: 'delete_override', id },
      { op: 'activate_video', id: videos[0] },
      { op: 'update_video', id: videos[1], body: { expires_at: to } },
      { op: 'update_content', body: { default_video_id: videos[0] } },
      { op: 'delete_video', id: videos[1], detach: true },
      { op: 'delete_schedule', id: schedule },
    );
    const { title } = await api.expect(200, 'GET', `/api/videos/${videos[1]}`);
    assert.equal(title, 'Summer');
  });

  it('name the change that would be refused, and its field', async () => {
    const fine = { op: 'activate_video', id: videos[0] };
    const bad = { op: 'update_schedule', id: schedule, body: { video_sequence: [1_000_000] } };
    const { status, errors } = await refused({ changes: [fine, bad] });
    assert.equal(status, 422);
    assert.equal((errors as { field: string }[])[0]?.field, 'changes.1.body.video_sequence.0');
    const none = await refused({ changes: [fine, { op: 'rotate_now', id: -1 }] });
    assert.deepEqual(none.errors, [
      { field: 'changes.1.id', message: 'change 1 makes nothing of this kind', code: 'invalid' },
    ]);
    const gone = await refused({ changes: [{ op: 'rotate_now', id: 1_000_000 }] });
    assert.deepEqual([gone.status, gone.code], [404, 'not_found']);
  });

  it('refuse a zone that is none before hours are looked at in it', async () => {
    const { company_id } = await api.expect(200, 'GET', `/api/ar-content/${content}`);
    const hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }];
    const daypart = await api.expect(201, 'POST', '/api/dayparts', { body: { company_id, name: 'Day', hours } });
    const rule = { rotation_type: 'cron', cron_expression: '0 9 * * 1-5', daypart_id: daypart.id, time_zone: '0' };
    const body = { ...rule, next_rotation_at: iso(NOON + 24 * HOUR), video_sequence: [videos[0]] };
    const { status, errors } = await refused({ changes: [{ op: 'create_schedule', body }] });
    assert.equal(status, 422);
    assert.equal((errors as { field: string }[])[0]?.field, 'changes.0.body.time_zone');
  });

  it('are bounded', async () => {
    const one = { op: 'activate_video', id: videos[0] };
    assert.equal((await refused({ changes: [] })).status, 422);
    assert.equal((await refused({ changes: Array.from({ length: 21 }, () => one) })).status, 422);
    const message = 'must be in the future, and at most 366 days ahead';
    for (const wrong of [iso(NOON), iso(NOON + 367 * 24 * HOUR)]) {
      assert.deepEqual((await refused({ changes: [one], to: wrong })).errors, [
        { field: 'to', message, code: 'out_of_order' },
      ]);
    }
    const { errors } = await refused({ changes: [{ op: 'explode' }] });
    assert.match(JSON.stringify(errors), /changes\.0\.op.*must be one of create_schedule, /);
  });
});

describe('api previews', () => {
  const clock = new TestClock(NOON);
  let database: TestDatabase;
  let api: TestApi;
  apiForSuite(clock, (setting) => ({ database, api } = setting));

  it('tell what a schedule would do, which it does once it is made with the same seed', async () => {
    const { id: ar_content_id } = await insertContent(database.db, { settled_at: NOON });
    const video_sequence: number[] = [];
    for (let n = 0; n < 4; n += 1) video_sequence.push((await insertVideo(database.db, ar_content_id)).id);
    const body = { rotation_type: 'cron', cron_expression: '*/5 * * * *', selection: 'random', video_sequence };
    const preview = await api.expect(200, 'POST', '/api/rotation/preview', {
      body: { ...body, ar_content_id, count: 7 },
    });
    assert.deepEqual(await database.db('video_rotation_schedules'), []);
    const { random_seed } = preview;
    const made = await api.expect(201, 'POST', `/api/ar-content/${ar_content_id}/rotation`, {
      body: { ...body, random_seed },
    });
    const { slots } = await api.expect(200, 'GET', `/api/rotation/${made.id}/upcoming?count=7`);
    assert.deepEqual(preview['slots'], slots);
    assert.equal((slots as unknown[]).length, 7);
    assert.equal(preview['dst_overlap'], 'both');
  });

  it('name what would be refused', async () => {
    const { id: ar_content_id } = await insertContent(database.db, { settled_at: NOON });
    const body = { ar_content_id, rotation_type: 'daily', video_sequence: [1_000_000], count: 1_001 };
    const { status, body: problem } = await api.call('POST', '/api/rotation/preview', { body });
    assert.equal(status, 422);
    assert.deepEqual((problem as { errors: { field: string }[] }).errors.map(({ field }) => field).toSorted(), [
      'count',
      'time_of_day',
    ]);
    const known = { ar_content_id: 1_000_000, rotation_type: 'daily', time_of_day: '09:00', video_sequence: [1] };
    assert.equal((await api.call('POST', '/api/rotation/preview', { body: known })).status, 404);
  });

  it('tell what a change of a schedule would have it do, and leave it as it is', async () => {
    const { id: content, company_id } = await insertContent(database.db, { settled_at: NOON });
    const video_sequence: number[] = [];
    for (const title of ['Spring', 'Summer']) {
      video_sequence.push((await insertVideo(database.db, content, { title })).id);
    }
    const hours = [{ days: [1, 2, 3, 4, 5], from: '00:00', to: '24:00' }];
    const daypart = await api.expect(201, 'POST', '/api/dayparts', { body: { company_id, name: 'Days', hours } });
    const body = { rotation_type: 'daily', time_of_day: '09:00', time_zone: 'UTC', video_sequence };
    const { id, random_seed } = await api.expect(201, 'POST', `/api/ar-content/${content}/rotation`, { body });
    const path = `/api/rotation/${id}/preview`;
    const preview = await api.expect(200, 'POST', path, {
      body: { time_of_day: '10:00', daypart_id: daypart.id, count: 1 },
    });
    // From a Saturday on.
    assert.deepEqual(preview, {
      ar_content_id: content,
      random_seed,
      dst_overlap: 'first',
      words: 'Every day at 10:00 (UTC), the next of 2 videos; within 00:00–24:00 every weekday.',
      slots: [
        {
          slot_at: '2026-11-23T10:00:00.000Z',
          local_time: '2026-11-23T10:00:00+00:00[UTC]',
          clock_change: null,
          instead_of: null,
          is_known: true,
          video_id: video_sequence[1],
          note: null,
        },
      ],
      all_found: true,
      left_out: [{ slot_at: '2026-11-22T10:00:00.000Z', rule_time: '2026-11-22T10:00:00', reason: 'hours' }],
    });
    const { time_of_day, revision } = await api.expect(200, 'GET', `/api/rotation/${id}`);
    assert.deepEqual([time_of_day, revision], ['09:00:00', 1]);
    const { status, body: problem } = await api.call('POST', path, { body: { cron_expression: 'x', rrule: null } });
    assert.deepEqual(
      [status, (problem as { errors: { field: string }[] }).errors.map(({ field }) => field)],
      [422, ['cron_expression']],
    );
    assert.equal((await api.call('POST', '/api/rotation/1000000/preview', { body: {} })).status, 404);
  });
});
