import type { Id } from '../domain/scalars.js';
import type { Transaction } from './database.js';

/** The channel on which processes tell each other that a content was edited. */
export const CHANNEL = 'content_changed';

const notify = async (trx: Transaction, payload: string): Promise<void> =>
  void (await trx.raw('SELECT pg_notify(?, ?)', [CHANNEL, payload]));

/** Tells every process, when the transaction commits, that what it holds of the content is out of date. */
export const notifyContentChanged = (trx: Transaction, arContentId: Id): Promise<void> =>
  notify(trx, String(arContentId));

/** The same of several contents. */
export const notifyContentsChanged = async (trx: Transaction, arContentIds: readonly Id[]): Promise<void> =>
  void (await trx.raw('SELECT pg_notify(?, id::text) FROM unnest(?::bigint[]) AS id', [CHANNEL, [...arContentIds]]));

/** The same of a content that is new: only by its uuid can it be known so far, as one that does not exist. */
export const notifyContentCreated = (trx: Transaction, uniqueId: string): Promise<void> => notify(trx, uniqueId);
