import type { Caller } from '../domain/caller.js';
import type { Database, Transaction } from './database.js';
import { once } from './idempotency.js';
import { inTransaction } from './transaction.js';

/** What a write has come to. */
export interface Written<T> {
  result: T;
  /** The request came before: nothing was done now, and the first result is given again. */
  isRepeated: boolean;
}

/**
 * A write in one transaction, at most once for the caller's Idempotency-Key. `work` may run again after a deadlock, so it
 * must have no effect outside of the transaction.
 * @throws AppError `idempotency_key_reused`, `database_unavailable`, `busy`; else what `work` threw, with nothing changed.
 */
export async function writeOnce<T>(
  db: Database,
  caller: Caller,
  work: (trx: Transaction) => Promise<T>,
): Promise<Written<T>> {
  let isRepeated = true;
  const result = await inTransaction(db, (trx) => {
    isRepeated = true;
    return once(trx, caller, () => {
      isRepeated = false;
      return work(trx);
    });
  });
  return { result, isRepeated };
}
