import assert from 'node:assert/strict';
import { withdrawRemoval } from '../../src/db/removals.js';
import type { Id } from '../../src/domain/scalars.js';
import { writeFiles } from '../../src/files/write-files.js';
import { NOON } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

describe('writing files', () => {
  let database: TestDatabase;
  let connectionId: Id;
  before(async () => {
    database = await testDatabase();
    const row = { name: 'disk', provider: 'local', base_path: '/nowhere' };
    const [made] = await database.db('storage_connections').insert(row).returning<{ id: Id }[]>('id');
    connectionId = made?.id ?? Number.NaN;
  });
  after(() => database.drop());
  beforeEach(() => database.db('file_deletions').del());

  const keys = ['videos/1/a.mp4', 'thumbnails/1/a.jpg'];
  const entered = async (): Promise<string[]> => database.db('file_deletions').orderBy('path').pluck('path');
  const write = (work: () => Promise<void>) =>
    writeFiles({ db: database.db, now: () => NOON }, { connectionId, keys }, work);

  it('begins once the removal of each is entered', async () => {
    const seen: string[][] = [];
    await write(async () => void seen.push(await entered()));
    assert.deepEqual(seen, [keys.toSorted()]);
  });

  it('leaves the removals where it failed, and withdraws them where the files are kept', async () => {
    const failure = new Error('the disk is full');
    await assert.rejects(
      write(() => Promise.reject(failure)),
      failure,
    );
    assert.deepEqual(await entered(), keys.toSorted());
    const { keep } = await write(async () => undefined);
    await database.db.transaction((trx) => keep(trx));
    assert.deepEqual(await entered(), []);
  });

  it('does not keep a file whose removal is carried out already', async () => {
    const { keep } = await write(async () => undefined);
    await withdrawRemoval(database.db, connectionId, keys[1] ?? '');
    await assert.rejects(
      database.db.transaction((trx) => keep(trx)),
      { code: 'storage_unavailable' },
    );
    assert.deepEqual(await entered(), [keys[0]]);
  });
});
