import type { StorageConnections } from '../../db/storage-connections.js';
import { createLimiter } from '../../concurrency/limiter.js';
import type { Id } from '../../domain/scalars.js';
import type { StorageConnection } from '../../domain/storage-connection.js';
import type { StorageOpener } from '../../storage/open-storage.js';

/** More connections than a company has; the header stays short. */
const MAX_CONNECTIONS = 20;
const MEMORY_MS = 30_000;
const MAX_REMEMBERED = 1_000;
/** Looks at once, and how many may wait: anybody may ask for the page. */
const AT_ONCE = 2;
const MAX_WAITING = 100;
/** No file: only what an address begins with is looked at. */
const ANY_KEY = 'thumbnails/any';

export type MediaOrigins = (companyId: Id) => Promise<string[]>;

/**
 * Tells where the media of a company are fetched from beside here: redirects to backends lead there.
 * @param maxRemembered companies; beyond these the one that was looked at longest ago is forgotten
 */
export function createMediaOrigins(
  connections: Pick<StorageConnections, 'list'>,
  open: StorageOpener,
  maxRemembered = MAX_REMEMBERED,
): MediaOrigins {
  const known = new Map<Id, { origins: string[]; at: number }>();
  const inTurn = createLimiter(AT_ONCE, MAX_WAITING);
  const look = async (companyId: Id): Promise<string[]> => {
    const { rows } = await connections.list({ companyId, limit: MAX_CONNECTIONS });
    const origins = await Promise.all(rows.map((connection) => originOf(connection, open)));
    return [...new Set(origins.filter((origin) => origin !== null))];
  };
  const remember = (companyId: Id, origins: string[]): void => {
    known.delete(companyId); // A Map keeps the order in which they came.
    const [oldest] = known.keys();
    if (known.size >= maxRemembered && oldest !== undefined) known.delete(oldest);
    known.set(companyId, { origins, at: performance.now() });
  };
  return async (companyId) => {
    const before = known.get(companyId);
    if (before !== undefined && performance.now() - before.at < MEMORY_MS) return before.origins;
    try {
      const origins = await inTurn(() => look(companyId));
      remember(companyId, origins);
      return origins;
    } catch {
      // The page works without pictures; what is wrong is told where somebody can do something about it.
      return before?.origins ?? [];
    }
  };
}

/** Null: its files come from here, or it cannot be opened. */
async function originOf(connection: StorageConnection, open: StorageOpener): Promise<string | null> {
  if (connection.provider === 'local') return null;
  try {
    const storage = await open(connection);
    const address = await storage.temporaryUrl(ANY_KEY);
    return address === null ? null : new URL(address).origin;
  } catch {
    return null;
  }
}
