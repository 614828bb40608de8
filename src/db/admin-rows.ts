import type { ApiKey } from '../domain/api-key.js';
import type { Bulk } from '../domain/bulk.js';
import type { Calendar, Daypart } from '../domain/calendar/calendar.js';
import type { Company } from '../domain/company.js';
import type { Project } from '../domain/project.js';
import type { Id } from '../domain/scalars.js';
import type { StorageConnection } from '../domain/storage-connection.js';
import type { StorageMove } from '../domain/storage-move.js';
import type { Webhook } from '../domain/webhook.js';
import { API_KEY_COLUMNS } from './api-keys.js';
import { BULK_COLUMNS } from './bulks.js';
import { toRow, type Transaction } from './database.js';
import { onlyRow } from './rows.js';
import { STORAGE_CONNECTION_COLUMNS } from './storage-connections.js';
import { WEBHOOK_COLUMNS } from './webhooks.js';

/** The rows that `src/admin` writes, by noun, without what nobody needs to see. */
export interface AdminRows {
  company: Company;
  project: Project;
  api_key: ApiKey;
  person: ApiKey;
  storage_connection: StorageConnection;
  storage_move: StorageMove;
  calendar: Calendar;
  daypart: Daypart;
  webhook: Webhook;
  bulk: Bulk;
}

export type AdminNoun = keyof AdminRows;

const TABLES: Record<AdminNoun, { table: string; columns: readonly string[]; kind?: object }> = {
  company: { table: 'companies', columns: ['*'] },
  project: { table: 'projects', columns: ['*'] },
  api_key: { table: 'api_keys', columns: API_KEY_COLUMNS, kind: { is_person: false } },
  person: { table: 'api_keys', columns: API_KEY_COLUMNS, kind: { is_person: true } },
  storage_connection: { table: 'storage_connections', columns: STORAGE_CONNECTION_COLUMNS },
  storage_move: { table: 'storage_moves', columns: ['*'] },
  calendar: { table: 'calendars', columns: ['*'] },
  daypart: { table: 'dayparts', columns: ['*'] },
  webhook: { table: 'webhooks', columns: WEBHOOK_COLUMNS },
  bulk: { table: 'bulks', columns: BULK_COLUMNS },
};

// eslint-disable-next-line typescript/no-unsafe-type-assertion -- what the noun's table holds.
const rowOf = <N extends AdminNoun>(_noun: N, row: unknown): AdminRows[N] => row as AdminRows[N];

/** Locks a row against every other edit, and against new references to it; undefined: there is none. */
export async function lockRow<N extends AdminNoun>(
  trx: Transaction,
  noun: N,
  id: Id,
): Promise<AdminRows[N] | undefined> {
  const { table, columns, kind } = TABLES[noun];
  const row: unknown = await trx(table)
    .where({ id, ...kind })
    .forUpdate()
    .first(...columns);
  return row === undefined ? undefined : rowOf(noun, row);
}

export async function insertRow<N extends AdminNoun>(
  trx: Transaction,
  noun: N,
  columns: object,
): Promise<AdminRows[N]> {
  const { table, columns: returned, kind } = TABLES[noun];
  const rows: unknown[] = await trx(table)
    .insert({ ...toRow(columns), ...kind })
    .returning(returned);
  return rowOf(noun, onlyRow(rows));
}

/** Changes the given columns, and says that the row was edited. */
export async function updateRow<N extends AdminNoun>(
  trx: Transaction,
  noun: N,
  { id, revision }: { id: Id; revision: number },
  columns: object,
): Promise<AdminRows[N]> {
  const row = { ...toRow(columns), revision: revision + 1, updated_at: trx.raw('clock_timestamp()') };
  const { table, columns: returned } = TABLES[noun];
  const rows: unknown[] = await trx(table).where('id', id).update(row).returning(returned);
  return rowOf(noun, onlyRow(rows));
}

export async function deleteRow(trx: Transaction, noun: AdminNoun, id: Id): Promise<void> {
  await trx(TABLES[noun].table).where('id', id).del();
}
