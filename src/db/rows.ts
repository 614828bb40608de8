import { AppError } from '../domain/errors.js';
import { codeOf } from '../platform/error-code.js';
import type { Transaction } from './database.js';

/** The only row of a RETURNING clause. */
export function onlyRow<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('The statement gave no row back.');
  return row;
}

/** No more rows than these are counted: whoever is told so many does not need to know how many more there are. */
export const MAX_COUNTED = 1_000;

/** How many rows of a table match, up to `MAX_COUNTED`. */
export async function countRows(trx: Transaction, table: string, where: object): Promise<number> {
  const rows: unknown[] = await trx(table).where(where).limit(MAX_COUNTED).select(trx.raw('1'));
  return rows.length;
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
