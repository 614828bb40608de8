import { AppError } from '../domain/errors.js';
import { codeOf } from '../platform/error-code.js';
import type { Transaction } from './database.js';

/** The only row of a RETURNING clause. */
export function onlyRow<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('The statement gave no row back.');
  return row;
}

/** How many rows of a table match. */
export async function countRows(trx: Transaction, table: string, where: object): Promise<number> {
  const rows: { count: number }[] = await trx(table).where(where).count({ count: '*' });
  return rows[0]?.count ?? 0;
}

const FOREIGN_KEY_VIOLATION = '23503';
const UNIQUE_VIOLATION = '23505';

/**
 * Runs a statement that another transaction's insert may contradict between our check and our write.
 * @throws AppError `conflict` with `message` in that case.
 */
export async function orConflict<T>(message: string, statement: PromiseLike<T>): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    const code = codeOf(error);
    if (code !== FOREIGN_KEY_VIOLATION && code !== UNIQUE_VIOLATION) throw error;
    throw new AppError('conflict', message, { cause: error });
  }
}

/** A page of a list by id: the rows after `after`, the lowest id first. */
export interface PageQuery {
  after?: number | undefined;
  limit: number;
}
