import { maySee } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { ApiKey, Role } from '../domain/api-key.js';
import type { Id, Instant } from '../domain/scalars.js';
import { toTimestamp, type Database, type Transaction } from './database.js';
import { EMPTY_PAGE, readPage, withinCompany, type Page, type PageQuery } from './pages.js';
import { onlyRow } from './rows.js';
import { inTransaction } from './transaction.js';

export interface ApiKeyQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
  role?: Role | undefined;
}

/** What a key is called: one that was given out, or that of a person. */
export type KeyNoun = 'api_key' | 'person';

export const keyNoun = ({ is_person }: Pick<ApiKey, 'is_person'>): KeyNoun => (is_person ? 'person' : 'api_key');

/** All columns but the hashes, which nobody needs to see. */
export const API_KEY_COLUMNS = [
  'id',
  'company_id',
  'name',
  'role',
  'is_person',
  'link_expires_at',
  'expires_at',
  'last_used_at',
  'revoked_at',
  'revision',
  'created_at',
  'updated_at',
] as const;

/** Whether the key of this alias opens anything at this moment, in SQL. */
export const isUsable = (key: string): string =>
  `${key}.revoked_at IS NULL AND (${key}.expires_at IS NULL OR ${key}.expires_at > clock_timestamp())`;

/** The key whose secret has this SHA-256, if it opens anything at this moment. */
export async function findUsableKey(trx: Transaction, hash: Buffer): Promise<ApiKey | null> {
  const key: ApiKey | undefined = await trx('api_keys AS k')
    .where('key_hash', hash)
    .whereRaw(isUsable('k'))
    .first(...API_KEY_COLUMNS);
  return key ?? null;
}

/** How often a key that is used all the time gets a new `last_used_at`. */
const TOUCH_EVERY_MS = 60_000;

/** The table `api_keys`. @param noun which of them are listed and read */
export function createApiKeys(db: Database, noun: KeyNoun = 'api_key') {
  const is_person = noun === 'person';
  return {
    /** Keys that the caller may see, by id; revoked ones too. */
    async list({ companyId, company_id, role, ...page }: ApiKeyQuery): Promise<Page<ApiKey>> {
      const within = withinCompany({ companyId, company_id });
      if (within === null) return EMPTY_PAGE;
      const rows = db('api_keys').select(...API_KEY_COLUMNS);
      return readPage(db, rows, { is_person, ...within }, page, [['role', '=', role]]);
    },
    /** @throws AppError `not_found`, also for another company's key. */
    async get(id: Id, companyId: Id | null): Promise<ApiKey> {
      const key: ApiKey | undefined = await db<ApiKey>('api_keys')
        .where({ id, is_person })
        .first(...API_KEY_COLUMNS);
      if (key === undefined || !maySee({ companyId }, key.company_id)) throw notFound(noun, id);
      return key;
    },
    /** The key whose secret has this SHA-256, whatever its state; null when there is none. Each request asks, so it is prepared. */
    async findByHash(hash: Buffer): Promise<ApiKey | null> {
      const found = db<ApiKey>('api_keys')
        .where('key_hash', hash)
        .first(...API_KEY_COLUMNS);
      const key: ApiKey | undefined = await found.options({ name: 'key by its hash' });
      return key ?? null;
    },
    /** Notes that the key was used, unless that was noted within the last minute. */
    async touch({ id, last_used_at }: ApiKey, now: Instant): Promise<void> {
      if (last_used_at !== null && now - last_used_at < TOUCH_EVERY_MS) return;
      const stale = toTimestamp(now - TOUCH_EVERY_MS);
      await db('api_keys')
        .where('id', id)
        .where((old) => old.whereNull('last_used_at').orWhere('last_used_at', '<=', stale))
        .update('last_used_at', toTimestamp(now));
    },
    /** Makes sure that an installation-wide admin key with this hash exists. */
    async ensureFirst(hash: Buffer): Promise<ApiKey> {
      return inTransaction(db, async (trx) => {
        const row = { company_id: null, name: 'first key', role: 'admin', key_hash: hash };
        await trx('api_keys').insert(row).onConflict('key_hash').ignore();
        return onlyRow(
          await trx<ApiKey>('api_keys')
            .where('key_hash', hash)
            .select(...API_KEY_COLUMNS),
        );
      });
    },
  };
}

export type ApiKeys = ReturnType<typeof createApiKeys>;
