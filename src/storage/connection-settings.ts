import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

/** Folders of a bucket before every name; nothing hidden and no way up. */
const prefix = z
  .string()
  .max(200)
  .regex(/^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)?$/, {
    error: 'must be folder names with / between them, none at its ends',
  })
  .default('')
  .meta({ description: 'Folder within the bucket or disk; by default none' });

const bucket = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/, { error: "must be a bucket's name" });

const address = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(500);

const delivery = z.enum(['redirect', 'proxy']).default('redirect').meta({
  description: 'Clients are sent to the backend with a signed address (redirect), or get the file through us (proxy)',
});

export const s3Settings = z.strictObject({
  bucket,
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,50}$/, { error: "must be a region's name, such as eu-central-1" })
    .default('us-east-1'),
  endpoint: address.optional().meta({ description: 'Of a server other than AWS; installation-wide keys only' }),
  force_path_style: z.boolean().default(false).meta({ description: 'The bucket in the path: true for MinIO' }),
  prefix,
  delivery,
});
export type S3Settings = z.output<typeof s3Settings>;

const secret = z.string().min(1).max(500);
export const s3Credentials = z.strictObject({ access_key_id: secret, secret_access_key: secret });
export type S3Credentials = z.output<typeof s3Credentials>;

export const gcsSettings = z.strictObject({
  bucket,
  api_endpoint: address
    .optional()
    .meta({ description: 'Of an emulator, which is asked without credentials; installation-wide keys only' }),
  prefix,
  delivery,
});
export type GcsSettings = z.output<typeof gcsSettings>;

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).type === 'private';
  } catch {
    return false;
  }
}

const unused = z.string().max(2_000).optional();

/** The key file of a service account may be pasted as it is; two of its fields are used. */
export const gcsCredentials = z
  .strictObject({
    client_email: z.email(),
    private_key: z.string().max(10_000).refine(isPrivateKey, { error: 'must be a private key in PEM form' }),
    type: unused,
    project_id: unused,
    private_key_id: unused,
    client_id: unused,
    auth_uri: unused,
    token_uri: unused,
    auth_provider_x509_cert_url: unused,
    client_x509_cert_url: unused,
    universe_domain: unused,
  })
  .transform(({ client_email, private_key }) => ({ client_email, private_key }));
export type GcsCredentials = z.output<typeof gcsCredentials>;

export const yandexDiskSettings = z.strictObject({
  root: z.enum(['app', 'disk']).default('app').meta({
    description: "The folder of the token's application (app), or the whole disk (disk), which needs more rights",
  }),
  prefix,
  api_endpoint: address.optional().meta({ description: 'Of a server other than Yandex; installation-wide keys only' }),
});
export type YandexDiskSettings = z.output<typeof yandexDiskSettings>;

export const yandexDiskCredentials = z.strictObject({
  oauth_token: z.string().regex(/^[\x21-\x7e]{1,2000}$/, { error: 'must be an OAuth token' }),
});
export type YandexDiskCredentials = z.output<typeof yandexDiskCredentials>;
