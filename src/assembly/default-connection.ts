import { join } from 'node:path';
import type { Config } from '../config/config.js';
import type { StorageConnectionInput } from '../db/storage-connections.js';
import { invalidFields } from '../domain/errors.js';
import { checkProviderInput, providerFaults } from '../api/routes/storage-connection-schemas.js';

/** The variables, by the fields of a storage connection that they fill. */
const VARIABLES: Readonly<Record<string, string>> = {
  base_path: 'STORAGE_BASE_PATH',
  settings: 'STORAGE_SETTINGS',
  credentials: 'STORAGE_CREDENTIALS',
};

/** `settings.bucket` is `STORAGE_SETTINGS.bucket` to whoever sets variables. */
const variableOf = (field: string): string => field.replace(/^\w+/, (name) => VARIABLES[name] ?? name);

/**
 * The storage connection that an installation begins with, as STORAGE_TYPE and its companions say.
 * @param seal encrypts credentials. @throws AppError `validation_failed` with all faulty variables
 */
export function defaultConnection(
  config: Pick<Config, 'DATA_DIR' | 'STORAGE_TYPE' | 'STORAGE_BASE_PATH' | 'STORAGE_SETTINGS' | 'STORAGE_CREDENTIALS'>,
  seal: (credentials: object) => Buffer,
): StorageConnectionInput {
  const { STORAGE_TYPE: provider, STORAGE_SETTINGS: settings, STORAGE_CREDENTIALS: credentials } = config;
  const base_path = config.STORAGE_BASE_PATH ?? (provider === 'local' ? join(config.DATA_DIR, 'media') : undefined);
  const faults = providerFaults({ provider, base_path, settings, credentials });
  if (faults.length > 0) throw invalidFields(faults.map((fault) => ({ ...fault, field: variableOf(fault.field) })));
  const checked = checkProviderInput(provider, { base_path, settings, credentials });
  return {
    company_id: null,
    name: provider === 'local' ? 'local disk' : provider,
    provider,
    base_path: checked.base_path,
    settings: checked.settings,
    credentials: checked.credentials && seal(checked.credentials),
    is_default: true,
  };
}
