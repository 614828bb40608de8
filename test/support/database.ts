import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '../../src/db/database.js';
import { migrateUp } from '../../src/db/migrator.js';
import { testPostgres } from './servers.js';

export interface TestDatabase {
  db: Database;
  url: string;
  /** Closes the pool and drops the database. */
  drop(): Promise<void>;
}

const TEMPLATE = 'template_migrated';
let template: Promise<void> | undefined;

const urlOf = (serverUrl: string, database: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
};

const open = (url: string, poolSize = 20): Database => openDatabase({ url, poolSize, applicationName: 'test' });

async function withServer<T>(serverUrl: string, work: (db: Database) => Promise<T>): Promise<T> {
  // Copying a database takes its time on a busy machine.
  const db = openDatabase({ url: serverUrl, poolSize: 4, applicationName: 'test', statementMs: 60_000 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** One migrated database, which the tests' own are copies of. */
async function makeTemplate(serverUrl: string): Promise<void> {
  await withServer(serverUrl, (db) => db.raw(`CREATE DATABASE ${TEMPLATE}`));
  await withServer(urlOf(serverUrl, TEMPLATE), migrateUp);
}

/** A database of the test's own on the run's Postgres: migrated, or empty. */
export async function testDatabase({ migrated = true, poolSize = 20 } = {}): Promise<TestDatabase> {
  const { url: serverUrl } = await testPostgres();
  if (migrated) await (template ??= makeTemplate(serverUrl));
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const from = migrated ? `TEMPLATE ${TEMPLATE}` : '';
  await withServer(serverUrl, (db) => db.raw(`CREATE DATABASE ${name} ${from}`));
  const url = urlOf(serverUrl, name);
  const db = open(url, poolSize);
  const drop = async (): Promise<void> => {
    await db.destroy();
    await withServer(serverUrl, (server) => server.raw(`DROP DATABASE ${name} WITH (FORCE)`));
  };
  return { db, url, drop };
}
