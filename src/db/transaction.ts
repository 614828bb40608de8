import { AppError } from '../domain/errors.js';
import { codeOf } from '../platform/error-code.js';
import type { Database, Transaction } from './database.js';

const ATTEMPTS = 6;

/** SQLSTATEs after which the same transaction may succeed: serialization_failure, deadlock_detected. */
const RETRIED = new Set(['40001', '40P01']);

/** SQLSTATEs (and their classes) that mean that Postgres is away or going away, not that the statement is wrong. */
const UNAVAILABLE = /^(08...|57P0[1-4]|53...|25P03)$/;

/** Socket faults as Node names them, and what pg and Knex say when no connection can be had. */
const CONNECTION_FAULTS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENOENT',
]);
const CONNECTION_MESSAGES =
  /Connection terminated|timeout expired|timeout exceeded when trying to connect|Timeout acquiring a connection|Client has encountered a connection error|not queryable|Unable to acquire a connection/;

/** Whether the fault says that Postgres cannot be reached or is shutting down. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error) ?? '';
  return UNAVAILABLE.test(code) || CONNECTION_FAULTS.has(code) || CONNECTION_MESSAGES.test(error.message);
}

/** Postgres's faults in the words of the service: away is 503, a lock or statement that took too long is 503 `busy`. */
export function translateDatabaseFault(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (isDatabaseAway(error)) {
    return new AppError(
      'database_unavailable',
      'The database cannot be reached. Look before you repeat a write: only its answer may have been lost.',
      {
        cause: error,
      },
    );
  }
  const code = codeOf(error);
  if (code === '55P03' || code === '57014') {
    return new AppError('busy', 'The row is busy; nothing was changed. Try again.', { cause: error });
  }
  return error;
}

/** From then on a fault of a connection says that Postgres hangs, not that one connection was lost. */
const LONG_MS = 1_000;

/** Whether an action failed as Postgres said nothing for long: whoever waits for its turn would only wait as long again. */
export function showsHangingDatabase(error: unknown, ms: number): boolean {
  const fault = translateDatabaseFault(error);
  return ms >= LONG_MS && fault instanceof AppError && fault.code === 'database_unavailable';
}

/**
 * Runs `work` in one READ COMMITTED transaction. Deadlocks and serialization failures run it again, a few times; so
 * `work` must have no effect outside of the transaction. This is the only place that retries.
 * @throws AppError `database_unavailable` or `busy`; else what `work` threw, with nothing changed.
 */
export async function inTransaction<T>(db: Database, work: (trx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (attempt === ATTEMPTS || !RETRIED.has(codeOf(error) ?? '')) throw translateDatabaseFault(error);
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * (1 + (attempt % 3))));
    }
  }
}

/** Has each further statement of a transaction end, and wait for locks, within so many milliseconds. */
export async function limitStatements(trx: Transaction, ms: number): Promise<void> {
  await trx.raw(`SELECT set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true)`, [
    String(ms),
    String(ms),
  ]);
}
