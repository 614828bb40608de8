import type { ApiKey } from '../domain/api-key.js';
import type { Id, Instant } from '../domain/scalars.js';
import { API_KEY_COLUMNS, isUsable } from './api-keys.js';
import type { Database, Queryable, Transaction } from './database.js';
import { BATCH, inBatches, type GoesOn } from './keeping.js';
import { onlyRow } from './rows.js';

/** Gives a key a link for so many milliseconds: the one before is good for nothing then. @returns until when it is good */
export async function putLink(trx: Transaction, keyId: Id, linkHash: Buffer, lastsMs: number): Promise<Instant> {
  const { rows } = await trx.raw<{ rows: { link_expires_at: Instant }[] }>(
    `UPDATE api_keys SET link_hash = ?, link_expires_at = clock_timestamp() + ? * interval '1 ms'
     WHERE id = ? RETURNING link_expires_at`,
    [linkHash, lastsMs, keyId],
  );
  return onlyRow(rows).link_expires_at;
}

/**
 * Spends a link: of two who use it at once, one gets its key. Null: there is no such link, or its key opens nothing.
 * Its time is told by Postgres's clock.
 */
export async function takeLink(trx: Transaction, linkHash: Buffer): Promise<ApiKey | null> {
  const { rows } = await trx.raw<{ rows: ApiKey[] }>(
    `UPDATE api_keys k SET link_hash = NULL, link_expires_at = NULL
     WHERE link_hash = ? AND link_expires_at > clock_timestamp() AND ${isUsable('k')}
     RETURNING ${API_KEY_COLUMNS.join(', ')}`,
    [linkHash],
  );
  return rows[0] ?? null;
}

/** Whether this is the link of a key. */
export async function isOpenLink(db: Queryable, linkHash: Buffer): Promise<boolean> {
  return (await db('api_keys').where('link_hash', linkHash).first('id')) !== undefined;
}

/** Forgets links whose time is over. @returns how many */
export function forgetLinks(db: Database, goesOn: GoesOn): Promise<number> {
  const forget = async (): Promise<number> => {
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `UPDATE api_keys SET link_hash = NULL, link_expires_at = NULL WHERE id = ANY (ARRAY(
         SELECT id FROM api_keys WHERE link_expires_at <= clock_timestamp()
         ORDER BY link_expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))`,
    );
    return rowCount;
  };
  return inBatches(forget, goesOn);
}
