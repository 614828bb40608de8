import { audit } from '../db/audit.js';
import type { Transaction } from '../db/database.js';
import { deleteFeed, putFeed, type TimelineFeed } from '../db/timeline-feeds.js';
import { writeOnce, type Written } from '../db/write-once.js';
import { maySee, type Caller } from '../domain/caller.js';
import { AppError, notFound } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';
import type { AdminDoor } from './admin-door.js';

/** Keeps a content from being deleted meanwhile. @returns its company. @throws AppError `not_found` */
async function companyOf(trx: Transaction, caller: Caller, id: Id): Promise<Id> {
  const row: { company_id: Id } | undefined = await trx('ar_content').where('id', id).forKeyShare().first('company_id');
  if (row === undefined || !maySee(caller, row.company_id)) throw notFound('ar_content', id);
  return row.company_id;
}

/**
 * Opens the feed of a content, or gives it another secret.
 * @param tokenHash SHA-256 of the secret
 * @throws AppError `not_found`
 */
export const openTimelineFeed = (
  { db }: AdminDoor,
  caller: Caller,
  id: Id,
  tokenHash: Buffer,
): Promise<Written<TimelineFeed>> =>
  writeOnce(db, caller, async (trx) => {
    const companyId = await companyOf(trx, caller, id);
    const feed = await putFeed(trx, id, tokenHash);
    await audit(trx, caller, { companyId, action: 'ar_content.open_feed', subject: `ar_content:${id}`, after: feed });
    return feed;
  });

/** Closes it. @throws AppError `not_found`, also where there is none */
export async function closeTimelineFeed({ db }: AdminDoor, caller: Caller, id: Id): Promise<void> {
  await writeOnce(db, caller, async (trx) => {
    const companyId = await companyOf(trx, caller, id);
    const feed = await deleteFeed(trx, id);
    if (feed === undefined) throw new AppError('not_found', `AR content ${id} has no timeline feed.`);
    await audit(trx, caller, { companyId, action: 'ar_content.close_feed', subject: `ar_content:${id}`, before: feed });
    return null;
  });
}
