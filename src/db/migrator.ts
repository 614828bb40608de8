import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Knex } from 'knex';
import { AppError } from '../domain/errors.js';
import type { Database } from './database.js';

/** Postgres frees it when the session that holds it ends, however it ends. */
const MIGRATION_LOCK = 7_102_051;

interface MigrationFile {
  name: string;
  path: string;
}

/** The migrations of a folder, as TypeScript or compiled; a migration has one name in both. */
function migrationSource(folder: string): Knex.MigrationSource<MigrationFile> {
  return {
    getMigrations: async () => {
      const files = (await readdir(folder)).filter((file) => /^\d{14}_.*(?<!\.d)\.(js|ts)$/.test(file)).toSorted();
      return files.map((file) => ({ name: file.replace(/\.(js|ts)$/, ''), path: join(folder, file) }));
    },
    getMigrationName: ({ name }) => name,
    getMigration: async ({ path }) => {
      const migration: Knex.Migration = await import(pathToFileURL(path).href);
      return migration;
    },
  };
}

/** Compiled code and sources alike stand in `src/db`, two folders below `migrations`. */
const MIGRATIONS = join(import.meta.dirname, '..', '..', 'migrations');

const MIGRATOR = {
  migrationSource: migrationSource(MIGRATIONS),
  tableName: 'knex_migrations',
  // Each migration is one transaction, so a killed run leaves whole ones only.
  disableTransactions: false,
};

/** Runs `work` while holding the migration lock on a connection of its own. */
async function underLock<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const holder = await db.transaction();
  try {
    await holder.raw(
      'SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0',
    );
    await holder.raw('SELECT pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    // Knex's own lock is a row, which a killed run leaves behind. Whoever holds ours may free it.
    if (await db.schema.hasTable('knex_migrations_lock')) await db.migrate.forceFreeMigrationsLock(MIGRATOR);
    return await work();
  } finally {
    await holder.rollback();
  }
}

/**
 * Brings the schema up to date; safe to run by several processes at once and after a killed run.
 * @returns the names of the migrations that ran.
 */
export const migrateUp = (db: Database): Promise<string[]> =>
  underLock(db, async () => {
    const [, ran]: [number, (MigrationFile | string)[]] = await db.migrate.latest(MIGRATOR);
    return ran.map((migration) => (typeof migration === 'string' ? migration : migration.name));
  });

/** Takes every migration back, and all data with them. For tests. */
export const migrateDown = (db: Database): Promise<void> =>
  underLock(db, async () => {
    await db.migrate.rollback(MIGRATOR, true);
  });

/**
 * Refuses a database whose schema is not the one this code was written for.
 * @throws AppError `conflict` that says which migrations are missing or unknown.
 */
export async function assertSchema(db: Database): Promise<void> {
  const known = await migrationSource(MIGRATIONS).getMigrations([]);
  const expected = known.map(({ name }) => name).join(', ');
  const exists = await db.schema.hasTable('knex_migrations');
  const rows: { name: string }[] = exists ? await db('knex_migrations').orderBy('id').select('name') : [];
  const found = rows.map(({ name }) => name).join(', ');
  if (found === expected) return;
  throw new AppError(
    'conflict',
    `The database's schema is not this version's: expected ${expected}; found ${found || 'none'}. Run main-migrate.`,
  );
}
