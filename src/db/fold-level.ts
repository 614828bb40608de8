import { AppError } from '../domain/errors.js';
import { FOLD_LEVEL } from '../domain/plan/level.js';
import type { Database, Queryable, Transaction } from './database.js';

/** In a query: the level that every process of this database folds by. */
export const LEVEL_COLUMN = '(SELECT fold_level FROM upgrade_state) AS fold_level';

const SERVICE = 'video-rotation-';

/** The name of a connection, which tells by which level its process folds. */
export const applicationName = (role: string): string => `${SERVICE}${role}/${FOLD_LEVEL}`;

/** Whether this code is too old for a database whose processes fold by `level`. */
export const isOutdated = (level: number): boolean => level > FOLD_LEVEL;

/** What a process says that is too old: others of the installation are not. */
export const outdated = (): AppError =>
  new AppError('outdated_process', 'This process is of an older version than the installation. Ask another one.');

async function readLevel(queryable: Queryable): Promise<number> {
  const { rows } = await queryable.raw<{ rows: { fold_level: number }[] }>(`SELECT ${LEVEL_COLUMN}`);
  return rows[0]?.fold_level ?? 0;
}

/**
 * Refuses a write that processes of an older version would contradict. What those know is not asked about.
 * @param needed the level that folds what was written. @throws AppError `upgrade_under_way`
 */
export async function requireLevel(trx: Transaction, needed: number): Promise<void> {
  if (needed === 0 || (await readLevel(trx)) >= needed) return;
  throw new AppError(
    'upgrade_under_way',
    'This takes the newest version in every process, and the upgrade of the installation has not been finished yet.',
  );
}

/** @throws AppError `outdated_process` when the installation is past this code. */
export async function requireCurrentLevel(db: Database): Promise<void> {
  if (isOutdated(await readLevel(db))) throw outdated();
}

/** Sessions of processes that fold by an older level, by the name of their connection. */
async function olderSessions(db: Database): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `SELECT application_name AS name FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE ?`,
    [`${SERVICE}%`],
  );
  return rows.map(({ name }) => name).filter((name) => Number(/\/(\d+)$/.exec(name)?.[1] ?? 0) < FOLD_LEVEL);
}

/**
 * Raises the level to that of this code; again, it changes nothing.
 * @returns whether it was raised.
 * @throws AppError `conflict` that names the processes of an older level, which are still connected.
 */
export async function raiseLevel(db: Database): Promise<boolean> {
  const older = await olderSessions(db);
  if (older.length > 0) {
    const names = [...new Set(older)].join(', ');
    throw new AppError(
      'conflict',
      `Processes of an older version are still connected (${names}): stop them, then finish again.`,
    );
  }
  return (await db('upgrade_state').where('fold_level', '<', FOLD_LEVEL).update({ fold_level: FOLD_LEVEL })) > 0;
}
