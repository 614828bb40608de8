import { loadConfig } from './config/config.js';
import { createLogger } from './config/logger.js';
import { openDatabase } from './db/database.js';
import { migrateUp } from './db/migrator.js';

/** Brings the schema of DATABASE_URL up to date and exits: 0 when it is, 1 when it could not be done. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const log = createLogger(config, 'migrate');
  if (config.DATABASE_URL === undefined) throw new Error('DATABASE_URL is not set: which database is to be migrated?');
  const options = { url: config.DATABASE_URL, poolSize: 4, applicationName: 'video-rotation-migrate' };
  const db = openDatabase({ ...options, log });
  try {
    const ran = await migrateUp(db);
    log.info(ran.length > 0 ? `migrated: ${ran.join(', ')}` : 'the schema is up to date');
  } finally {
    await db.destroy();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`Migration failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
