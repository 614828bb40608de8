import { foretellBulk, startBulk } from '../../src/admin/bulk-edits.js';
import type { AdminDoor } from '../../src/admin/admin-door.js';
import type { Database } from '../../src/db/database.js';
import type { Bulk, BulkItem, BulkRequest } from '../../src/domain/bulk.js';
import type { Caller } from '../../src/domain/caller.js';
import { must } from '../../src/domain/must.js';
import type { Id, Instant } from '../../src/domain/scalars.js';
import { CALLER } from './planning.js';

/** Begins a bulk of a company, as a client does by asking twice. */
export async function begunBulk(
  admin: AdminDoor,
  companyId: Id,
  given: Partial<BulkRequest> & Pick<BulkRequest, 'action'>,
  { now = Date.now(), caller = CALLER }: { now?: Instant; caller?: Caller } = {},
): Promise<Bulk> {
  const request = { filter: {}, note: null, resume_at: null, missed: null, ...given };
  const { token } = await foretellBulk(admin, caller, companyId, request, now);
  return startBulk(admin, caller, must(token, 'a token'), {}, now);
}

/** The items of a bulk, in the order in which they are taken. */
export const itemsOf = (db: Database, { id }: Bulk): Promise<BulkItem[]> =>
  db<BulkItem>('bulk_items').where('bulk_id', id).orderBy('id');

/** The schedules of a company, by id. */
export async function schedulesOf(db: Database, company_id: Id): Promise<Id[]> {
  const ids: Id[] = await db('video_rotation_schedules').where({ company_id }).orderBy('id').pluck('id');
  return ids;
}
