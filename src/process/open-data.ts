import { DatabaseClock } from '../db/clock.js';
import { openDatabase, type Database } from '../db/database.js';
import { requireCurrentLevel } from '../db/fold-level.js';
import { applicationName, otherSessions, ZONES } from '../db/sessions.js';
import { noteWhereabouts } from '../db/installation.js';
import { assertSchema } from '../db/migrator.js';
import { isDatabaseAway } from '../db/transaction.js';
import { untilDone } from '../concurrency/until-done.js';
import type { Logger } from '../config/logger.js';
import type { ServiceProcess } from './service-process.js';

const MOVED =
  'The database is on another Postgres than before, or is another database of it. After pg_upgrade, or in the place of ' +
  'one that is gone, all is well. If it is a copy of one that is still in use, stop this and run main-migrate ' +
  '--new-installation, so that the copy touches no files of the original.';

/** Connects to Postgres, waiting for it if need be. @throws when its schema is not this version's. */
export async function openData(
  { config, logger, stopping, closers }: ServiceProcess,
  role: string,
  /** How long a statement may take, if not the usual time. */
  statementMs?: number,
): Promise<{ db: Database; clock: DatabaseClock }> {
  if (config.DATABASE_URL === undefined) throw new Error('DATABASE_URL is not set: which database is to be used?');
  const options = { url: config.DATABASE_URL, poolSize: config.DATABASE_POOL_SIZE };
  const db = openDatabase({
    ...options,
    applicationName: applicationName(role),
    log: logger,
    ...(statementMs !== undefined && { statementMs }),
  });
  closers.push(() => db.destroy());
  const clock = new DatabaseClock();
  closers.push(() => clock.stop());
  const begin = async (): Promise<void> => {
    await assertSchema(db);
    await requireCurrentLevel(db);
    await clock.start(db);
    if (await noteWhereabouts(db)) logger.warn(MOVED);
    await warnOfOtherZones(db, logger);
  };
  const isFinal = (error: unknown): boolean => !isDatabaseAway(error);
  await untilDone('Postgres cannot be reached', begin, { logger, signal: stopping, isFinal });
  return { db, clock };
}

/** Edges and slots are computed by each process: with other zones they come to other instants after a change of law. */
async function warnOfOtherZones(db: Database, logger: Logger): Promise<void> {
  const others = (await otherSessions(db)).filter(({ zones }) => zones !== null && zones !== ZONES);
  if (others.length === 0) return;
  const names = others.map(({ name }) => name).join(', ');
  logger.warn(
    `Processes with another edition of the time zones than ${ZONES} are connected (${names}): bring all to one.`,
  );
}
