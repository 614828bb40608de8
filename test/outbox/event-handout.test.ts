import assert from 'node:assert/strict';
import { enterEvent, forgetEvents, handOutEvents } from '../../src/db/webhook-events.js';
import { inTransaction } from '../../src/db/transaction.js';
import type { Id } from '../../src/domain/scalars.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { EventHandout } from '../../src/outbox/event-handout.js';
import { insertCompany, NOON } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { insertWebhook } from '../support/webhooks.js';

describe('events on their way to endpoints', () => {
  let database: TestDatabase;
  let company: Id;
  beforeEach(async () => {
    database = await testDatabase();
    company = (await insertCompany(database.db)).id;
  });
  afterEach(() => database.drop());

  const enter = (count: number, type: 'rotation.done' | 'video.ready' = 'rotation.done'): Promise<void> =>
    inTransaction(database.db, async (trx) => {
      for (let n = 0; n < count; n += 1) {
        await enterEvent(trx, { companyId: company, arContentId: 7, type, happensAt: NOON, data: { n } });
      }
    });
  const webhook = (given: object = {}) => insertWebhook(database.db, company, given);
  const count = async (table: string): Promise<number> => (await database.db(table).select('id')).length;

  it('become a delivery for each endpoint that wants them, once, and a message for its workflow', async () => {
    const [all, some] = [await webhook(), await webhook({ events: ['video.ready'] })];
    await insertWebhook(database.db, (await insertCompany(database.db)).id);
    await enter(2);
    await enter(1, 'video.ready');
    const { told } = await handOutEvents(database.db);
    assert.deepEqual(told.toSorted(), [workflowId('webhook', all.id), workflowId('webhook', some.id)]);
    const rows = await database.db('webhook_deliveries').orderBy('id').select('webhook_id', 'type');
    const ofAll = rows.filter(({ webhook_id }) => webhook_id === all.id).map(({ type }) => type as string);
    assert.deepEqual(ofAll, ['rotation.done', 'rotation.done', 'video.ready']);
    assert.equal(rows.length, 4);
    assert.deepEqual(await database.db('workflow_outbox').pluck('op'), ['poke', 'poke']);
    assert.deepEqual(await handOutEvents(database.db), { told: [], mayBeMore: false });
  });

  it('are handed out by one at a time, a bounded number of them', async () => {
    await webhook();
    await enter(510);
    const both = await Promise.all([handOutEvents(database.db), handOutEvents(database.db)]);
    assert.ok(both.some(({ mayBeMore }) => mayBeMore));
    await handOutEvents(database.db);
    const ids = await database.db('webhook_deliveries').orderBy('id').pluck<number[]>('event_id');
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    );
    assert.equal(ids.length, 510);
  });

  it('give up an endpoint for which too many wait', async () => {
    const { id } = await webhook();
    await enter(3);
    await handOutEvents(database.db, 3);
    await enter(1);
    await handOutEvents(database.db, 3);
    const row = await database.db('webhooks').where({ id }).first('status', 'failing_reason');
    assert.deepEqual(row, { status: 'failing', failing_reason: 'More than 3 deliveries waited.' });
    assert.deepEqual(await database.db('webhook_deliveries').distinct('status').pluck('status'), ['given_up']);
  });

  it('are handed out all the time, until the loop is stopped', async () => {
    const { id } = await webhook();
    const told: string[] = [];
    const handout = new EventHandout({
      db: database.db,
      deliverNow: (ids) => void told.push(...ids),
      logger: { debug: () => undefined },
      everyMs: 10,
    });
    handout.start();
    await enter(1);
    await eventually(() => assert.deepEqual(told, [workflowId('webhook', id)]));
    await handout.stop();
    await enter(1);
    assert.equal(await count('webhook_deliveries'), 1);
  });

  it('are forgotten with their deliveries after a while', async () => {
    await webhook();
    await enter(2);
    await handOutEvents(database.db);
    const [old] = await database.db('webhook_events').orderBy('id').pluck<Id[]>('id');
    await database
      .db('webhook_events')
      .where({ id: old })
      .update({ created_at: new Date(NOON - 1) });
    assert.equal(await forgetEvents(database.db, NOON), 1);
    assert.deepEqual([await count('webhook_events'), await count('webhook_deliveries')], [1, 1]);
    assert.equal(await forgetEvents(database.db, NOON), 0);
  });
});
