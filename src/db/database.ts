import knexModule, { type Knex } from 'knex';
import pg from 'pg';
import { giveUpWhenSilent } from './silence.js';

export type Database = Knex;
export type Transaction = Knex.Transaction;
/** Either: for functions that read inside or outside of a transaction. */
export type Queryable = Knex | Knex.Transaction;

const { builtins } = pg.types;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`A bigint is out of JavaScript's safe range: ${text}`);
  return value;
}

const INT8_ARRAY = 1016;

/** Rows as the code wants them: bigints are checked numbers, instants are epoch milliseconds. */
const parsers: Partial<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: safeInteger,
  [builtins.TIMESTAMPTZ]: (text) => Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')),
  [INT8_ARRAY]: (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(safeInteger)),
};

/** The shape of pg's `types` option, for text format only, which is all that pg asks for here. */
const types = {
  getTypeParser: (oid: Parameters<typeof pg.types.getTypeParser>[0]) => parsers[oid] ?? pg.types.getTypeParser(oid),
};

export interface DatabaseOptions {
  url: string;
  poolSize: number;
  applicationName: string;
  /** How long a statement may take, ms. */
  statementMs?: number;
  /** Takes what Knex has to say, such as that no connection can be had: one line each, and again only after a while. Without it nothing is said. */
  log?: { warn: (line: string) => void };
}

/** A line that is the same as the one before it is left out for so long: an outage meets every query. */
const REPEAT_MS = 10_000;

/** What Knex says, without the stack that may follow the first line: whoever asked for the connection has the error. */
function knexLog(log: DatabaseOptions['log']): Knex.Logger {
  let last = { line: '', at: Number.NEGATIVE_INFINITY };
  const say = (message: unknown): void => {
    const [line = ''] = String(message).split('\n', 1);
    const now = performance.now();
    if (line === last.line && now - last.at < REPEAT_MS) return;
    last = { line, at: now };
    log?.warn(`database: ${line}`);
  };
  return { warn: say, error: say, deprecate: say };
}

/** Whoever waits for an answer is told within five seconds that there is none. */
const STATEMENT_MS = 4_000;
/** A statement waits less long for a lock than it may take. */
const LOCK_WAIT_SHARE = 0.75;
/** Postgres itself gets so much longer to say that a statement took too long. */
const SILENCE_MS = 500;

/**
 * Opens a pool; connections are made when first needed. Every statement has a limit in Postgres, and one on this side in
 * case that Postgres hangs or is gone without a word: then its connection is given up.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { url, poolSize, applicationName, statementMs = STATEMENT_MS, log } = options;
  const limits = { statement_timeout: statementMs, lock_timeout: Math.round(statementMs * LOCK_WAIT_SHARE) };
  return knexModule.knex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: 3_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      options: `-c timezone=UTC -c idle_in_transaction_session_timeout=15000 ${Object.entries(limits)
        .map(([name, ms]) => `-c ${name}=${ms}`)
        .join(' ')}`,
      // Knex's own type of a connection lacks pg's `types`.
      ...({ types } as object),
    },
    pool: {
      min: 0,
      max: poolSize,
      idleTimeoutMillis: 30_000,
      afterCreate: (client: pg.Client, done: (error: unknown, client: pg.Client) => void) => {
        giveUpWhenSilent(client, statementMs + SILENCE_MS);
        done(null, client);
      },
    },
    acquireConnectionTimeout: 4_000,
    log: knexLog(log),
  });
}

/** An instant as Postgres reads it. */
export const toTimestamp = (instant: number): string => new Date(instant).toISOString();

const INSTANT_COLUMN = /(_at|_until|_after|_anchor|^rrule_last|schedule_start|schedule_end)$/;

/** Whether a column of this name holds an instant. */
export const isInstantColumn = (name: string): boolean => INSTANT_COLUMN.test(name);

/** A row as Postgres takes it: instants (by the name of their column) become timestamps. Undefined fields are left out. */
export function toRow(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => [
        column,
        typeof value === 'number' && isInstantColumn(column) ? toTimestamp(value) : value,
      ]),
  );
}
