import assert from 'node:assert/strict';
import { pino } from 'pino';
import { loadConfig } from '../../src/config/config.js';
import { openDatabase } from '../../src/db/database.js';
import { applicationName, otherSessions, ZONES } from '../../src/db/sessions.js';
import { openData } from '../../src/process/open-data.js';
import type { ServiceProcess } from '../../src/process/service-process.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

describe('a process that connects to Postgres', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  /** Connects beside another process. @returns what it logged */
  async function linesBeside(name: string): Promise<string> {
    const other = openDatabase({ url: database.url, poolSize: 1, applicationName: name });
    const lines: string[] = [];
    const closers: ServiceProcess['closers'] = [];
    try {
      await other.raw('SELECT 1');
      const logger = pino({}, { write: (line: string) => void lines.push(line) });
      const config = loadConfig({ DATABASE_URL: database.url });
      const self = { config, logger, stopping: new AbortController().signal, closers };
      await openData(self, 'api');
      return lines.join('');
    } finally {
      for (const close of closers.toReversed()) await close();
      await other.destroy();
    }
  }

  it('says which others compute by another edition of the time zones', async () => {
    const name = applicationName('worker', '1999z');
    const logged = await linesBeside(name);
    assert.match(logged, /another edition of the time zones/);
    assert.ok(logged.includes(name), logged);
  });

  it('says nothing beside those of the same edition, or of a version that did not tell', async () => {
    for (const name of [applicationName('worker'), 'video-rotation-worker/4', 'psql']) {
      assert.doesNotMatch(await linesBeside(name), /time zones/, name);
    }
  });

  it('tells of itself which zones it goes by', async () => {
    const own = openDatabase({ url: database.url, poolSize: 1, applicationName: applicationName('api') });
    await own.raw('SELECT 1');
    const [session] = await otherSessions(database.db);
    assert.equal(session?.zones, ZONES);
    await own.destroy();
  });
});
