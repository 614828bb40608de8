import { maySee, type Caller } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import { requireRevision } from '../domain/revision.js';
import type { ApiKey, Role } from '../domain/api-key.js';
import type { Id, Instant } from '../domain/scalars.js';
import { adminWrite, onlyRow, orConflict, type PageQuery } from './admin-write.js';
import { audit } from './audit.js';
import { toRow, toTimestamp, type Database, type Transaction } from './database.js';
import { onlyVisible } from './only-visible.js';
import { requireCompany } from './projects.js';
import { inTransaction } from './transaction.js';

/** A new key: only the SHA-256 of its secret is stored. */
export interface NewApiKey {
  company_id: Id | null;
  name: string;
  role: Role;
  expires_at?: Instant | null | undefined;
  key_hash: Buffer;
}

export type ApiKeyChanges = Partial<{
  name: string | undefined;
  role: Role | undefined;
  expires_at: Instant | null | undefined;
}>;

export interface ApiKeyQuery extends PageQuery {
  /** Company of the caller; null: any. */
  companyId: Id | null;
  company_id?: Id | undefined;
  role?: Role | undefined;
}

/** All columns but the hash, which nobody needs to see. */
const COLUMNS = [
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

async function lockKey(trx: Transaction, id: Id, caller: Caller): Promise<ApiKey> {
  const key: ApiKey | undefined = await trx<ApiKey>('api_keys')
    .where('id', id)
    .forUpdate()
    .first(...COLUMNS);
  if (key === undefined || !maySee(caller, key.company_id)) throw notFound('api_key', id);
  return key;
}

async function createKey(trx: Transaction, caller: Caller, input: NewApiKey): Promise<ApiKey> {
  if (input.company_id !== null) await requireCompany(trx, input.company_id);
  const key: ApiKey = onlyRow(await trx('api_keys').insert(toRow(input)).returning(COLUMNS));
  const { id, company_id: companyId } = key;
  await audit(trx, caller, { companyId, action: 'api_key.create', subject: `api_key:${id}`, after: key });
  return key;
}

async function changeKey(
  trx: Transaction,
  caller: Caller,
  { id, verb, changes, expected }: { id: Id; verb: string; changes: object; expected: number | null },
): Promise<ApiKey> {
  const before = await lockKey(trx, id, caller);
  requireRevision(before, expected);
  if (verb === 'revoke' && before.revoked_at !== null) return before;
  const row = { ...changes, revision: before.revision + 1, updated_at: trx.raw('clock_timestamp()') };
  const after: ApiKey = onlyRow(await trx('api_keys').where('id', id).update(row).returning(COLUMNS));
  const { company_id: companyId } = before;
  await audit(trx, caller, { companyId, action: `api_key.${verb}`, subject: `api_key:${id}`, before, after });
  return after;
}

/** The table `api_keys`. */
export function createApiKeys(db: Database) {
  return {
    /** Keys that the caller may see, by id; revoked ones too. */
    list({ companyId, company_id, role, after, limit }: ApiKeyQuery): Promise<ApiKey[]> {
      const rows = db<ApiKey>('api_keys')
        .select(...COLUMNS)
        .orderBy('id')
        .limit(limit);
      onlyVisible(rows, { companyId });
      if (company_id !== undefined) void rows.where('company_id', company_id);
      if (role !== undefined) void rows.where('role', role);
      if (after !== undefined) void rows.where('id', '>', after);
      return rows.then((found) => found);
    },
    /** @throws AppError `not_found`, also for another company's key. */
    async get(id: Id, companyId: Id | null): Promise<ApiKey> {
      const key: ApiKey | undefined = await db<ApiKey>('api_keys')
        .where('id', id)
        .first(...COLUMNS);
      if (key === undefined || !maySee({ companyId }, key.company_id)) throw notFound('api_key', id);
      return key;
    },
    /** The key whose secret has this SHA-256, whatever its state; null when there is none. */
    async findByHash(hash: Buffer): Promise<ApiKey | null> {
      const key: ApiKey | undefined = await db<ApiKey>('api_keys')
        .where('key_hash', hash)
        .first(...COLUMNS);
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
            .select(...COLUMNS),
        );
      });
    },
    /** @throws AppError `validation_failed` */
    create: (caller: Caller, input: NewApiKey): Promise<ApiKey> =>
      adminWrite(db, caller, (trx) => orConflict('This key exists already.', createKey(trx, caller, input))),
    /** @throws AppError `not_found`, `precondition_failed` */
    update: (caller: Caller, id: Id, changes: ApiKeyChanges, expected: number | null): Promise<ApiKey> =>
      adminWrite(db, caller, (trx) =>
        changeKey(trx, caller, { id, verb: 'update', changes: toRow(changes), expected }),
      ),
    /** From now on the key opens nothing. @throws AppError `not_found`, `precondition_failed` */
    revoke: (caller: Caller, id: Id, expected: number | null): Promise<ApiKey> =>
      adminWrite(db, caller, (trx) => {
        const changes = { revoked_at: trx.raw('clock_timestamp()') };
        return changeKey(trx, caller, { id, verb: 'revoke', changes, expected });
      }),
  };
}

export type ApiKeys = ReturnType<typeof createApiKeys>;
