import type { Logger } from '../config/logger.js';
import { LocalStorage } from '../storage/local-storage.js';
import type { Storages } from './storages.js';

/** Folders looked after at the start. */
const MAX_CONNECTIONS = 1_000;

/** Removes what killed processes of this machine left. */
async function clearUploads(logger: Logger, storage: LocalStorage): Promise<void> {
  const removed = await storage.removeAbandonedUploads();
  if (removed > 0) logger.info(`${removed} unfinished files of killed processes were removed`);
}

/**
 * Makes the folder in which files from and to storage elsewhere are gathered, and removes what killed processes of this
 * machine left there and in the folders of local connections. Never throws for a folder that cannot be used, or that
 * another installation has.
 */
export async function prepareFolders(
  logger: Logger,
  { stagingFolder, connections, installationOf }: Pick<Storages, 'stagingFolder' | 'connections' | 'installationOf'>,
): Promise<void> {
  const installation = await installationOf();
  await LocalStorage.make({ basePath: stagingFolder, baseUrl: '' })
    .then((staging) => clearUploads(logger, staging))
    .catch((err: unknown) => logger.warn({ err }, 'the folder for files of storage elsewhere cannot be used'));
  const query = { companyId: null, provider: 'local', limit: MAX_CONNECTIONS } as const;
  for (const { id, base_path: basePath } of (await connections.list(query)).rows) {
    if (basePath === null) continue;
    // One disk that is away is no reason not to serve the others.
    await LocalStorage.open({ basePath, baseUrl: '', installation })
      .then((storage) => clearUploads(logger, storage))
      .catch((err: unknown) => logger.warn({ err }, `the folder of storage connection ${id} cannot be used`));
  }
}
