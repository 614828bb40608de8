import { isDeepStrictEqual } from 'node:util';
import { bulkTokenHash, proposeBulk, takeBulkProposal, type BulkProposal } from '../db/bulk-proposals.js';
import { findBulkSchedules } from '../db/bulk-schedules.js';
import { countBulkItems, findBulkOfToken, insertBulkItems, requireRoomForBulk } from '../db/bulks.js';
import { bulkFaults, type Bulk, type BulkRequest } from '../domain/bulk.js';
import type { Caller } from '../domain/caller.js';
import { AppError, invalidFields } from '../domain/errors.js';
import type { Id, Instant } from '../domain/scalars.js';
import { workflowId } from '../domain/workflow-kinds.js';
import type { AdminDoor } from './admin-door.js';
import type { AdminCreation } from './admin-edit.js';

/** What a bulk would be about, and the token that says yes to exactly that; null: it is about nothing. */
export interface ForetoldBulk {
  scheduleIds: Id[];
  token: string | null;
  expires_at: Instant | null;
}

/** What may be said once more with the token. */
type SaidAgain = BulkRequest & Pick<Bulk, 'company_id'>;

/** Its parts, and the name that clients give to each. */
const FIELDS: readonly (readonly [part: keyof SaidAgain, name: string])[] = [
  ['company_id', 'company_id'],
  ['action', 'action'],
  ['filter', 'filter'],
  ['note', 'note'],
  ['resume_at', 'until'],
  ['missed', 'missed'],
];

/** @throws AppError `validation_failed` */
function refuseFaults(request: BulkRequest, now: Instant): void {
  const faults = bulkFaults(request, now);
  if (faults.length > 0) throw invalidFields(faults);
}

/**
 * Tells which schedules a bulk would be about, and keeps them for it.
 * @throws AppError `validation_failed`: they are too many, or the action does not take what is said of it.
 */
export async function foretellBulk(
  { db, limits }: AdminDoor,
  caller: Caller,
  companyId: Id,
  request: BulkRequest,
  now: Instant,
): Promise<ForetoldBulk> {
  refuseFaults(request, now);
  const found = await findBulkSchedules(db, companyId, request.filter, limits.schedulesPerBulk);
  if (found.length > limits.schedulesPerBulk) {
    const message = `fits more schedules than a bulk may be about: ${limits.schedulesPerBulk} (MAX_SCHEDULES_PER_BULK)`;
    throw invalidFields([{ field: 'filter', message, code: 'too_large' }]);
  }
  const scheduleIds = found.map(({ id }) => id);
  if (found.length === 0) return { scheduleIds, token: null, expires_at: null };
  return { scheduleIds, ...(await proposeBulk(db, caller, { companyId, request, found }, now)) };
}

/** @throws AppError `validation_failed` that names what is said otherwise than at the dry run */
function refuseOther(said: Partial<SaidAgain>, foretold: SaidAgain): void {
  const other = FIELDS.filter(([part]) => said[part] !== undefined && !isDeepStrictEqual(said[part], foretold[part]));
  const message = 'is not what the dry run was about: leave it out, or ask for another token';
  if (other.length > 0) throw invalidFields(other.map(([, field]) => ({ field, message })));
}

async function begin(
  creation: AdminCreation<'bulk'>,
  proposal: BulkProposal,
  tokenHash: Buffer,
  limit: number,
): Promise<Bulk> {
  const { trx, caller } = creation;
  const { company_id, request, schedule_ids } = proposal;
  await requireRoomForBulk(trx, company_id, limit);
  const { actor } = caller;
  const columns = { ...request, filter: JSON.stringify(request.filter), company_id, actor };
  const bulk = await creation.insert({ ...columns, token_hash: tokenHash, total: schedule_ids.length });
  await insertBulkItems(trx, bulk.id, proposal);
  creation.send(workflowId('bulk', bulk.id), 'poke');
  return bulk;
}

/**
 * Begins what the caller was told of. The token says it once: said again, it is the same bulk.
 * @param said of what the dry run was about; whatever is said has to be the same.
 * @throws AppError `validation_failed` at `token`, or at what differs; `conflict` when too many are under way.
 */
export function startBulk(
  admin: AdminDoor,
  caller: Caller,
  token: string,
  said: Partial<SaidAgain>,
  now: Instant,
): Promise<Bulk> {
  const tokenHash = bulkTokenHash(token);
  return admin.create(caller, 'bulk', async (creation) => {
    const { trx } = creation;
    const proposal = await takeBulkProposal(trx, caller, tokenHash, now);
    const earlier = proposal === undefined ? await findBulkOfToken(trx, caller, tokenHash) : undefined;
    const foretold = proposal === undefined ? earlier : { ...proposal.request, company_id: proposal.company_id };
    if (foretold !== undefined) refuseOther(said, foretold);
    if (earlier !== undefined) return earlier;
    if (proposal === undefined) {
      const message = 'is unknown, used, too old, or not of this key: ask with dry_run first';
      throw invalidFields([{ field: 'token', message, code: 'not_there' }]);
    }
    // The end of a pause may have come since.
    refuseFaults(proposal.request, now);
    return begin(creation, proposal, tokenHash, admin.limits.bulksPerCompany);
  });
}

/**
 * Ends a bulk: what is not done yet never will be, from this answer on.
 * @throws AppError `not_found`; `conflict` when it is over
 */
export const cancelBulk = (admin: AdminDoor, caller: Caller, id: Id): Promise<Bulk> =>
  admin.edit(caller, { noun: 'bulk', id, verb: 'cancel', expected: null }, async (edit) => {
    const { trx, before } = edit;
    if (before.status !== 'under_way') throw new AppError('conflict', `Bulk ${id} is over (${before.status}).`);
    const counts = await countBulkItems(trx, id);
    return edit.change({ ...counts, status: 'cancelled', ended_at: trx.raw('clock_timestamp()') });
  });
