import { loadConfig } from './config/config.js';
import { createLogger, type Logger } from './config/logger.js';
import { openDatabase, type Database } from './db/database.js';
import { raiseLevel } from './db/fold-level.js';
import { applicationName } from './db/sessions.js';
import { renewInstallationId } from './db/installation.js';
import { migrateUp } from './db/migrator.js';
import { AppError, inOneLine } from './domain/errors.js';

/**
 * Brings the schema of DATABASE_URL up to date and exits: 0 when it is, 1 when it could not be done. With `--finish`, new
 * kinds of plans are allowed from then on, as no process of an older version is left; with `--finish-when-alone` this is
 * done where it can be. With `--new-installation`, a copy of a database becomes an installation of its own.
 */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const log = createLogger(config, 'migrate');
  if (config.DATABASE_URL === undefined) throw new Error('DATABASE_URL is not set: which database is to be migrated?');
  const options = {
    url: config.DATABASE_URL,
    poolSize: 4,
    applicationName: applicationName('migrate'),
    statementMs: 3_600_000,
  };
  const db = openDatabase({ ...options, log });
  try {
    const ran = await migrateUp(db);
    log.info(ran.length > 0 ? `migrated: ${ran.join(', ')}` : 'the schema is up to date');
    const args = process.argv.slice(2);
    if (args.includes('--new-installation'))
      log.info(`this is installation ${await renewInstallationId(db)} from now on`);
    await finish(db, log, args);
  } finally {
    await db.destroy();
  }
}

async function finish(db: Database, log: Logger, args: readonly string[]): Promise<void> {
  if (!args.includes('--finish') && !args.includes('--finish-when-alone')) return;
  try {
    if (await raiseLevel(db)) log.info('the upgrade is finished: every process is of this version');
  } catch (error) {
    if (args.includes('--finish') || !(error instanceof AppError)) throw error;
    log.warn(error.message);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`Migration failed: ${inOneLine(error)}\n`);
  process.exitCode = 1;
});
