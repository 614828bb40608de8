import { hashKeySecret } from '../api/auth/api-key-secret.js';
import type { Logger } from '../config/logger.js';
import type { ApiKeys } from '../db/api-keys.js';
import type { Webhooks } from '../db/webhooks.js';
import { prepareFolders } from './prepare-folders.js';
import type { ServiceProcess } from '../process/service-process.js';
import { LocalStorage } from '../storage/local-storage.js';
import { defaultConnection } from './default-connection.js';
import type { Storages } from './storages.js';

/** Seals credentials with the newest key, so that older ones may be taken out of CREDENTIALS_KEY after this start. */
async function renewCredentials(logger: Logger, { connections, box }: Storages, webhooks: Webhooks): Promise<void> {
  const resealing =
    (what: string) =>
    (sealed: Buffer): Buffer | null => {
      if (box.isCurrent(sealed)) return null;
      try {
        return box.seal(box.open(sealed));
      } catch (err) {
        logger.error({ err }, `${what} cannot be read`);
        return null;
      }
    };
  const renewed = await connections.resealCredentials(resealing('credentials of a storage connection'));
  if (renewed > 0) logger.info(`credentials of ${renewed} storage connections were encrypted with the newest key`);
  const secrets = await webhooks.resealSecrets(resealing('the secret of a webhook'));
  if (secrets > 0) logger.info(`secrets of ${secrets} webhooks were encrypted with the newest key`);
}

type PreparedProcess = Pick<ServiceProcess, 'config' | 'logger'>;

/** Sees to the installation's default storage connection, to the folders of the others, and to what is encrypted. */
export async function prepareStorages(
  { config, logger }: PreparedProcess,
  storages: Storages,
  webhooks: Webhooks,
): Promise<void> {
  const { connections, box } = storages;
  const installation = await storages.installationOf();
  const first = await connections.ensureDefault(async () => {
    const connection = defaultConnection(config, (credentials) => box.seal(credentials));
    const { base_path: basePath } = connection;
    if (basePath !== undefined) await LocalStorage.make({ basePath, baseUrl: '', installation });
    return connection;
  });
  const said = [config.STORAGE_TYPE, config.STORAGE_BASE_PATH ?? first.base_path].filter((text) => text !== null);
  const held = [first.provider, first.base_path].filter((text) => text !== null);
  if (said.join(' ') !== held.join(' ')) {
    logger.warn(
      `STORAGE_TYPE and STORAGE_BASE_PATH say ${said.join(' ')}, but the default storage connection ${first.id} is ` +
        `${held.join(' ')}, which holds: change it through the API.`,
    );
  }
  await prepareFolders(logger, storages);
  await renewCredentials(logger, storages, webhooks);
}

/** Sees to the first key of the installation, where the configuration names one. */
export async function enterFirstKey({ config, logger }: PreparedProcess, apiKeys: ApiKeys): Promise<void> {
  if (config.ADMIN_API_KEY === undefined) return;
  const key = await apiKeys.ensureFirst(hashKeySecret(config.ADMIN_API_KEY));
  if (key.revoked_at !== null) logger.warn(`ADMIN_API_KEY is API key ${key.id}, which was revoked: set another one.`);
}
