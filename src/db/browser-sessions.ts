import type { ApiKey } from '../domain/api-key.js';
import {
  SESSION_IDLE_MS,
  SESSION_MAX_MS,
  SESSION_NOTED_EVERY_MS,
  SESSIONS_PER_KEY,
  type BrowserSession,
} from '../domain/browser-session.js';
import type { Id, Instant } from '../domain/scalars.js';
import { API_KEY_COLUMNS, isUsable } from './api-keys.js';
import type { Database, Queryable, Transaction } from './database.js';
import { BATCH, inBatches, type GoesOn } from './keeping.js';
import { onlyRow } from './rows.js';

/** A session, and the key that it acts with. */
export interface SignedIn {
  key: ApiKey;
  session: BrowserSession;
}

type FoundRow = ApiKey & { session_id: Id; session_expires_at: Instant; session_ends_at: Instant };

/** The table `browser_sessions`. All ends are told by Postgres's clock. */
export function createBrowserSessions(db: Database) {
  return {
    /** The session whose secret has this SHA-256; null: there is none, it has ended, or its key opens nothing. */
    async find(secretHash: Buffer): Promise<SignedIn | null> {
      const found = db('browser_sessions AS s')
        .join('api_keys AS k', 'k.id', 's.api_key_id')
        .where('s.secret_hash', secretHash)
        .whereRaw(`s.expires_at > clock_timestamp() AND ${isUsable('k')}`)
        .first<FoundRow | undefined>(
          ...API_KEY_COLUMNS.map((column) => `k.${column}`),
          's.id AS session_id',
          's.expires_at AS session_expires_at',
          's.ends_at AS session_ends_at',
        );
      // Each request asks, so it is prepared.
      const row = await found.options({ name: 'session by its hash' });
      if (row === undefined) return null;
      const { session_id: id, session_expires_at: expires_at, session_ends_at: ends_at, ...key } = row;
      return { key, session: { id, expires_at, ends_at } };
    },

    /** Notes that a session was used, unless that was noted within the last minute. */
    async noteUse({ id, expires_at, ends_at }: BrowserSession, now: Instant): Promise<void> {
      const stale = SESSION_IDLE_MS - SESSION_NOTED_EVERY_MS;
      if (expires_at >= Math.min(now + stale, ends_at)) return;
      // One that has ended meanwhile does not come back.
      await db.raw(
        `UPDATE browser_sessions SET expires_at = least(clock_timestamp() + :idle * interval '1 ms', ends_at)
         WHERE id = :id AND expires_at > clock_timestamp()
           AND expires_at < least(clock_timestamp() + :stale * interval '1 ms', ends_at)`,
        { id, idle: SESSION_IDLE_MS, stale },
      );
    },

    /** Ends the session whose secret has this SHA-256, if there is one. */
    end: (secretHash: Buffer): Promise<void> => endSession(db, secretHash),
  };
}

export type BrowserSessions = ReturnType<typeof createBrowserSessions>;

/** Begins a session of a key, and ends its oldest ones where they are too many. */
export async function beginSession(trx: Transaction, keyId: Id, secretHash: Buffer): Promise<BrowserSession> {
  const { rows } = await trx.raw<{ rows: BrowserSession[] }>(
    `INSERT INTO browser_sessions (api_key_id, secret_hash, expires_at, ends_at)
     SELECT ?, ?, now + ? * interval '1 ms', now + ? * interval '1 ms' FROM clock_timestamp() AS now
     RETURNING id, expires_at, ends_at`,
    [keyId, secretHash, SESSION_IDLE_MS, SESSION_MAX_MS],
  );
  await trx.raw(
    `DELETE FROM browser_sessions WHERE id IN (
       SELECT id FROM browser_sessions WHERE api_key_id = ? ORDER BY id DESC OFFSET ?)`,
    [keyId, SESSIONS_PER_KEY],
  );
  return onlyRow(rows);
}

/** Ends the session whose secret has this SHA-256, if there is one. */
export async function endSession(queryable: Queryable, secretHash: Buffer): Promise<void> {
  await queryable('browser_sessions').where('secret_hash', secretHash).del();
}

/** Ends all sessions of a key, and takes back its link. @returns how many sessions there were */
export async function endSignIns(trx: Transaction, keyId: Id): Promise<number> {
  await trx('api_keys').where('id', keyId).whereNotNull('link_hash').update({ link_hash: null, link_expires_at: null });
  return trx('browser_sessions').where('api_key_id', keyId).del();
}

/** Forgets sessions that have ended. @returns how many */
export function forgetSessions(db: Database, goesOn: GoesOn): Promise<number> {
  const forget = async (): Promise<number> => {
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `DELETE FROM browser_sessions WHERE id = ANY (ARRAY(
         SELECT id FROM browser_sessions WHERE expires_at <= clock_timestamp()
         ORDER BY expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED))`,
    );
    return rowCount;
  };
  return inBatches(forget, goesOn);
}
