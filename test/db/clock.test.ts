import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseClock } from '../../src/db/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

describe('DatabaseClock', () => {
  let database: TestDatabase;
  let clock: DatabaseClock;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    clock = new DatabaseClock();
    await clock.start(database.db);
  });
  afterEach(() => clock.stop());

  const postgresNow = async (): Promise<number> => {
    const { rows } = await database.db.raw('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now');
    return Number((rows as { now: string }[])[0]?.now);
  };

  it('is never ahead of Postgres, and close behind it', async () => {
    for (let i = 0; i < 50; i += 1) {
      const own = clock.now();
      const theirs = await postgresNow();
      assert.ok(own <= theirs, `${own} is ahead of ${theirs}`);
      assert.ok(theirs - own < 1_000);
    }
  });

  it('does not go back when a sample comes late', async () => {
    const before = clock.now();
    // A sample taken long ago arrives now, as over a slow connection.
    await clock.read({ raw: async () => ({ rows: [{ now: before - 60_000 }] }) } as never);
    assert.ok(clock.now() >= before);
  });

  it('does not fall behind when a sample comes late', async () => {
    const slow = {
      raw: async () => {
        const taken = clock.now();
        await delay(80);
        return { rows: [{ now: taken }] };
      },
    };
    const read = await clock.read(slow as never);
    assert.ok(clock.now() >= read + 75, `${clock.now() - read} ms of the 80 that have passed`);
  });

  it('knows how far Postgres may be ahead of it, by the answer that says most', async () => {
    const slow = {
      raw: async () => {
        await delay(40);
        const taken = clock.now();
        await delay(40);
        return { rows: [{ now: taken }] };
      },
    };
    const behind = new DatabaseClock();
    const read = await behind.read(slow as never);
    assert.ok(behind.latest() >= read + 75 && behind.latest() < read + 1_000);
    assert.ok(behind.now() <= (await postgresNow()) && behind.latest() >= clock.now());
    // A quick answer, then a slow one, which says less.
    await behind.read(database.db);
    await behind.read(slow as never);
    const asked = performance.now();
    const doubt = behind.latest() - behind.now();
    assert.ok(doubt >= 0 && doubt < 40 + (performance.now() - asked), `${doubt} ms`);
  });

  it('follows Postgres when its clock is set forward', async () => {
    const before = clock.now();
    await clock.read({ raw: async () => ({ rows: [{ now: before + 60_000 }] }) } as never);
    assert.ok(clock.now() >= before + 60_000 && clock.latest() >= clock.now());
    assert.ok(clock.latest() < before + 61_000);
  });

  it('follows Postgres when its clock is set back', async () => {
    const startedAt = performance.now();
    const before = clock.now();
    await clock.read({ raw: async () => ({ rows: [{ now: before - 50 }] }) } as never);
    await delay(60);
    const passed = clock.now() - before;
    assert.ok(passed >= 0 && passed <= performance.now() - startedAt - 45, `${passed} ms, of which 50 were taken back`);
  });

  it('goes by Postgres, whatever the clock of the process says', async () => {
    const realNow = Date.now;
    Date.now = () => realNow() + 3_600_000;
    try {
      assert.ok(Math.abs((await postgresNow()) - clock.now()) < 1_000);
    } finally {
      Date.now = realNow;
    }
  });

  it('waits until an instant is there, and not for one that has passed', async () => {
    const at = clock.now() + 40;
    await clock.waitUntil(at);
    assert.ok((await postgresNow()) >= at);
    await clock.waitUntil(at - 1_000);
  });

  it('cannot be asked before its first sample', () => {
    assert.throws(() => new DatabaseClock().now(), /before its first sample/);
  });
});
