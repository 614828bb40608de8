import type { Caller } from '../domain/caller.js';
import { AppError } from '../domain/errors.js';
import { codeOf } from '../platform/error-code.js';
import type { Database, Transaction } from './database.js';
import { once } from './idempotency.js';
import { inTransaction } from './transaction.js';

/** A write of an admin resource: one transaction, at most once for the caller's Idempotency-Key. */
export function adminWrite<T>(db: Database, caller: Caller, work: (trx: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(db, (trx) => once(trx, caller, () => work(trx)));
}

/** The only row of a RETURNING clause. */
export function onlyRow<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('The statement gave no row back.');
  return row;
}

/** One kind of thing that still refers to a row, and how many of them there are. */
export interface Use {
  noun: string;
  count: number;
}

/**
 * Refuses to delete what is in use.
 * @throws AppError `conflict` that names what uses it: "Company 3 is in use: 2 projects, 14 AR contents."
 */
export function refuseUsed(subject: string, uses: readonly Use[]): void {
  const found = uses.filter(({ count }) => count > 0);
  if (found.length === 0) return;
  const names = found.map(({ noun, count }) => `${count} ${noun}${count === 1 ? '' : 's'}`).join(', ');
  throw new AppError('conflict', `${subject} is in use: ${names}. Delete or move them first.`);
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
