import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '@temporalio/client';
import { migrateUp } from '../../src/db/migrator.js';
import { enqueue, lease, type OutboxOp, type OutboxRow } from '../../src/db/outbox.js';
import { Relay, type RelayOptions } from '../../src/outbox/relay.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { assertEach } from '../support/assert-each.js';

type Message = Pick<OutboxRow, 'workflow_id' | 'op'>;

describe('the relay', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let relays: Relay[];
  let delivered: string[];

  before(async function () {
    this.timeout(120_000);
    database = await testDatabase();
  });
  after(() => database.drop());

  beforeEach(() => {
    relays = [];
    delivered = [];
    lines = [];
  });
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    await database.db('workflow_outbox').del();
  });

  let lines: string[];
  const collect = (line: unknown): void => void lines.push(String(line));
  const logger = { debug: () => undefined, info: collect, warn: collect };

  function aRelay(given: Partial<RelayOptions> = {}): Relay {
    const relay = new Relay({
      db: database.db,
      logger,
      pollMs: 20,
      deliver: ({ workflow_id, op }) => {
        delivered.push(`${op} ${workflow_id}`);
        return Promise.resolve();
      },
      ...given,
    });
    relays.push(relay);
    return relay;
  }

  const enter = (...messages: [string, OutboxOp][]): Promise<void> => enqueue(database.db, new Map(messages));

  const rows = (): Promise<(OutboxRow & { last_error: string | null; next_attempt_at: number })[]> =>
    database.db('workflow_outbox').orderBy('workflow_id');

  const untilEmpty = (): Promise<void> => eventually(async () => assert.deepEqual(await rows(), []));

  /** Makes every message due now, as if its back-off had passed. */
  const skipBackOff = (): Promise<number> =>
    database.db('workflow_outbox').update({ next_attempt_at: database.db.raw('clock_timestamp()') });

  it('delivers at once what was just committed, and only that', async () => {
    await enter(['rotation-schedule-1', 'poke'], ['rotation-schedule-2', 'cancel'], ['rotation-schedule-3', 'poke']);
    aRelay().deliverNow(['rotation-schedule-1', 'rotation-schedule-2']);
    await eventually(async () =>
      assert.deepEqual(
        (await rows()).map((row) => row.workflow_id),
        ['rotation-schedule-3'],
      ),
    );
    assert.deepEqual(delivered.toSorted(), ['cancel rotation-schedule-2', 'poke rotation-schedule-1']);
  });

  it('delivers in its loop what nobody delivered at once', async () => {
    aRelay().start();
    await enter(['rotation-schedule-1', 'poke']);
    await untilEmpty();
    assert.deepEqual(delivered, ['poke rotation-schedule-1']);
  });

  it('tells a workflow once of many changes that came before the delivery', async () => {
    for (let n = 0; n < 5; n += 1) await enter(['rotation-schedule-1', 'poke']);
    const relay = aRelay();
    for (let n = 0; n < 5; n += 1) relay.deliverNow(['rotation-schedule-1']);
    await untilEmpty();
    assert.deepEqual(delivered, ['poke rotation-schedule-1']);
  });

  it('lets a cancel win over a poke, whichever came first', async () => {
    await enter(['rotation-schedule-1', 'poke'], ['rotation-schedule-2', 'cancel']);
    await enter(['rotation-schedule-1', 'cancel'], ['rotation-schedule-2', 'poke']);
    aRelay().start();
    await untilEmpty();
    assert.deepEqual(delivered.toSorted(), ['cancel rotation-schedule-1', 'cancel rotation-schedule-2']);
  });

  it('keeps a message while Temporal is down, with the reason, and delivers it when it is back', async () => {
    let down = true;
    const relay = aRelay({
      deliver: ({ workflow_id }) => {
        if (down) return Promise.reject(new Error('no connection', { cause: new Error('ECONNREFUSED') }));
        delivered.push(workflow_id);
        return Promise.resolve();
      },
    });
    relay.start();
    await enter(['rotation-schedule-1', 'poke']);
    const [row] = await eventually(async () => {
      const found = await rows();
      assert.equal(found[0]?.last_error, 'no connection: ECONNREFUSED');
      return found;
    });
    assert.equal(row?.attempts, 1);
    down = false;
    await skipBackOff();
    await untilEmpty();
    assert.deepEqual(delivered, ['rotation-schedule-1']);
  });

  /** As the client throws it while nothing listens. */
  const unavailable = (): Error => {
    const cause = Object.assign(new Error('14 UNAVAILABLE: no connection'), {
      code: 14,
      details: 'no connection',
      metadata: {},
    });
    return new ServiceError('Failed to signalWithStart Workflow', { cause });
  };

  it('tells once that Temporal is away, with how much waits, and once that it is back', async () => {
    let down = true;
    const ids = Array.from({ length: 50 }, (_, n) => `rotation-schedule-${n + 1}`);
    await enqueue(database.db, new Map(ids.map((id) => [id, 'poke'])));
    const relay = aRelay({ deliver: () => (down ? Promise.reject(unavailable()) : Promise.resolve()) });
    relay.start();
    await eventually(async () => assertEach(await rows(), ({ last_error }) => last_error !== null));
    const away =
      'outbox: Temporal cannot be reached: 50 messages wait ' +
      '(Failed to signalWithStart Workflow: 14 UNAVAILABLE: no connection)';
    assert.deepEqual(lines, [away]);
    down = false;
    await skipBackOff();
    await untilEmpty();
    assert.deepEqual(lines, [away, 'outbox: Temporal is back']);
  });

  it('tells of messages that cannot be delivered, but not of each', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => `rotation-schedule-${n + 1}`);
    await enqueue(database.db, new Map(ids.map((id) => [id, 'poke'])));
    aRelay({ deliver: () => Promise.reject(new Error('7 PERMISSION_DENIED')) }).start();
    await eventually(async () => assertEach(await rows(), ({ last_error }) => last_error !== null));
    assert.equal(lines.length, 1);
    assert.match(
      lines[0] ?? '',
      /^outbox: poke of rotation-schedule-\d+ not delivered, again in 1 s \(7 PERMISSION_DENIED\)$/,
    );
  });

  it('counts the failures of a message anew when another one comes, which is due at once', async () => {
    const relay = aRelay({ deliver: () => Promise.reject(new Error('no')) });
    await enter(['rotation-schedule-1', 'poke']);
    for (let n = 1; n <= 3; n += 1) {
      relay.deliverNow(['rotation-schedule-1']);
      await eventually(async () => assert.equal((await rows())[0]?.attempts, n));
      await eventually(async () => assert.notEqual((await rows())[0]?.last_error, null));
      await eventually(async () => assert.ok(((await rows())[0]?.next_attempt_at ?? 0) > 0));
      await skipBackOff();
    }
    await relay.stop();
    await enter(['rotation-schedule-1', 'poke']);
    const [row] = await rows();
    assert.deepEqual([row?.attempts, row?.version], [0, 2]);
  });

  it('waits longer from failure to failure, a minute at most', async () => {
    const relay = aRelay({ deliver: () => Promise.reject(new Error('no')) });
    await enter(['rotation-schedule-1', 'poke']);
    const waits: number[] = [];
    for (let n = 1; n <= 8; n += 1) {
      relay.deliverNow(['rotation-schedule-1']);
      await eventually(async () => assert.equal((await rows())[0]?.attempts, n));
      const wait = await eventually(async () => {
        const { rows: found } = await database.db.raw(
          `SELECT extract(epoch FROM next_attempt_at - clock_timestamp())::float8 AS wait FROM workflow_outbox
           WHERE lease_until IS NULL`,
        );
        assert.ok(found[0]?.wait > 0);
        return found[0].wait as number;
      });
      waits.push(Math.round(wait));
      await skipBackOff();
    }
    assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('does not lose a message that comes while an earlier one is being delivered', async () => {
    const seen: Message[] = [];
    const relay = aRelay({
      deliver: async (message) => {
        seen.push(message);
        // The row is deleted by now: the workflow that is being poked has to be cancelled.
        if (seen.length === 1) await enter(['rotation-schedule-1', 'cancel']);
      },
    });
    relay.start();
    await enter(['rotation-schedule-1', 'poke']);
    await untilEmpty();
    assert.deepEqual(
      seen.map(({ op }) => op),
      ['poke', 'cancel'],
    );
  });

  it('does not put off a message that comes while an earlier one fails', async () => {
    const relay = aRelay({
      deliver: async () => {
        await enter(['rotation-schedule-1', 'poke']);
        throw new Error('no');
      },
    });
    await enter(['rotation-schedule-1', 'poke']);
    relay.deliverNow(['rotation-schedule-1']);
    await eventually(async () => assert.equal((await rows())[0]?.version, 2));
    await relay.stop();
    assert.equal((await rows())[0]?.last_error, null);
    assert.equal((await lease(database.db, { limit: 10, leaseMs: 300 })).length, 1);
  });

  it('takes over from a relay that died with messages under lease', async () => {
    await enter(['rotation-schedule-1', 'poke']);
    await lease(database.db, { limit: 10, leaseMs: 300 });
    aRelay().start();
    await untilEmpty();
    assert.deepEqual(delivered, ['poke rotation-schedule-1']);
  });

  it('shares the work among relays: each message is delivered once', async () => {
    const ids = Array.from({ length: 200 }, (_, n) => `rotation-schedule-${n + 1}`);
    await enqueue(database.db, new Map(ids.map((id) => [id, 'poke'])));
    for (let n = 0; n < 3; n += 1) aRelay().start();
    await untilEmpty();
    assert.equal(delivered.length, 200);
    assert.equal(new Set(delivered).size, 200);
  });

  it('has no more under way than it may', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `rotation-schedule-${n + 1}`);
    await enqueue(database.db, new Map(ids.map((id) => [id, 'poke'])));
    let underWay = 0;
    let most = 0;
    const relay = aRelay({
      concurrency: 4,
      deliver: async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
      },
    });
    relay.start();
    relay.deliverNow(ids);
    await untilEmpty();
    assert.equal(most, 4);
  });

  it('stops once what it has under way is done, and takes nothing more', async () => {
    let finish = (): void => undefined;
    const relay = aRelay({
      deliver: ({ workflow_id }) =>
        new Promise((resolve) => {
          delivered.push(workflow_id);
          finish = resolve;
        }),
    });
    relay.start();
    await enter(['rotation-schedule-1', 'poke']);
    await eventually(() => assert.equal(delivered.length, 1));
    const stopped = relay.stop();
    await enter(['rotation-schedule-2', 'poke']);
    relay.deliverNow(['rotation-schedule-2']);
    finish();
    await stopped;
    assert.deepEqual(
      (await rows()).map((row) => row.workflow_id),
      ['rotation-schedule-2'],
    );
  });

  it('survives a database that is away', async () => {
    const away = await testDatabase({ migrated: false });
    const relay = aRelay({ db: away.db });
    relay.start();
    relay.deliverNow(['rotation-schedule-1']);
    await eventually(() => assert.equal(lines.length, 1));
    // Several looks more, none of which is worth a line.
    await delay(100);
    await migrateUp(away.db);
    await eventually(() => assert.equal(lines.length, 2));
    assert.match(lines[0] ?? '', /^outbox: it cannot be read \(.*"workflow_outbox" does not exist\)$/s);
    assert.equal(lines[1], 'outbox: it can be read again');
    await relay.stop();
    await away.drop();
  });
});
