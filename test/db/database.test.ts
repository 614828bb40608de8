import assert from 'node:assert/strict';
import { openDatabase } from '../../src/db/database.js';
import { freePort } from '../../src/runtime/ports.js';
import { testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

describe('openDatabase', function () {
  this.timeout(60_000);

  /** Runs `work` and returns what was written to the terminal meanwhile. */
  async function written(work: () => Promise<void>): Promise<string> {
    const write = process.stdout.write.bind(process.stdout);
    let text = '';
    process.stdout.write = (chunk: string | Uint8Array) => {
      text += String(chunk);
      return true;
    };
    try {
      await work();
    } finally {
      process.stdout.write = write;
    }
    return text;
  }

  async function outage(log?: { warn: (line: string) => void }): Promise<void> {
    const url = `postgres://someone:secret@127.0.0.1:${await freePort()}/none`;
    const db = openDatabase({ url, poolSize: 1, applicationName: 'away', ...(log && { log }) });
    for (let n = 0; n < 3; n += 1) await assert.rejects(db.raw('SELECT 1'), /ECONNREFUSED/);
    await db.destroy();
  }

  it('tells the log that no connection can be had: one line for all, no stack, no password', async () => {
    const lines: string[] = [];
    assert.equal(await written(() => outage({ warn: (line) => void lines.push(line) })), '');
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^database: Acquire connection error: .*ECONNREFUSED 127\.0\.0\.1:\d+$/);
  });

  it('tells the log that a connection was lost', async () => {
    const database = await testDatabase({ migrated: false });
    const lines: string[] = [];
    const log = { warn: (line: string) => void lines.push(line) };
    const db = openDatabase({ url: database.url, poolSize: 1, applicationName: 'lost', log });
    try {
      await assert.rejects(db.raw('SELECT pg_terminate_backend(pg_backend_pid())'));
      await eventually(() => db.raw('SELECT 1'));
      assert.notEqual(lines.length, 0);
      for (const line of lines) assert.match(line, /^database: Connection Error: .+$/);
    } finally {
      await db.destroy();
      await database.drop();
    }
  });

  it('says nothing without a log', async () => {
    assert.equal(await written(() => outage()), '');
  });
});
