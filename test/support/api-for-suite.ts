import { DatabaseClock, type BoundedClock } from '../../src/db/clock.js';
import { startTestApi, type TestApi, type TestApiOptions } from './api.js';
import { testDatabase, type TestDatabase } from './database.js';

/** The API that the tests of a suite share, and the database that it works on. */
export interface ApiSetting {
  database: TestDatabase;
  api: TestApi;
}

/** Has the tests of a suite share an API on a database of its own. Postgres's clock is started for it, where it is used. */
export function apiForSuite(
  clock: BoundedClock,
  set: (setting: ApiSetting) => void,
  options: TestApiOptions = {},
): void {
  let database: TestDatabase | undefined;
  let api: TestApi | undefined;
  before(async function () {
    this.timeout(60_000);
    database = await testDatabase();
    if (clock instanceof DatabaseClock) await clock.start(database.db);
    api = await startTestApi(database.db, clock, options);
    set({ database, api });
  });
  after(async () => {
    await api?.stop();
    if (clock instanceof DatabaseClock) clock.stop();
    await database?.drop();
  });
}
