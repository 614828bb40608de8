import type { Id } from '../domain/scalars.js';
import { requireWithin, uploadLimit, type StorageUse } from '../domain/upload-limit.js';
import type { Queryable, Transaction } from './database.js';

/**
 * What each of the companies may store and does: Postgres keeps count with each change of a video. Those that failed do
 * not count, as their files go. OFFSET keeps Postgres from reading the uses of all companies at once.
 */
export async function storageUses(queryable: Queryable, companyIds: readonly Id[]): Promise<Map<Id, StorageUse>> {
  const { rows } = await queryable.raw<{ rows: (StorageUse & { id: Id })[] }>(
    `SELECT c.id, c.max_storage_bytes,
       coalesce(u.used_bytes, 0)::bigint AS used_bytes, coalesce(u.beside_bytes, 0)::bigint AS beside_bytes
     FROM companies c LEFT JOIN LATERAL (SELECT * FROM storage_uses WHERE company_id = c.id OFFSET 0) u ON true
     WHERE c.id = ANY (?)`,
    [[...companyIds]],
  );
  return new Map(rows.map(({ id, ...use }) => [id, use]));
}

/**
 * Keeps a company within its quota, in the transaction that adds a video: others of the company wait for it at this
 * lock, so that two uploads cannot exceed it together.
 * @throws AppError `quota_exceeded`
 */
export async function requireRoom(trx: Transaction, companyId: Id, bytes: number): Promise<void> {
  const limited: unknown[] = await trx('companies')
    .where('id', companyId)
    .whereNotNull('max_storage_bytes')
    .forNoKeyUpdate()
    .select('id');
  if (limited.length === 0) return;
  const use = (await storageUses(trx, [companyId])).get(companyId);
  if (use !== undefined) requireWithin(uploadLimit(Infinity, use), bytes);
}
