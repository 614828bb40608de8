import { createHash, randomBytes } from 'node:crypto';
import type { BulkRequest } from '../domain/bulk.js';
import type { Caller } from '../domain/caller.js';
import type { Id, Instant } from '../domain/scalars.js';
import { toTimestamp, type Database, type Transaction } from './database.js';
import { inTransaction } from './transaction.js';

/** How long a client may think about what it was told. */
const PROPOSAL_MS = 10 * 60_000;
/** The newest of a company that are kept: each may name thousands of schedules. */
const MOST_PROPOSALS = 20;

/** A schedule that a bulk is about, and its content. */
export interface FoundSchedule {
  id: Id;
  ar_content_id: Id;
}

/** What a client was told a bulk would be about. */
export interface BulkProposal {
  company_id: Id;
  request: BulkRequest;
  schedule_ids: Id[];
  ar_content_ids: Id[];
}

/** What is kept of a token. */
export const bulkTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Keeps what a client was told a bulk would be about, until it says so, ten minutes are over, or its company has twenty
 * newer ones.
 * @returns the token that says yes to exactly that.
 */
export function proposeBulk(
  db: Database,
  { actor }: Caller,
  { companyId, request, found }: { companyId: Id; request: BulkRequest; found: readonly FoundSchedule[] },
  now: Instant,
): Promise<{ token: string; expires_at: Instant }> {
  const token = randomBytes(24).toString('base64url');
  const expires_at = now + PROPOSAL_MS;
  return inTransaction(db, async (trx) => {
    await trx('bulk_proposals').where('expires_at', '<=', toTimestamp(now)).del();
    const newest = trx('bulk_proposals').where('company_id', companyId).orderBy('created_at', 'desc');
    const tooMany = newest.offset(MOST_PROPOSALS - 1).limit(100);
    await trx('bulk_proposals').whereIn('token_hash', tooMany.select('token_hash')).del();
    await trx('bulk_proposals').insert({
      token_hash: bulkTokenHash(token),
      company_id: companyId,
      actor,
      request: JSON.stringify(request),
      schedule_ids: found.map(({ id }) => id),
      ar_content_ids: found.map(({ ar_content_id }) => ar_content_id),
      expires_at: toTimestamp(expires_at),
    });
    return { token, expires_at };
  });
}

/** Takes what the client was told, once; undefined: it is unknown, used, too old, or another caller's. */
export async function takeBulkProposal(
  trx: Transaction,
  { actor }: Caller,
  tokenHash: Buffer,
  now: Instant,
): Promise<BulkProposal | undefined> {
  const rows: BulkProposal[] = await trx('bulk_proposals')
    .where({ token_hash: tokenHash, actor })
    .where('expires_at', '>', toTimestamp(now))
    .del()
    .returning(['company_id', 'request', 'schedule_ids', 'ar_content_ids']);
  return rows[0];
}
