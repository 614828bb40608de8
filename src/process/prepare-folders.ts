import type { Logger } from '../config/logger.js';
import type { StorageConnections } from '../db/storage-connections.js';
import { LocalStorage } from '../storage/local-storage.js';

/** Folders looked after at the start. */
const MAX_CONNECTIONS = 1_000;

/**
 * Makes a folder for files where it is missing, and removes what killed processes of this machine left in it.
 * @throws AppError `storage_full`, `storage_unavailable`
 */
export async function prepareFolder(logger: Logger, basePath: string): Promise<void> {
  const storage = await LocalStorage.open({ basePath, baseUrl: '' });
  const removed = await storage.removeAbandonedUploads();
  if (removed > 0) logger.info(`${removed} unfinished files of killed processes were removed`);
}

/** The same for the folder in which files from and to storage elsewhere are gathered, and for all local connections. */
export async function prepareFolders(logger: Logger, stagingFolder: string, connections: StorageConnections) {
  await prepareFolder(logger, stagingFolder).catch((err: unknown) =>
    logger.warn({ err }, 'the folder for files of storage elsewhere cannot be used'),
  );
  const query = { companyId: null, provider: 'local', limit: MAX_CONNECTIONS } as const;
  for (const { id, base_path: basePath } of await connections.list(query)) {
    if (basePath === null) continue;
    // One disk that is away is no reason not to serve the others.
    await prepareFolder(logger, basePath).catch((err: unknown) =>
      logger.warn({ err }, `the folder of storage connection ${id} cannot be used`),
    );
  }
}
