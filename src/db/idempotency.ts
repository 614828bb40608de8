import type { Caller } from '../domain/caller.js';
import { AppError } from '../domain/errors.js';
import type { Queryable, Transaction } from './database.js';

/**
 * Runs `work` at most once for the caller's Idempotency-Key and gives every repetition the first result. The key is
 * written in the transaction of the change itself: both are there or neither; a repetition that comes while the first
 * is under way waits for it at the unique index.
 * @throws AppError `idempotency_key_reused` when the key came with another request before.
 */
export async function once<T>(trx: Transaction, caller: Caller, work: () => Promise<T>): Promise<T> {
  if (caller.idempotency === null) return work();
  const { key, requestHash } = caller.idempotency;
  const { actor } = caller;
  const inserted = await trx('idempotency_keys')
    .insert({ actor, key, request_hash: requestHash })
    .onConflict(['actor', 'key'])
    .ignore()
    .returning('id');
  if (inserted.length === 0) {
    const earlier = await earlierResult<T>(trx, caller);
    if (earlier === null) throw new AppError('busy', 'The first request with this Idempotency-Key has not ended yet.');
    return earlier.result;
  }
  const result = await work();
  await trx('idempotency_keys')
    .where({ actor, key })
    .update({ body: JSON.stringify(result ?? null) });
  return result;
}

/**
 * The result of an earlier request with the caller's Idempotency-Key; null when there was none.
 * @throws AppError `idempotency_key_reused` when the key came with another request before.
 */
// eslint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what it stored.
export async function earlierResult<T>(queryable: Queryable, caller: Caller): Promise<{ result: T } | null> {
  if (caller.idempotency === null) return null;
  const { key, requestHash } = caller.idempotency;
  const row: { request_hash: Buffer; body: T } | undefined = await queryable('idempotency_keys')
    .where({ actor: caller.actor, key })
    .first('request_hash', 'body');
  if (row === undefined) return null;
  if (!requestHash.equals(row.request_hash)) {
    throw new AppError('idempotency_key_reused', 'This Idempotency-Key was used before, with another request.');
  }
  return { result: row.body };
}
