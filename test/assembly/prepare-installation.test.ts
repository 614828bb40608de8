import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { prepareStorages } from '../../src/assembly/prepare-installation.js';
import { createStorages } from '../../src/assembly/storages.js';
import { loadConfig } from '../../src/config/config.js';
import { noteWhereabouts, renewInstallationId } from '../../src/db/installation.js';
import { openDatabase } from '../../src/db/database.js';
import { createWebhooks } from '../../src/db/webhooks.js';
import { gatheredFileName } from '../../src/storage/partial-file-name.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { temporaryFolder } from '../support/videos.js';

describe('the start of an installation', function () {
  this.timeout(60_000);
  let first: TestDatabase;
  let second: TestDatabase;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => {
    first = await testDatabase({ poolSize: 2 });
    second = await testDatabase({ poolSize: 2 });
    folder = await temporaryFolder();
    await renewInstallationId(second.db);
  });
  after(async () => {
    await first.drop();
    await second.drop();
    await folder.remove();
  });

  /** Starts on a database; returns what was logged. */
  async function start({ db }: TestDatabase, name = 'media'): Promise<string> {
    const lines: string[] = [];
    const log = new Writable({ write: (line: Buffer, _, done) => (lines.push(line.toString()), done()) });
    const stagingFolder = join(folder.path, randomUUID());
    const config = loadConfig({ STORAGE_BASE_PATH: join(folder.path, name) });
    const storages = createStorages({ db, credentialsKeys: [], stagingFolder, minFreeDiskBytes: 0 });
    await prepareStorages({ config, logger: pino(log) }, storages, createWebhooks(db));
    return lines.join('');
  }

  it('refuses the folder of another installation, and takes another one', async () => {
    assert.doesNotMatch(await start(first), /another installation/);
    await assert.rejects(start(second), /belongs to another installation.*Choose another folder/s);
    assert.equal(existsSync(join(folder.path, 'other')), false);
    await start(second, 'other');
    assert.deepEqual((await readdir(join(folder.path, 'other'))).length, 4);
  });

  it('leaves a folder alone that turned out to be another one’s, and goes on without it', async () => {
    await start(first);
    const left = join(folder.path, 'media', 'uploads', gatheredFileName(randomUUID()));
    await writeFile(left, 'bytes');
    await utimes(left, 0, 0);
    await renewInstallationId(first.db); // As one does with a copy.
    assert.match(await start(first), /folder of storage connection 1 cannot be used/);
    assert.equal(existsSync(left), true);
  });

  it('notices that the database is elsewhere, once, and not where it may not ask', async () => {
    assert.deepEqual([await noteWhereabouts(first.db), await noteWhereabouts(first.db)], [false, false]);
    await first.db('installation').update({ postgres: '7/1' });
    assert.deepEqual([await noteWhereabouts(first.db), await noteWhereabouts(first.db)], [true, false]);
    await first.db('installation').update({ postgres: '7/1' });
    const role = `plain_${randomUUID().slice(0, 8)}`;
    await first.db
      .raw(`CREATE ROLE ${role} LOGIN PASSWORD 'plain'; REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC;
      GRANT ALL ON installation TO ${role}`);
    const url = new URL(first.url);
    [url.username, url.password] = [role, 'plain'];
    const plain = openDatabase({ url: url.href, poolSize: 1, applicationName: 'test' });
    try {
      assert.equal(await noteWhereabouts(plain), false);
    } finally {
      await plain.destroy();
      await first.db.raw(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });
});
