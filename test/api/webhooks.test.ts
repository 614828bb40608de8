import assert from 'node:assert/strict';
import { DatabaseClock } from '../../src/db/clock.js';
import { enterEvent, handOutEvents } from '../../src/db/webhook-events.js';
import { inTransaction } from '../../src/db/transaction.js';
import type { Id } from '../../src/domain/scalars.js';
import type { ApiAnswer, ApiObject, TestApi } from '../support/api.js';
import { apiForSuite } from '../support/api-for-suite.js';
import { insertCompany, NOON } from '../support/builders.js';
import type { TestDatabase } from '../support/database.js';

const url = 'https://hooks.example.com/ar?token=t';

describe('webhooks', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  const clock = new DatabaseClock();
  let api: TestApi;
  let company_id: Id;

  apiForSuite(clock, (setting) => ({ database, api } = setting));
  beforeEach(async () => {
    company_id = (await insertCompany(database.db)).id;
  });

  const create = (given: object = {}, headers: Record<string, string> = {}): Promise<ApiAnswer> =>
    api.call('POST', '/api/webhooks', { body: { company_id, url, events: ['rotation.done'], ...given }, headers });
  const made = async (given: object = {}): Promise<ApiObject> => {
    const answer = await create(given);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body as ApiObject;
  };
  const faultsOf = ({ status, body }: ApiAnswer) => [status, (body as { errors?: object[] }).errors];
  const sealedOf = async (id: Id) => database.db('webhooks').where({ id }).first('secret', 'former_secret');

  it('are made with a secret that is shown once, and kept encrypted', async () => {
    const answer = await create({}, { 'idempotency-key': 'once' });
    const { secret, ...webhook } = answer.body as ApiObject;
    assert.match(String(secret), /^whsec_[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual([webhook['status'], webhook['url']], ['active', url]);
    const again = await create({}, { 'idempotency-key': 'once' });
    assert.deepEqual(again.body, { ...webhook, secret: null });
    assert.deepEqual(await api.expect(200, 'GET', `/api/webhooks/${webhook.id}`), webhook);
    const stored = JSON.stringify(
      await Promise.all(['audit_log', 'idempotency_keys'].map((table) => database.db(table))),
    );
    assert.ok(!stored.includes(String(secret)));
    const { secret: sealed } = await sealedOf(webhook.id);
    assert.ok(!String(sealed).includes(String(secret)));
  });

  it('refuse what is wrong by the name of the field, all of it at once', async () => {
    const message = 'must be an address of the Internet, not a private one';
    assert.deepEqual(faultsOf(await create({ url: 'http://169.254.169.254/' })), [
      422,
      [{ field: 'url', message, code: 'invalid' }],
    ]);
    const [status, faults] = faultsOf(await create({ url: 'https://a:b@example.com/', events: ['no.such'] }));
    const fields = (faults as { field: string }[]).map(({ field }) => field).toSorted();
    assert.deepEqual([status, fields], [422, ['events.0', 'url']]);
    for (const events of [[], ['rotation.done', 'rotation.done']]) {
      assert.equal((await create({ events })).status, 422, JSON.stringify(events));
    }
    assert.equal((await create({ url: `https://example.com/${'a'.repeat(2_000)}` })).status, 422);
    const { id } = await made();
    const changed = await api.call('PUT', `/api/webhooks/${id}`, { body: { url: 'ftp://example.com/' } });
    assert.deepEqual(faultsOf(changed), [
      422,
      [{ field: 'url', message: 'must begin with https:// or http://', code: 'invalid' }],
    ]);
  });

  it('say how long before they are told of the future', async () => {
    const usual = await made();
    assert.deepEqual([usual['dark_days'], usual['lead_seconds']], [7, 600]);
    const given = { dark_days: 366, lead_seconds: 60, events: ['rotation.will_change', 'content.going_dark'] };
    const { id, ...webhook } = await made(given);
    assert.deepEqual([webhook['dark_days'], webhook['lead_seconds']], [366, 60]);
    const changed = await api.expect(200, 'PUT', `/api/webhooks/${id}`, { body: { dark_days: 1 } });
    assert.deepEqual([changed['dark_days'], changed['lead_seconds']], [1, 60]);
    for (const [field, value, bounds, code] of [
      ['dark_days', 367, '1 to 366', 'too_large'],
      ['dark_days', 0, '1 to 366', 'too_small'],
      ['lead_seconds', 59, '60 to 86400', 'too_small'],
      ['lead_seconds', 60.5, '60 to 86400', 'wrong_type'],
    ] as const) {
      const message = `must be a whole number from ${bounds}`;
      assert.deepEqual(faultsOf(await create({ [field]: value })), [422, [{ field, message, code }]]);
    }
  });

  it('get another secret, beside which the one before signs for a day', async () => {
    const { id, secret } = await made();
    const { secret: before } = await sealedOf(id);
    const rotated = await api.expect(200, 'POST', `/api/webhooks/${id}/rotate-secret`);
    assert.notEqual(rotated['secret'], secret);
    // The clock here may be some milliseconds behind Postgres's.
    const hours = (Date.parse(String(rotated['former_secret_until'])) - clock.now()) / 3_600_000;
    assert.ok(hours > 23 && hours < 24.1, `${hours} hours`);
    assert.deepEqual((await sealedOf(id)).former_secret, before);
  });

  it('are given up and enabled again, and neither tried nor replayed meanwhile', async () => {
    const { id } = await made();
    const failing = { status: 'failing', failing_reason: 'The endpoint answered 500.', failing_at: new Date(NOON) };
    await database.db('webhooks').where({ id }).update(failing);
    for (const [path, body] of [
      ['test', undefined],
      ['replay', { from_event_id: 1 }],
    ] as const) {
      const { status, body: problem } = await api.call('POST', `/api/webhooks/${id}/${path}`, { body });
      assert.equal(status, 409);
      assert.match((problem as { detail: string }).detail, /enable it first/);
    }
    const enabled = await api.expect(200, 'POST', `/api/webhooks/${id}/enable`);
    assert.deepEqual([enabled['status'], enabled['failing_reason']], ['active', null]);
    await api.expect(409, 'POST', `/api/webhooks/${id}/enable`);
  });

  it('list their deliveries, by status, with what was tried by hand', async () => {
    const { id } = await made();
    const { delivery_id } = (await api.expect(200, 'POST', `/api/webhooks/${id}/test`)) as unknown as {
      delivery_id: Id;
    };
    await inTransaction(database.db, (trx) =>
      enterEvent(trx, { companyId: company_id, arContentId: 7, type: 'rotation.done', happensAt: NOON, data: {} }),
    );
    await handOutEvents(database.db);
    const list = async (query: string) =>
      ((await api.call('GET', `/api/webhooks/${id}/deliveries${query}`)).body as ApiObject[]).map(({ type }) => type);
    assert.deepEqual(await list(''), ['webhook.test', 'rotation.done']);
    await database
      .db('webhook_deliveries')
      .where('id', delivery_id)
      .update({ status: 'delivered', next_attempt_at: null });
    assert.deepEqual(await list('?status=pending'), ['rotation.done']);
    const replay = await api.expect(200, 'POST', `/api/webhooks/${id}/replay`, { body: { from_event_id: 1 } });
    assert.deepEqual(replay, { replayed: 2, next_event_id: null });
    assert.deepEqual(await list('?status=pending'), ['webhook.test', 'rotation.done']);
  });

  it('send again nothing of other companies, and nothing that they did not want', async () => {
    const other = await insertCompany(database.db);
    const wanted = await made({ events: ['video.ready'] });
    for (const [companyId, type] of [
      [company_id, 'rotation.done'],
      [other.id, 'video.ready'],
    ] as const) {
      await made({ company_id: companyId, events: [type] });
      const event = { companyId, arContentId: 7, type, happensAt: NOON, data: {} };
      await inTransaction(database.db, (trx) => enterEvent(trx, event));
    }
    await handOutEvents(database.db);
    const replay = await api.expect(200, 'POST', `/api/webhooks/${wanted.id}/replay`, { body: { from_event_id: 1 } });
    assert.deepEqual(replay, { replayed: 0, next_event_id: null });
  });

  /** Events of the company that were handed out long ago, and to no endpoint that there is. */
  const oldEvents = async (count: number, handedOut = true): Promise<Id[]> => {
    const { rows } = await database.db.raw<{ rows: { id: Id }[] }>(
      `INSERT INTO webhook_events (company_id, ar_content_id, type, happens_at, data, handed_out_at)
       SELECT ?, 7, 'rotation.done', now(), '{}', CASE WHEN ? THEN now() END FROM generate_series(1, ?) RETURNING id`,
      [company_id, handedOut, count],
    );
    return rows.map(({ id }) => id);
  };
  const replay = (id: Id, from_event_id: Id): Promise<ApiAnswer> =>
    api.call('POST', `/api/webhooks/${id}/replay`, { body: { from_event_id } });

  it('go over 5,000 events in a replay, and say where the next one begins', async () => {
    const { id } = await made();
    const events = await oldEvents(5_001);
    const last = events.at(-1) ?? 0;
    assert.deepEqual((await replay(id, events[0] ?? 0)).body, { replayed: 5_000, next_event_id: last });
    assert.deepEqual((await replay(id, last)).body, { replayed: 1, next_event_id: null });
  });

  it('send nothing again that was not handed out yet: it comes by itself', async () => {
    const { id } = await made();
    const [event = 0] = await oldEvents(1, false);
    assert.deepEqual((await replay(id, event)).body, { replayed: 0, next_event_id: null });
  });

  it('have 10,000 deliveries wait at most, and half of them where events are sent again', async () => {
    const { id } = await made();
    const wait = async (count: number): Promise<void> => {
      const row = `SELECT ?, unnest(?::bigint[]), 'rotation.done', 7`;
      const into = 'INSERT INTO webhook_deliveries (webhook_id, event_id, type, ar_content_id)';
      await database.db.raw(`${into} ${row}`, [id, await oldEvents(count)]);
    };
    const test = () => api.call('POST', `/api/webhooks/${id}/test`);
    const refused = ({ status, body }: ApiAnswer) => [status, (body as { detail: string }).detail];
    const full = (most: number) => [
      409,
      `More than ${most} deliveries to webhook ${id} wait already: try again later.`,
    ];
    await wait(5_000);
    assert.equal((await replay(id, 2 ** 40)).status, 200);
    await wait(1);
    assert.deepEqual(refused(await replay(id, 2 ** 40)), full(5_000));
    await wait(4_998);
    assert.equal((await test()).status, 200);
    assert.deepEqual(refused(await test()), full(9_999));
  });

  it('go with their company, and are no use of it', async () => {
    const { id } = await made();
    await api.expect(200, 'DELETE', `/api/companies/${company_id}`);
    assert.equal((await api.call('GET', `/api/webhooks/${id}`)).status, 404);
  });
});
