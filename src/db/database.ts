import knexModule, { type Knex } from 'knex';
import pg from 'pg';

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

/**
 * Opens a pool; connections are made when first needed. Timeouts lie below the activity's ten seconds, so that a
 * statement ends before the attempt that sent it is given up.
 */
export function openDatabase({ url, poolSize, applicationName, log }: DatabaseOptions): Database {
  return knexModule.knex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: 3_000,
      keepAlive: true,
      options:
        '-c timezone=UTC -c statement_timeout=7000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000',
      // Knex's own type of a connection lacks pg's `types`.
      ...({ types } as object),
    },
    pool: { min: 0, max: poolSize, idleTimeoutMillis: 30_000 },
    acquireConnectionTimeout: 4_000,
    log: knexLog(log),
  });
}

/** An instant as Postgres reads it. */
export const toTimestamp = (instant: number): string => new Date(instant).toISOString();

const INSTANT_COLUMN = /(_at|_until|_after|_anchor|schedule_start|schedule_end)$/;

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
