import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { UploadLocks } from '../../src/db/upload-locks.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { fails } from '../support/faults.js';

describe('the locks of uploads', function () {
  this.timeout(20_000);
  let database: TestDatabase;
  let locks: UploadLocks;
  let others: UploadLocks;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(() => {
    locks = new UploadLocks(database.db);
    others = new UploadLocks(database.db);
  });
  afterEach(() => Promise.all([locks.close(), others.close()]));

  const never = new AbortController().signal;
  const ignore = (): void => undefined;

  it('let one at a time hold an upload, of this process or another', async () => {
    const id = randomUUID();
    let held = 0;
    let most = 0;
    const hold = async (by: UploadLocks): Promise<void> => {
      const release = await by.acquire(id, never, ignore);
      most = Math.max(most, (held += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      held -= 1;
      await release();
    };
    await Promise.all(Array.from({ length: 6 }, (_, index) => hold(index % 2 === 0 ? locks : others)));
    assert.equal(most, 1);
  });

  it('let as many hold different ones as like', async () => {
    const releases = await Promise.all(Array.from({ length: 50 }, () => locks.acquire(randomUUID(), never, ignore)));
    await Promise.all(releases.map((release) => release()));
  });

  it('tell the holder that another wants it, and give up when nobody waits any more', async () => {
    const id = randomUUID();
    const told: string[] = [];
    const release = await locks.acquire(id, never, () => void told.push('first'));
    for (const by of [locks, others]) {
      told.length = 0;
      const giveUp = new AbortController();
      const waiting = by.acquire(id, giveUp.signal, ignore);
      await eventually(() => assert.ok(told.length > 0));
      giveUp.abort();
      await assert.rejects(waiting, fails('upload_locked'));
    }
    await release();
    await (
      await others.acquire(id, never, ignore)
    )();
  });

  it('are gone with their connection, and holders are told', async () => {
    const id = randomUUID();
    let told = 0;
    const release = await locks.acquire(id, never, () => (told += 1));
    await database.db.raw(
      `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
       WHERE l.locktype = 'advisory' AND d.datname = current_database()`,
    );
    const taken = await others.acquire(id, never, ignore);
    await eventually(() => assert.equal(told, 1));
    await release();
    await taken();
    await (
      await locks.acquire(id, never, ignore)
    )();
  });
});
