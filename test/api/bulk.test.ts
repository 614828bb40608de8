import assert from 'node:assert/strict';
import type { DatabaseClock } from '../../src/db/clock.js';
import type { Id } from '../../src/domain/scalars.js';
import { pauseSchedule } from '../../src/planning/pause-edits.js';
import { Planner } from '../../src/planning/planner.js';
import { startTestApi, type ApiAnswer, type ApiObject, type TestApi } from '../support/api.js';
import { schedulesOf } from '../support/bulks.js';
import { insertCompany } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { CALLER, startedClock } from '../support/planning.js';
import { contentsWith } from '../support/rollouts.js';

interface Proposal {
  count: number;
  first_ids: Id[];
  token: string | null;
  expires_at: string | null;
}

const PATH = '/api/bulk';
const COUNT = 4;

describe('bulks over HTTP', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let clock: DatabaseClock;
  let api: TestApi;
  let planner: Planner;
  let company: Id;
  let contents: Id[];
  let schedules: Id[];
  let key: string;

  before(async () => {
    database = await testDatabase();
    clock = await startedClock(database.db);
    planner = new Planner({ db: database.db, clock });
    api = await startTestApi(database.db, clock, { limits: { schedulesPerBulk: COUNT, bulksPerCompany: 2 } });
  });
  after(async () => {
    await api.stop();
    clock.stop();
    await database.drop();
  });
  beforeEach(async () => {
    ({ company, contents, schedules } = await aCompany(COUNT));
    key = await api.makeKey('editor', company);
  });

  async function aCompany(count: number) {
    const { db } = database;
    const { id } = await insertCompany(db);
    const daily = { rotation_type: 'daily', time_of_day: '09:00:00' } as const;
    const made = await contentsWith({ db, planner, company_id: id, count }, daily);
    return { company: id, contents: made, schedules: await schedulesOf(db, id) };
  }

  const post = (body: object, options: object = {}): Promise<ApiAnswer> =>
    api.call('POST', PATH, { key, body, ...options });
  async function foretold(filter: object = {}, more: object = {}): Promise<Proposal> {
    const answer = await post({ action: 'pause', filter, dry_run: true, ...more });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body as Proposal;
  }
  async function begun(filter: object = {}, more: object = {}): Promise<ApiObject> {
    const { token } = await foretold(filter, more);
    const answer = await post({ token });
    assert.equal(answer.status, 202, JSON.stringify(answer.body));
    return answer.body as ApiObject;
  }
  const faultsOf = ({ status, body }: ApiAnswer): Record<string, string> => {
    assert.equal(status, 422, JSON.stringify(body));
    const { errors = [] } = body as { errors?: { field: string; message: string }[] };
    return Object.fromEntries(errors.map(({ field, message }) => [field, message]));
  };
  const items = async (id: Id, query = ''): Promise<ApiObject[]> =>
    (await api.call('GET', `${PATH}/${id}/items?${query}`, { key })).body as ApiObject[];

  it('tell first what they would be about, and change nothing', async () => {
    const { count, first_ids, token, expires_at } = await foretold();
    assert.deepEqual([count, first_ids], [COUNT, schedules]);
    assert.match(String(token), /^[\w-]{32}$/);
    const minutes = (Date.parse(String(expires_at)) - clock.now()) / 60_000;
    assert.ok(minutes > 9 && minutes <= 10, String(minutes));
    assert.deepEqual((await api.call('GET', PATH, { key })).body, []);
  });

  it('begin with the token, about exactly what was told', async () => {
    const { token } = await foretold({ is_active: true }, { note: 'Stocktaking' });
    await pauseSchedule(planner, CALLER, Number(schedules[0]), {});
    await contentsWith(
      { db: database.db, planner, company_id: company, count: 1 },
      { rotation_type: 'interval', interval_seconds: 60 },
    );
    const answer = await post({ token });
    assert.equal(answer.status, 202);
    const bulk = answer.body as ApiObject;
    assert.equal(answer.headers.get('location'), `${PATH}/${bulk.id}`);
    assert.deepEqual(bulk['progress'], { total: COUNT, done: 0, refused: 0, remaining: COUNT });
    assert.deepEqual(
      [bulk['status'], bulk['note'], bulk['filter'], bulk['workflow_id']],
      ['under_way', 'Stocktaking', { is_active: true }, `bulk-${bulk.id}`],
    );
    assert.deepEqual(
      (await items(bulk.id)).map((item) => item['schedule_id']),
      schedules,
    );
    assert.deepEqual(await database.db('workflow_outbox').where('workflow_id', `bulk-${bulk.id}`).pluck('op'), [
      'poke',
    ]);
  });

  it('are the same bulk when the token is said again, also by two at once', async () => {
    const { token } = await foretold();
    const answers = await Promise.all([post({ token }), post({ token }), post({ token })]);
    const again = await post({ token, action: 'pause' }, { headers: { 'idempotency-key': 'another-request' } });
    assert.deepEqual(
      new Set([...answers, again].map(({ status, body }) => `${status} ${(body as ApiObject).id}`)).size,
      1,
    );
    const audited = await database.db('audit_log').where({ action: 'bulk.create', company_id: company });
    assert.equal(audited.length, 1);
  });

  it('take a token of the same key, once, before it has expired', async () => {
    const { token } = await foretold();
    const other = await api.makeKey('editor', company);
    assert.match(faultsOf(await post({ token }, { key: other }))['token'] ?? '', /unknown, used, too old/);
    await database
      .db('bulk_proposals')
      .where('company_id', company)
      .update({ expires_at: new Date(clock.now()) });
    assert.match(faultsOf(await post({ token }))['token'] ?? '', /too old/);
    assert.match(faultsOf(await post({ token: 'made-up' }))['token'] ?? '', /unknown/);
  });

  it('do not begin when the end of the pause has come since', async () => {
    const until = new Date(clock.now() + 60_000).toISOString();
    const { token } = await foretold({}, { until });
    const earlier = { resume_at: clock.now() - 1 };
    await database
      .db('bulk_proposals')
      .where('company_id', company)
      .update({ request: database.db.raw('request || ?::jsonb', [JSON.stringify(earlier)]) });
    assert.deepEqual(faultsOf(await post({ token })), { until: 'must be in the future' });
    assert.deepEqual((await api.call('GET', PATH, { key })).body, []);
  });

  it('refuse with the token what is not what the dry run was about', async () => {
    const { token } = await foretold({ schedule_ids: schedules });
    const other = await post({
      token,
      action: 'delete',
      filter: {},
      note: 'x',
      missed: 'all',
      company_id: company + 1,
    });
    assert.deepEqual(Object.keys(faultsOf(other)).toSorted(), ['action', 'company_id', 'filter', 'missed', 'note']);
    const same = { action: 'pause', filter: { schedule_ids: schedules.toReversed() }, company_id: company };
    assert.equal((await post({ token, ...same, dry_run: false })).status, 202);
  });

  it('name every fault of a request', async () => {
    assert.deepEqual(Object.keys(faultsOf(await post({ action: 'pause', filter: {} }))), ['token']);
    assert.deepEqual(Object.keys(faultsOf(await post({ dry_run: true }))), ['action', 'filter']);
    assert.deepEqual(
      Object.keys(faultsOf(await post({ dry_run: true, action: 'fly', filter: { title: 'x', late: 3 } }))).toSorted(),
      ['action', 'filter.late', 'filter.title'],
    );
    const past = { action: 'pause', filter: {}, dry_run: true, until: '2020-01-01T00:00:00Z' };
    assert.deepEqual(faultsOf(await post(past)), { until: 'must be in the future' });
    const until = { action: 'skip', filter: {}, dry_run: true, until: '2999-01-01T00:00:00Z', missed: 'all' };
    assert.deepEqual(Object.keys(faultsOf(await post(until))), ['until', 'missed']);
    assert.deepEqual(Object.keys(faultsOf(await post({ action: 'pause', filter: {}, dry_run: true, token: 'x' }))), [
      'token',
    ]);
    const whole = await api.call('POST', PATH, { body: { action: 'pause', filter: {}, dry_run: true } });
    assert.deepEqual(faultsOf(whole), { company_id: 'is required with an installation-wide key' });
  });

  it('find schedules by each filter, and by all together', async () => {
    const { db } = database;
    const [first = 0, second = 0] = schedules;
    await db('projects').insert({ company_id: company, name: 'Spring' });
    const project = (await db('projects').where('company_id', company).first('id')).id as Id;
    await db('ar_content').where('id', contents[2]).update({ project_id: project });
    await pauseSchedule(planner, CALLER, first, {});
    await db('video_rotation_schedules').where('id', second).update({ late_count: 1, failed_count: 2 });
    const found = async (filter: object): Promise<Id[]> => (await foretold(filter)).first_ids;
    assert.deepEqual(await found({ project_id: project }), [schedules[2]]);
    assert.deepEqual(await found({ ar_content_ids: [contents[3], contents[0]] }), [schedules[0], schedules[3]]);
    assert.deepEqual(await found({ schedule_ids: [second, 999_999] }), [second]);
    assert.deepEqual(await found({ rotation_type: 'cron' }), []);
    assert.deepEqual(await found({ rotation_type: 'daily' }), schedules);
    assert.deepEqual(await found({ is_active: false }), [first]);
    assert.deepEqual([await found({ late: true }), await found({ failed: true })], [[second], [second]]);
    assert.deepEqual((await found({ late: false })).length, COUNT - 1);
    assert.deepEqual((await found({ due_before: '2999-01-01T00:00:00Z' })).length, COUNT - 1);
    assert.deepEqual(await found({ due_before: '2020-01-01T00:00:00Z' }), []);
    assert.deepEqual(await found({ is_active: true, failed: true, schedule_ids: schedules }), [second]);
  });

  it('are about nothing of another company, and give no token for nothing', async () => {
    const other = await aCompany(1);
    const proposal = await foretold({ schedule_ids: other.schedules });
    assert.deepEqual([proposal.count, proposal.token, proposal.expires_at], [0, null, null]);
    assert.deepEqual((await foretold({ ar_content_ids: other.contents })).count, 0);
  });

  it('may be about so many schedules, and so many of a company may be under way', async () => {
    const large = await aCompany(COUNT + 1);
    const all = { company_id: large.company, action: 'pause', filter: {}, dry_run: true };
    assert.match(
      faultsOf(await api.call('POST', PATH, { body: all }))['filter'] ?? '',
      /: 4 \(MAX_SCHEDULES_PER_BULK\)/,
    );
    const some = { ...all, filter: { schedule_ids: large.schedules.slice(1) } };
    assert.equal((await api.call('POST', PATH, { body: some })).status, 200);

    const first = await begun();
    await begun();
    const { token } = await foretold();
    const refused = await post({ token });
    assert.equal(refused.status, 409);
    assert.match(JSON.stringify(refused.body), /2 bulks under way \(MAX_BULKS_PER_COMPANY\)/);
    assert.equal((await api.call('POST', `${PATH}/${first.id}/cancel`, { key })).status, 200);
    assert.equal((await post({ token })).status, 202, 'The token was not used up by a refusal.');
  });

  it('are cancelled once, and not when they are done', async () => {
    const { id } = await begun();
    const cancel = () => api.call('POST', `${PATH}/${id}/cancel`, { key });
    const cancelled = (await cancel()).body as ApiObject;
    assert.deepEqual(
      [cancelled['status'], cancelled['progress']],
      ['cancelled', { total: COUNT, done: 0, refused: 0, remaining: COUNT }],
    );
    assert.equal((await cancel()).status, 409);
    assert.equal((await items(id, 'status=remaining')).length, COUNT);
    const { id: done } = await begun();
    await database.db('bulks').where('id', done).update({ status: 'done', ended_at: new Date(), done: COUNT });
    assert.equal((await api.call('POST', `${PATH}/${done}/cancel`, { key })).status, 409);
  });

  it('list their items page by page, and by what has become of them', async () => {
    const { id } = await begun();
    const refused = { status: 'refused', code: 'conflict', message: 'It is inactive already.', ended_at: new Date() };
    await database.db('bulk_items').where({ bulk_id: id, schedule_id: schedules[1] }).update(refused);
    const page = await api.call('GET', `${PATH}/${id}/items?limit=3`, { key });
    assert.equal((page.body as ApiObject[]).length, 3);
    assert.match(String(page.headers.get('link')), /after=\d+/);
    const [item, ...others] = await items(id, 'status=refused');
    assert.deepEqual([item?.['schedule_id'], item?.['code'], others], [schedules[1], 'conflict', []]);
    assert.equal((await items(id, 'status=remaining')).length, COUNT - 1);
    const listed = (await api.call('GET', `${PATH}?status=under_way`, { key })).body as ApiObject[];
    assert.deepEqual(
      listed.map((bulk) => bulk.id),
      [id],
    );
    assert.deepEqual((await api.call('GET', `${PATH}?status=done`, { key })).body, []);
  });

  it('keep twenty tokens and a hundred bulks of a company', async () => {
    const { db } = database;
    const tokens: unknown[] = [];
    for (let n = 0; n < 21; n += 1) tokens.push((await foretold()).token);
    assert.equal((await db('bulk_proposals').where('company_id', company)).length, 20);
    assert.ok('token' in faultsOf(await post({ token: tokens[0] })));
    const old = Array.from({ length: 100 }, (_, n) => ({
      company_id: company,
      action: 'skip',
      filter: '{}',
      actor: 'key:1',
      token_hash: Buffer.from(`${company} ${n}`),
      total: 0,
      status: 'done',
      ended_at: new Date(),
    }));
    await db('bulks').insert(old);
    assert.equal((await post({ token: tokens[1] })).status, 202);
    assert.equal((await db('bulks').where('company_id', company)).length, 100);
  });
});
