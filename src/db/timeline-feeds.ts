import type { Id, Instant } from '../domain/scalars.js';
import type { Database, Transaction } from './database.js';
import { onlyRow } from './rows.js';

/** The secret by which calendar programs read the timeline of a content. */
export interface TimelineFeed {
  ar_content_id: Id;
  created_at: Instant;
}

const SHOWN = ['ar_content_id', 'created_at'] as const;

/** Opens the feed of a content, or gives it another secret: the one before is good for nothing then. */
export async function putFeed(trx: Transaction, arContentId: Id, token_hash: Buffer): Promise<TimelineFeed> {
  const rows: TimelineFeed[] = await trx('timeline_feeds')
    .insert({ ar_content_id: arContentId, token_hash })
    .onConflict('ar_content_id')
    .merge({ token_hash, created_at: trx.raw('clock_timestamp()') })
    .returning([...SHOWN]);
  return onlyRow(rows);
}

/** Closes the feed of a content; undefined: it had none. */
export async function deleteFeed(trx: Transaction, arContentId: Id): Promise<TimelineFeed | undefined> {
  const rows: TimelineFeed[] = await trx('timeline_feeds')
    .where('ar_content_id', arContentId)
    .del()
    .returning([...SHOWN]);
  return rows[0];
}

/** What a feed has to know of its content. */
export interface FeedContent {
  title: string;
  unique_id: string;
  /** Of its company. */
  time_zone: string;
}

/** The content whose feed has this secret; undefined: there is none. */
export const findFeed = (db: Database, arContentId: Id, tokenHash: Buffer): Promise<FeedContent | undefined> =>
  db('timeline_feeds AS f')
    .join('ar_content AS c', 'c.id', 'f.ar_content_id')
    .join('companies AS o', 'o.id', 'c.company_id')
    .where({ 'f.ar_content_id': arContentId, 'f.token_hash': tokenHash })
    .first<FeedContent | undefined>('c.title', 'c.unique_id', 'o.time_zone')
    .then((found) => found);
