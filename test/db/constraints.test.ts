import assert from 'node:assert/strict';
import { toRow } from '../../src/db/database.js';
import { codeOf } from '../../src/platform/error-code.js';
import { aScheduleRow, insertContent, insertVideo, NOON } from '../support/builders.js';
import { aCalendar, aDaypart } from '../support/calendars.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

const CHECK_VIOLATION = '23514';
const UNIQUE_VIOLATION = '23505';
const FOREIGN_KEY_VIOLATION = '23503';

/** Postgres itself refuses, by a constraint of this name. */
async function refused(statement: PromiseLike<unknown>, code: string, constraint: string): Promise<void> {
  await assert.rejects(
    async () => statement,
    (error: unknown) => {
      assert.equal(codeOf(error), code, String(error));
      assert.equal((error as { constraint?: string }).constraint, constraint);
      return true;
    },
  );
}

describe('the database refuses', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  const schedule = (arContentId: number, given: object = {}): Record<string, unknown> => ({
    ...aScheduleRow({ ar_content_id: arContentId }),
    ...toRow(given),
  });

  it('an active video of another content', async () => {
    const [one, other] = [await insertContent(database.db), await insertContent(database.db)];
    const video = await insertVideo(database.db, other.id);
    const update = database.db('ar_content').where('id', one.id);
    await refused(
      update.clone().update({ active_video_id: video.id, active_reason: 'manual' }),
      FOREIGN_KEY_VIOLATION,
      'active_video_of_content',
    );
    await refused(
      update.clone().update({ default_video_id: video.id }),
      FOREIGN_KEY_VIOLATION,
      'default_video_of_content',
    );
    await update.clone().update({ default_video_id: (await insertVideo(database.db, one.id)).id });
  });

  it('a second ledger row for one slot, but not a rotate-now at the same instant', async () => {
    const row = toRow({
      company_id: 1,
      ar_content_id: 1,
      schedule_id: 1,
      due_at: NOON,
      applied_at: NOON,
      actor: 'workflow',
    });
    await database.db('rotations').insert({ ...row, cause: 'schedule' });
    await refused(
      database.db('rotations').insert({ ...row, cause: 'schedule' }),
      UNIQUE_VIOLATION,
      'rotations_one_per_slot',
    );
    await database.db('rotations').insert({ ...row, cause: 'rotate_now', request_id: 'a' });
    await refused(
      database.db('rotations').insert({ ...row, cause: 'rotate_now', request_id: 'a' }),
      UNIQUE_VIOLATION,
      'rotations_one_per_request',
    );
  });

  it('a rotation applied before it was due', async () => {
    const early = { company_id: 1, ar_content_id: 1, due_at: NOON, applied_at: NOON - 1, cause: 'manual', actor: 'x' };
    await refused(database.db('rotations').insert(toRow(early)), CHECK_VIOLATION, 'never_early');
  });

  it('a slot that is not later than the last', async () => {
    const { id } = await insertContent(database.db);
    const same = { last_slot_at: NOON, next_rotation_at: NOON };
    await refused(
      database.db('video_rotation_schedules').insert(schedule(id, same)),
      CHECK_VIOLATION,
      'slots_increase',
    );
  });

  it('an inactive schedule with a slot, and an active one without videos', async () => {
    const { id } = await insertContent(database.db);
    const insert = (given: object) => database.db('video_rotation_schedules').insert(schedule(id, given));
    await refused(insert({ is_active: false }), CHECK_VIOLATION, 'inactive_has_no_plan');
    await refused(insert({ video_sequence: [] }), CHECK_VIOLATION, 'active_has_sequence');
    await refused(insert({ current_index: 3 }), CHECK_VIOLATION, 'index_in_sequence');
  });

  it('a schedule that says to be of another company than its content', async () => {
    const { id, company_id } = await insertContent(database.db);
    const given = { ...schedule(id, {}), company_id: company_id + 1 };
    const [made] = await database.db('video_rotation_schedules').insert(given).returning(['id', 'company_id']);
    assert.equal(made.company_id, company_id);
    const moved = database
      .db('video_rotation_schedules')
      .where('id', made.id)
      .update({ company_id: company_id + 1 });
    await refused(moved, FOREIGN_KEY_VIOLATION, 'schedule_of_content');
  });

  it('weights that are too many or out of range, and a memory that grows', async () => {
    const { id } = await insertContent(database.db);
    const insert = (given: object) => database.db('video_rotation_schedules').insert(schedule(id, given));
    await refused(insert({ weights: Array.from({ length: 101 }, () => 1) }), CHECK_VIOLATION, 'weights_are_few');
    await refused(insert({ weights: [1, -1] }), CHECK_VIOLATION, 'weights_lie_in_range');
    await refused(insert({ weights: [1, 1_001] }), CHECK_VIOLATION, 'weights_lie_in_range');
    await refused(insert({ no_repeat_last: 101 }), CHECK_VIOLATION, 'no_repeat_last_lies_in_range');
    const largest = Number.MAX_SAFE_INTEGER;
    const selection_memory = {
      round: largest,
      taken: Array.from({ length: 1_000 }, (_, index) => index),
      recent: Array.from({ length: 100 }, (_, index) => largest - index),
      credits: Array.from({ length: 100 }, () => -10_000_000),
    };
    await insert({ weights: [0, 1_000], no_repeat_last: 100, selection_memory });
    const grown = { ...selection_memory, taken: Array.from({ length: 4_000 }, (_, index) => index) };
    await refused(insert({ selection_memory: grown }), CHECK_VIOLATION, 'selection_memory_is_small');
  });

  it('a rollout of nothing, of two things at once, a second one, and one that does more than all', async () => {
    const { db } = database;
    const { company_id } = await insertContent(db);
    const hours = [{ days: [1], from: '09:00', to: '10:00' }];
    const { id: daypart_id } = await aDaypart({ db, content: { company_id } }, hours);
    const { id: calendar_id } = await aCalendar({ db, content: { company_id } }, []);
    const insert = (row: object) => db('rollouts').insert({ revision: 2, contents_total: 5, ...row });
    await refused(insert({}), CHECK_VIOLATION, 'rollout_is_of_one_thing');
    await refused(insert({ daypart_id, calendar_id }), CHECK_VIOLATION, 'rollout_is_of_one_thing');
    await refused(insert({ daypart_id, contents_done: 6 }), CHECK_VIOLATION, 'rollout_does_no_more_than_all');
    await insert({ daypart_id });
    await refused(insert({ daypart_id }), UNIQUE_VIOLATION, 'rollouts_daypart_id_key');
  });

  it('a bulk that does more than all, that is over without an instant, and an item refused for no reason', async () => {
    const { db } = database;
    const { company_id } = await insertContent(db);
    const bulk = (row: object) =>
      db('bulks')
        .insert({
          company_id,
          action: 'skip',
          filter: '{}',
          actor: 'key:1',
          token_hash: Buffer.from('a'),
          total: 2,
          ...row,
        })
        .returning<{ id: number }[]>('id');
    await refused(bulk({ done: 2, refused: 1 }), CHECK_VIOLATION, 'bulk_does_no_more_than_all');
    await refused(bulk({ status: 'done' }), CHECK_VIOLATION, 'bulk_ends_with_an_instant');
    await refused(bulk({ action: 'fly' }), CHECK_VIOLATION, 'bulks_action_check');
    const [made] = await bulk({});
    await refused(bulk({}), UNIQUE_VIOLATION, 'bulks_token_hash_key');
    const item = (row: object) =>
      db('bulk_items').insert({ bulk_id: made?.id, schedule_id: 1, ar_content_id: 1, ...row });
    const ended_at = new Date();
    await refused(item({ status: 'refused', ended_at }), CHECK_VIOLATION, 'bulk_item_is_refused_for_a_reason');
    await refused(item({ status: 'done' }), CHECK_VIOLATION, 'bulk_item_ends_with_an_instant');
    await item({});
    await refused(item({}), UNIQUE_VIOLATION, 'bulk_items_one_per_schedule');
  });

  it('an endpoint that is told of the future out of bounds, and a thing that is told twice', async () => {
    const { db } = database;
    const { company_id } = await insertContent(db);
    const row = { company_id, url: 'https://example.com/', events: ['content.going_dark'], secret: Buffer.from('s') };
    for (const dark_days of [0, 367])
      await refused(db('webhooks').insert({ ...row, dark_days }), CHECK_VIOLATION, 'dark_days_lie_in_range');
    for (const lead_seconds of [59, 86_401])
      await refused(db('webhooks').insert({ ...row, lead_seconds }), CHECK_VIOLATION, 'lead_seconds_lie_in_range');
    const due_at = new Date(0);
    const told = { company_id, ar_content_id: 1, webhook_id: 1, type: 'content.going_dark', due_at, data: '{}' };
    await db('foretold').insert({ ...told, said: '', event_id: 1 });
    await refused(db('foretold').insert({ ...told, said: '4', event_id: 2 }), UNIQUE_VIOLATION, 'foretold_pkey');
    const release = { company_id, name: 'Spring', items: '[]', live_at: due_at };
    await refused(db('releases').insert({ ...release, told: 'planned' }), CHECK_VIOLATION, 'told_is_a_turn');
  });

  it('days of a calendar without a word on what they are for', async () => {
    const { id } = await insertContent(database.db);
    const insert = (given: object) => database.db('video_rotation_schedules').insert(schedule(id, given));
    await refused(insert({ calendar_mode: 'only' }), CHECK_VIOLATION, 'calendar_has_mode');
  });

  const lacking = [
    ['daily', 'time_of_day', '09:00'],
    ['weekly', 'day_of_week', 1],
    ['monthly', 'day_of_month', 31],
    ['cron', 'cron_expression', '0 9 * * *'],
    ['interval', 'interval_seconds', 60],
  ] as const;
  for (const [rotation_type, field, value] of lacking) {
    it(`a ${rotation_type} schedule without ${field}`, async () => {
      const { id } = await insertContent(database.db);
      const insert = (given: object) =>
        database
          .db('video_rotation_schedules')
          .insert(schedule(id, { interval_seconds: null, rotation_type, ...given }));
      await refused(insert({}), CHECK_VIOLATION, 'rotation_type_has_its_fields');
      await insert({ [field]: value });
    });
  }

  it('a project of another company', async () => {
    const [one, other] = [await insertContent(database.db), await insertContent(database.db)];
    const [project] = await database
      .db('projects')
      .insert({ company_id: other.company_id, name: 'Theirs' })
      .returning('id');
    await refused(
      database.db('ar_content').where('id', one.id).update({ project_id: project.id }),
      FOREIGN_KEY_VIOLATION,
      'ar_content_company_id_project_id_fkey',
    );
  });

  it('half a sign-in link, a second one with the same secret, and a person whose time is over', async () => {
    const hash = Buffer.alloc(32, 1);
    let keys = 0;
    const insert = (given: object) =>
      database
        .db('api_keys')
        .insert({ name: 'key', role: 'viewer', key_hash: Buffer.alloc(32, (keys += 1)), ...given });
    const link_expires_at = new Date(NOON);
    await refused(insert({ link_hash: hash }), CHECK_VIOLATION, 'link_expires');
    await refused(insert({ link_expires_at }), CHECK_VIOLATION, 'link_expires');
    await refused(insert({ link_hash: Buffer.alloc(3), link_expires_at }), CHECK_VIOLATION, 'link_hash_is_a_hash');
    await insert({ link_hash: hash, link_expires_at });
    await refused(insert({ link_hash: hash, link_expires_at }), UNIQUE_VIOLATION, 'api_keys_link_hash_key');
    const expires_at = new Date(NOON);
    await refused(insert({ is_person: true, expires_at }), CHECK_VIOLATION, 'a_person_does_not_expire');
  });

  it('a session that goes on past its end, or of no key', async () => {
    const key = { name: 'key', role: 'viewer', key_hash: Buffer.alloc(32, 99) };
    const [{ id: api_key_id }] = await database.db('api_keys').insert(key).returning('id');
    const insert = (given: object) => {
      const times = { expires_at: new Date(NOON), ends_at: new Date(NOON) };
      return database
        .db('browser_sessions')
        .insert({ api_key_id, secret_hash: Buffer.alloc(32, 1), ...times, ...given });
    };
    await refused(insert({ expires_at: new Date(NOON + 1) }), CHECK_VIOLATION, 'session_expires_before_its_end');
    await refused(insert({ api_key_id: 999_999 }), FOREIGN_KEY_VIOLATION, 'browser_sessions_api_key_id_fkey');
    await insert({});
  });
});
