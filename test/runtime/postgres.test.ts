import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManagedProcess } from '../../src/runtime/managed-process.js';
import { freePort } from '../../src/runtime/ports.js';
import { prepareEmbeddedPostgres, type EmbeddedPostgres } from '../../src/runtime/postgres.js';
import { startOf } from '../../src/platform/process-identity.js';
import { askPostgres } from '../../src/runtime/reach-postgres.js';
import { runFolder } from '../../src/runtime/run-records.js';
import { startService } from '../../src/runtime/service.js';
import { queryOnce } from '../support/query-once.js';
import { makeDataDir, removeDataDir } from '../support/servers.js';

describe('the embedded Postgres', function () {
  this.timeout(60_000);
  let dataDir: string;
  let children: ManagedProcess[];

  beforeEach(() => {
    dataDir = makeDataDir();
    children = [];
  });

  afterEach(async () => {
    for (const child of children) await child.stop(5_000);
    await removeDataDir(dataDir);
  });

  async function start(): Promise<{ server: EmbeddedPostgres; child: ManagedProcess }> {
    const server = await prepareEmbeddedPostgres({ dataDir, port: await freePort() });
    const child = await startService(server);
    children.push(child);
    return { server, child };
  }

  it('keeps what was committed through a stop, and through kill -9', async () => {
    const first = await start();
    await queryOnce(first.server.url, 'CREATE TABLE kept (n integer)');
    assert.equal((await first.child.stop(5_000)).code, 0);

    const second = await start();
    await queryOnce(second.server.url, 'INSERT INTO kept VALUES (1)');
    second.child.kill();
    await second.child.exited;

    const third = await start();
    assert.deepEqual(await queryOnce(third.server.url, 'SELECT n FROM kept'), [{ n: 1 }]);
  });

  it('is durable: fsync and synchronous_commit are on', async () => {
    const { server } = await start();
    const sql = `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit`;
    assert.deepEqual(await queryOnce(server.url, sql), [{ fsync: 'on', commit: 'on' }]);
  });

  it('asks for the password', async () => {
    const { server } = await start();
    const url = new URL(server.url);
    url.password = 'wrong';
    await assert.rejects(askPostgres(url.toString(), 5_000), /password authentication failed/);
  });

  it('is not kept from starting by the note of a server that was killed, whose pid another program has now', async () => {
    const { server, child } = await start();
    const note = readFileSync(join(server.folder, 'postmaster.pid'), 'utf8');
    child.kill();
    await child.exited;
    writeFileSync(join(server.folder, 'postmaster.pid'), note.replace(/^\d+/, String(process.pid)));
    await start();
  });

  it('takes the place of a server that still runs on its folder and of which no record is left', async () => {
    const { child } = await start();
    rmSync(runFolder(dataDir), { recursive: true });
    const second = await start();
    await child.exited;
    assert.equal(startOf(child.pid ?? 0), undefined);
    await askPostgres(second.server.url, 5_000);
  });

  it('does not run as root', async function () {
    if (process.getuid?.() !== 0) this.skip(); // Anyone else has no choice of a user.
    const { child } = await start();
    assert.doesNotMatch(readFileSync(`/proc/${child.pid}/status`, 'utf8'), /^Uid:\s+0\b/m);
  });
});
