import assert from 'node:assert/strict';
import { Webhook as Verifier } from 'standardwebhooks';
import { createWebhookSending, type SendReport } from '../../src/activities/send-webhooks.js';
import { replayFrom } from '../../src/db/webhook-deliveries.js';
import { enterEvent, handOutEvents } from '../../src/db/webhook-events.js';
import { inTransaction } from '../../src/db/transaction.js';
import type { Id } from '../../src/domain/scalars.js';
import type { Webhook, WebhookDelivery } from '../../src/domain/webhook.js';
import { post } from '../../src/webhooks/post.js';
import { insertCompany, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startReceiver, type Receiver } from '../support/receiver.js';
import { insertWebhook } from '../support/webhooks.js';

const SECRETS: Record<string, string> = { s: 'whsec_c2VjcmV0IG9uZQ==', t: 'whsec_c2VjcmV0IHR3bw==' };

describe('deliveries to an endpoint', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let clock: TestClock;
  let company: Id;
  let receiver: Receiver;
  let webhook: Webhook;

  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    clock = new TestClock(Date.now());
    company = (await insertCompany(database.db)).id;
  });
  afterEach(() => receiver.close());

  async function start(answer?: Parameters<typeof startReceiver>[0], given: object = {}): Promise<void> {
    receiver = await startReceiver(answer);
    webhook = await insertWebhook(database.db, company, { url: receiver.url, ...given });
  }
  const enter = (contents: readonly Id[]): Promise<void> =>
    inTransaction(database.db, async (trx) => {
      for (const [n, arContentId] of contents.entries()) {
        const event = { companyId: company, arContentId, type: 'rotation.done', happensAt: NOON, data: { n } } as const;
        await enterEvent(trx, event);
      }
    });
  const send = (): Promise<SendReport> =>
    createWebhookSending({
      db: database.db,
      clock,
      openSecret: (sealed) => SECRETS[sealed.toString()] ?? '',
      post: (url, message) => post(url, message, { mayBePrivate: true, totalMs: 2_000 }),
      userAgent: 'tests',
    })(webhook.id);
  const deliveries = (): Promise<WebhookDelivery[]> =>
    database.db<WebhookDelivery>('webhook_deliveries').where('webhook_id', webhook.id).orderBy('event_id');
  const statuses = async (): Promise<string[]> => (await deliveries()).map(({ status }) => status);
  const dueNow = () =>
    database
      .db('webhook_deliveries')
      .where('status', 'pending')
      .update({ next_attempt_at: new Date(0) });
  const order = (): unknown[] => receiver.received.map(({ body }) => body.data['n']);

  it('are signed by both secrets while two are valid, and say what happened', async () => {
    const until = { former_secret: Buffer.from('t'), former_secret_until: new Date(Date.now() + 60_000) };
    await start(undefined, until);
    await enter([7]);
    await handOutEvents(database.db);
    const report = await send();
    assert.deepEqual(
      { ...report, words: '' },
      { status: 'active', words: '', companyId: company, waitMs: null, isAway: false },
    );
    const [{ headers, text, body } = assert.fail('nothing came')] = receiver.received;
    for (const secret of Object.values(SECRETS)) assert.deepEqual(new Verifier(secret).verify(text, headers), body);
    assert.deepEqual(body, { type: 'rotation.done', timestamp: new Date(NOON).toISOString(), data: { n: 0 } });
    const [delivery] = await deliveries();
    assert.equal(headers['webhook-id'], `evt_${delivery?.event_id}`);
    assert.deepEqual([delivery?.status, delivery?.answer_status, delivery?.attempts], ['delivered', 204, 1]);
    await database
      .db('webhooks')
      .where('id', webhook.id)
      .update({ former_secret_until: new Date(0) });
    await enter([7]);
    await handOutEvents(database.db);
    await send();
    assert.doesNotMatch(receiver.received[1]?.headers['webhook-signature'] ?? '', / /);
  });

  it('come in order within a content, one at a time, and those of others beside them', async () => {
    let most = 0;
    const underWay = new Map<unknown, number>();
    await start((one, res) => {
      const content = Number(one.body.data['n']) % 4;
      underWay.set(content, (underWay.get(content) ?? 0) + 1);
      most = Math.max(most, underWay.get(content) ?? 0);
      setImmediate(() => {
        underWay.set(content, (underWay.get(content) ?? 0) - 1);
        res.writeHead(200).end();
      });
    });
    await enter(Array.from({ length: 80 }, (_, n) => 1 + (n % 4)));
    await handOutEvents(database.db);
    await send();
    assert.equal(most, 1);
    for (const content of [0, 1, 2, 3]) {
      const own = order().filter((n) => Number(n) % 4 === content);
      assert.deepEqual(
        own,
        own.toSorted((a, b) => Number(a) - Number(b)),
      );
      assert.equal(own.length, 20);
    }
  });

  it('are sixteen at once at most', async () => {
    const held: (() => void)[] = [];
    await start((_, res) => void held.push(() => res.writeHead(200).end()));
    await enter(Array.from({ length: 40 }, (_, n) => n + 1));
    await handOutEvents(database.db);
    const sending = send();
    await eventually(() => assert.equal(held.length, 16));
    const release = setInterval(() => held.splice(0).forEach((answer) => answer()), 5);
    await sending.finally(() => clearInterval(release));
    assert.equal(receiver.received.length, 40);
  });

  it('wait for the one before them of the same content, and are tried again after a while', async () => {
    let works = false;
    await start((one, res) => res.writeHead(works || one.body.data['n'] === 2 ? 200 : 503).end());
    await enter([7, 7, 8]);
    await handOutEvents(database.db);
    const report = await send();
    assert.deepEqual(await statuses(), ['pending', 'pending', 'delivered']);
    assert.deepEqual(new Set(order()), new Set([0, 2]));
    assert.ok(report.status === 'active' && report.waitMs !== null && report.waitMs <= 5_000);
    const [first] = await deliveries();
    assert.deepEqual([first?.attempts, first?.problem], [1, 'The endpoint answered 503.']);
    assert.ok((first?.next_attempt_at ?? 0) >= (first?.last_attempt_at ?? 0) + 5_000);
    works = true;
    await dueNow();
    await send();
    assert.deepEqual(order().slice(2), [0, 1]);
    assert.deepEqual(await statuses(), ['delivered', 'delivered', 'delivered']);
  });

  it('are taken by one sender at a time', async () => {
    await start();
    await enter(Array.from({ length: 30 }, (_, n) => n + 1));
    await handOutEvents(database.db);
    await Promise.all([send(), send(), send()]);
    assert.equal(receiver.received.length, 30);
  });

  it('are left alone for a while once sixteen contents in a row failed', async () => {
    await start((_, res) => res.destroy());
    await enter(Array.from({ length: 40 }, (_, n) => n + 1));
    await handOutEvents(database.db);
    const report = await send();
    assert.deepEqual(report.status === 'active' && report.isAway, true);
    assert.ok(receiver.received.length < 40, `${receiver.received.length} were tried`);
  });

  it('are given up with the endpoint after three days, and sent again from any event on', async () => {
    let works = false;
    await start((_, res) => res.writeHead(works ? 200 : 500).end());
    await enter([7, 8]);
    await handOutEvents(database.db);
    await send();
    await dueNow();
    await database.db('webhook_deliveries').update({ first_attempt_at: new Date(clock.now() - 3 * 86_400_000) });
    assert.equal((await send()).status, 'failing');
    assert.deepEqual(await statuses(), ['given_up', 'given_up']);
    const failing = await database.db<Webhook>('webhooks').where('id', webhook.id).first();
    assert.deepEqual([failing?.status, failing?.failing_reason], ['failing', 'The endpoint answered 500.']);
    assert.equal((await send()).status, 'failing');
    // What comes meanwhile is kept, and not sent.
    await enter([9]);
    await handOutEvents(database.db);
    assert.equal((await deliveries()).length, 2);

    const active = { status: 'active', failing_reason: null, failing_at: null };
    await database.db('webhooks').where('id', webhook.id).update(active);
    works = true;
    receiver.received.length = 0;
    const second = (await deliveries())[1]?.event_id ?? 0;
    const replayed = await inTransaction(database.db, (trx) => replayFrom(trx, webhook, second));
    assert.deepEqual(replayed, { replayed: 2, next: null });
    await send();
    assert.deepEqual(await statuses(), ['given_up', 'delivered', 'delivered']);
    const again = (await deliveries())[1];
    assert.equal(again?.attempts, 1, 'It is tried as if it were new.');
    assert.ok((again.first_attempt_at ?? 0) > clock.now() - 86_400_000);
    const sent = receiver.received.map(({ headers }) => headers['webhook-id']);
    assert.deepEqual([sent.length, sent.includes(`evt_${second}`)], [2, true]);
  });

  it('are sent again where that is asked for while one is under way', async () => {
    const replay = () => inTransaction(database.db, (trx) => replayFrom(trx, webhook, 1));
    await start(async (_, res) => {
      if (receiver.received.length === 1) await replay();
      res.writeHead(204).end();
    });
    await enter([7]);
    await handOutEvents(database.db);
    await send();
    const [delivery] = await deliveries();
    assert.deepEqual([receiver.received.length, delivery?.status, delivery?.attempts], [2, 'delivered', 1]);
  });

  it('end at once where the endpoint says that it is gone, and where it is deleted', async () => {
    await start((_, res) => res.writeHead(410).end());
    await enter([7]);
    await handOutEvents(database.db);
    assert.deepEqual(await send(), { status: 'failing', words: 'given up: The endpoint answered 410.' });
    await database.db('webhooks').where('id', webhook.id).del();
    assert.equal((await send()).status, 'gone');
  });

  it('fail as a whole where the secret cannot be opened, and are due again', async () => {
    await start();
    await enter([7]);
    await handOutEvents(database.db);
    const sending = createWebhookSending({
      db: database.db,
      clock,
      openSecret: () => {
        throw new Error('no key fits');
      },
      post: () => assert.fail('nothing is sent'),
      userAgent: 'tests',
    });
    await assert.rejects(sending(webhook.id), /no key fits/);
    await dueNow();
    await send();
    assert.deepEqual(await statuses(), ['delivered']);
  });
});
