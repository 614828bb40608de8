import type { Transaction } from './database.js';
import { codeOf } from '../platform/error-code.js';

/** What Postgres answers to a COMMIT that comes too late. */
const TOO_LATE = 'VR001';

/**
 * Makes Postgres refuse the commit of this transaction, if it changes an AR content, unless it begins within so many
 * milliseconds by Postgres's clock. Nothing holds up the commit after that but the disk.
 */
export async function commitWithin(trx: Transaction, ms: number): Promise<void> {
  await trx.raw(
    `SELECT set_config('video_rotation.commit_by', (extract(epoch FROM clock_timestamp()) + ?::float8 / 1000)::text, true)`,
    [ms],
  );
}

/** Whether a transaction failed because its commit came too late; nothing of it is there. */
export const wasTooLate = (error: unknown): boolean => codeOf(error) === TOO_LATE;
