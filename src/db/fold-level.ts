import { AppError } from '../domain/errors.js';
import { FOLD_LEVEL } from '../domain/plan/level.js';
import type { Database, Queryable, Transaction } from './database.js';
import { otherSessions } from './sessions.js';

/** In a query: the level that every process of this database folds by. */
export const LEVEL_COLUMN = '(SELECT fold_level FROM upgrade_state) AS fold_level';

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

/**
 * Raises the level to that of this code; again, it changes nothing.
 * @returns whether it was raised.
 * @throws AppError `conflict` that names the processes of an older level, which are still connected.
 */
export async function raiseLevel(db: Database): Promise<boolean> {
  const older = (await otherSessions(db)).filter(({ level }) => level < FOLD_LEVEL);
  if (older.length > 0) {
    const names = older.map(({ name }) => name).join(', ');
    throw new AppError(
      'conflict',
      `Processes of an older version are still connected (${names}): stop them, then finish again.`,
    );
  }
  return (await db('upgrade_state').where('fold_level', '<', FOLD_LEVEL).update({ fold_level: FOLD_LEVEL })) > 0;
}
