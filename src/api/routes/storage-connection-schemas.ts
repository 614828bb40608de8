import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { invalidFields, type FieldError } from '../../domain/errors.js';
import { STORAGE_PROVIDERS, type StorageProvider } from '../../domain/storage-connection.js';
import {
  gcsCredentials,
  gcsSettings,
  s3Credentials,
  s3Settings,
  yandexDiskCredentials,
  yandexDiskSettings,
} from '../../storage/connection-settings.js';
import { flagField, idAnswer, idField, instantAnswer, saidAs, textField } from '../http/fields.js';
import { ABSOLUTE_PATH_PATTERN } from '../http/line-text.js';
import { check } from '../http/validate.js';
import { readMark, WrittenBack } from '../http/written-back.js';
import { PROBE_STEPS } from '../../storage/probe-storage.js';

const basePath = saidAs(textField(1_000).refine(isAbsolute, { error: 'must be an absolute path' }), {
  type: 'string',
  minLength: 1,
  maxLength: 1_000,
  pattern: ABSOLUTE_PATH_PATTERN,
}).meta({ description: 'A folder on the disk of the service; `videos/` and `thumbnails/` are made in it' });

const record = z.record(z.string(), z.unknown());
const settings = record.optional().meta({
  description:
    's3: bucket, region, endpoint, force_path_style, prefix, delivery. gcs: bucket, api_endpoint, prefix, delivery. ' +
    'delivery is redirect (to a signed address of the backend; the default) or proxy (through this service). ' +
    'yandex_disk: root (app, the default, or disk), prefix, api_endpoint; always proxied',
});
const credentials = record.optional().meta({
  description:
    's3: access_key_id, secret_access_key. gcs: client_email, private_key, or a whole key file. ' +
    'yandex_disk: oauth_token. ' +
    'Encrypted, and never shown again',
});

export const connectionBody = z
  .strictObject({
    company_id: idField
      .nullable()
      .optional()
      .meta({ description: 'Required with an installation-wide key; null: for the whole installation' }),
    name: textField(200),
    provider: z.enum(STORAGE_PROVIDERS),
    base_path: basePath.optional().meta({ description: 'Required for the provider local' }),
    settings,
    credentials,
    is_default: flagField.optional(),
  })
  .meta({ id: 'StorageConnectionInput' });

const connectionChanges = z.strictObject({
  name: textField(200).optional(),
  base_path: basePath.nullable().optional().meta({ description: 'null only where it is shown so' }),
  settings,
  credentials,
  is_default: flagField.optional(),
});

export const connectionAnswer = z
  .strictObject({
    id: idAnswer,
    company_id: idAnswer.nullable(),
    name: z.string(),
    provider: z.enum(STORAGE_PROVIDERS),
    base_path: z.string().nullable().meta({ description: 'Shown to installation-wide keys only' }),
    settings: record,
    is_default: z.boolean(),
    revision: z.int(),
    created_at: instantAnswer,
    updated_at: instantAnswer,
    read_mark: readMark,
  })
  .meta({ id: 'StorageConnection' });

export const connectionWrites = new WrittenBack('StorageConnectionChanges', connectionChanges, connectionAnswer);

export const testAnswer = z
  .strictObject({
    ok: z.boolean(),
    steps: z.array(z.strictObject({ step: z.enum(PROBE_STEPS), ok: z.boolean(), error: z.string().nullable() })),
  })
  .meta({ id: 'StorageConnectionTest' });

/** What a provider is told. */
export interface ProviderInput {
  base_path?: string | undefined;
  settings?: Record<string, unknown> | undefined;
  credentials?: Record<string, unknown> | undefined;
}

const schemas = {
  s3: { settings: s3Settings, credentials: s3Credentials },
  gcs: { settings: gcsSettings, credentials: gcsCredentials },
  yandex_disk: { settings: yandexDiskSettings, credentials: yandexDiskCredentials },
} as const;

type Given = Readonly<Record<string, unknown>>;

/** What a new connection must have, what its provider has no use for, and what is wrong within the rest. */
export function providerFaults(body: Given): FieldError[] {
  const provider = STORAGE_PROVIDERS.find((name) => name === body['provider']);
  return provider === undefined ? [] : [...missingFields(provider, body), ...checkGiven(provider, body).faults];
}

const usedBy = (provider: StorageProvider): readonly string[] =>
  provider === 'local' ? ['base_path'] : ['settings', 'credentials'];

function missingFields(provider: StorageProvider, given: Given): FieldError[] {
  const missing = usedBy(provider).filter((field) => given[field] === undefined);
  return missing.map((field) => ({ field, message: `is required for the provider ${provider}` }));
}

function checkGiven(provider: StorageProvider, given: Given): { checked: ProviderInput; faults: FieldError[] } {
  const used = usedBy(provider);
  const unused = ['base_path', 'settings', 'credentials'].filter(
    (field) => given[field] !== undefined && !used.includes(field),
  );
  const faults = unused.map((field) => ({ field, message: `is not used by the provider ${provider}` }));
  const checked: ProviderInput = {};
  if (provider === 'local') return { checked, faults };
  for (const field of ['settings', 'credentials'] as const) {
    // What is not even an object is told by the schema of the body.
    if (typeof given[field] !== 'object' || given[field] === null) continue;
    const result = check(z.object({ [field]: schemas[provider][field] }), { [field]: given[field] }, field);
    if (result.faults === null) checked[field] = result.value[field];
    else faults.push(...result.faults);
  }
  return { checked, faults };
}

/**
 * Checks what is given by what the provider takes. A local one has a folder, the others settings and credentials.
 * @throws AppError `validation_failed` with all faulty fields
 */
export function checkProviderInput(provider: StorageProvider, given: ProviderInput): ProviderInput {
  const { checked, faults } = checkGiven(provider, { ...given });
  if (faults.length > 0) throw invalidFields(faults);
  return { ...given, ...checked };
}
