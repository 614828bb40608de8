import type { Database, Transaction } from '../db/database.js';
import { enterRemoval, keepFile } from '../db/removals.js';
import type { Id, Instant } from '../domain/scalars.js';

/** How long a new file waits for the row that names it, in milliseconds. */
const UNNAMED_MS = 3_600_000;

/** Files that are about to appear. */
export interface NewFiles {
  connectionId: Id;
  /** Their paths within the storage connection. */
  keys: readonly string[];
  /** Until when they stay at least, where the row may take longer than an hour to come. */
  keepUntil?: Instant;
}

/** Files that are there, and that no row names yet: they go in an hour unless they are kept. */
export interface UnnamedFiles {
  /** Keeps them, in the transaction of the row that names them. @throws AppError `storage_unavailable`: they are gone */
  keep: (trx: Transaction) => Promise<void>;
}

/**
 * Writes new files so that none is ever without a row, whatever is killed when: their removal is entered first, then
 * they are written, and the transaction of the row that names them keeps them.
 * @param write makes them appear; what it throws leaves the removals entered, as something may have appeared.
 * @throws AppError `database_unavailable`, and what `write` throws
 */
export async function writeFiles(
  { db, now }: { db: Database; now: () => Instant },
  { connectionId, keys, keepUntil = 0 }: NewFiles,
  write: () => Promise<void>,
): Promise<UnnamedFiles> {
  const deleteAfter = Math.max(now() + UNNAMED_MS, keepUntil);
  for (const key of keys) await enterRemoval(db, connectionId, key, deleteAfter);
  await write();
  return {
    keep: async (trx) => {
      for (const key of keys) await keepFile(trx, connectionId, key);
    },
  };
}
