import { isDatabaseAway } from '../../db/transaction.js';
import type { Id } from '../../domain/scalars.js';
import type { StorageConnection } from '../../domain/storage-connection.js';
import type { VideoStorage } from '../../storage/video-storage.js';
import type { NamedFiles } from './named-files.js';
import type { MediaSource, MediaSourceOf } from './serve-media.js';

/** How long a connection is remembered: where its files lie changes only while there are none. */
const MEMORY_MS = 30_000;

/** Looks up the connections of files that a row names, and remembers them: files asked for before are served while Postgres is away. */
export function createMediaSources(
  find: (id: Id) => Promise<StorageConnection | null>,
  open: (connection: StorageConnection) => Promise<VideoStorage>,
  named: Pick<NamedFiles, 'has'>,
): MediaSourceOf {
  const known = new Map<Id, { source: MediaSource; at: number }>();
  return async (connectionId, key) => {
    // Before anything is said of the connection: nobody learns by counting up which there are.
    if (!(await named.has(connectionId, key))) return null;
    const before = known.get(connectionId);
    if (before !== undefined && performance.now() - before.at < MEMORY_MS) return before.source;
    try {
      const connection = await find(connectionId);
      const source = connection && (await sourceOf(connection, open));
      if (source !== null) known.set(connectionId, { source, at: performance.now() });
      return source;
    } catch (error) {
      if (before !== undefined && isDatabaseAway(error)) return before.source;
      throw error;
    }
  };
}

async function sourceOf(
  connection: StorageConnection,
  open: (connection: StorageConnection) => Promise<VideoStorage>,
): Promise<MediaSource | null> {
  if (connection.provider !== 'local') return { storage: await open(connection) };
  return connection.base_path === null ? null : { folder: connection.base_path };
}
