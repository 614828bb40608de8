import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Knex } from 'knex';
import { AppError } from '../domain/errors.js';
import type { Database } from './database.js';
import { raiseLevel } from './fold-level.js';

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
    const isNew = !(await db.schema.hasTable('knex_migrations'));
    const [, ran]: [number, (MigrationFile | string)[]] = await db.migrate.latest(MIGRATOR);
    // Nobody can have been connected that would fold otherwise.
    if (isNew) await raiseLevel(db);
    return ran.map((migration) => (typeof migration === 'string' ? migration : migration.name));
  });

/** Takes every migration back, and all data with them. For tests. */
export const migrateDown = (db: Database): Promise<void> =>
  underLock(db, async () => {
    await db.migrate.rollback(MIGRATOR, true);
  });

/**
 * Refuses a database whose schema is not the one this code was written for. Later migrations only add to it, unless
 * `upgrade_state` says which of them the code has to know.
 * @throws AppError `conflict` that says which migrations are missing or unknown.
 */
export async function assertSchema(db: Database): Promise<void> {
  const known = (await migrationSource(MIGRATIONS).getMigrations([])).map(({ name }) => name);
  const exists = await db.schema.hasTable('knex_migrations');
  const rows: { name: string }[] = exists ? await db('knex_migrations').orderBy('id').select('name') : [];
  const found = rows.map(({ name }) => name);
  const missing = known.filter((name) => !found.includes(name));
  const needed = missing.length > 0 ? null : await neededMigration(db);
  if (missing.length === 0 && (needed === null || known.includes(needed))) return;
  const why =
    needed === null ? `${missing.join(', ')} did not run. Run main-migrate` : `it needs code that knows ${needed}`;
  throw new AppError(
    'conflict',
    `The database's schema is not this version's: ${why}. Found: ${found.join(', ') || 'none'}.`,
  );
}

async function neededMigration(db: Database): Promise<string | null> {
  const row: { needs_migration: string | null } | undefined = await db('upgrade_state').first('needs_migration');
  return row?.needs_migration ?? null;
}
