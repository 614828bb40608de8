import { maySee } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { ApiKey, Role } from '../domain/api-key.js';
import type { Id, Instant } from '../domain/scalars.js';
import { toTimestamp, type Database } from './database.js';
import { EMPTY_PAGE, readPage, withinCompany, type Page, type PageQuery } from './pages.js';
import { onlyRow } from './rows.js';
import { inTransaction } from './transaction.js';

export interface ApiKeyQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
  role?: Role | undefined;
}

/** All columns but the hash, which nobody needs to see. */
export const API_KEY_COLUMNS = [
  'id',
  'company_id',
  'name',
  'role',
  'expires_at',
  'last_used_at',
  'revoked_at',
  'revision',
  'created_at',
  'updated_at',
] as const;

/** How often a key that is used all the time gets a new `last_used_at`. */
const TOUCH_EVERY_MS = 60_000;

/** The table `api_keys`. */
export function createApiKeys(db: Database) {
  return {
    /** Keys that the caller may see, by id; revoked ones too. */
    async list({ companyId, company_id, role, ...page }: ApiKeyQuery): Promise<Page<ApiKey>> {
      const within = withinCompany({ companyId, company_id });
      if (within === null) return EMPTY_PAGE;
      return readPage(db, db('api_keys').select(...API_KEY_COLUMNS), within, page, [['role', '=', role]]);
    },
    /** @throws AppError `not_found`, also for another company's key. */
    async get(id: Id, companyId: Id | null): Promise<ApiKey> {
      const key: ApiKey | undefined = await db<ApiKey>('api_keys')
        .where('id', id)
        .first(...API_KEY_COLUMNS);
      if (key === undefined || !maySee({ companyId }, key.company_id)) throw notFound('api_key', id);
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
