import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';

const VERSION = 1;
const ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + ID_BYTES + NONCE_BYTES + TAG_BYTES;

/** Keeps the credentials of storage connections: sealed in the database, open only in memory. */
export interface CredentialsBox {
  /** @throws AppError `conflict` when there is no CREDENTIALS_KEY */
  seal(credentials: object): Buffer;
  /** @throws AppError `storage_unavailable` when no key fits */
  open(sealed: Buffer): object;
  /** Whether the newest key sealed it. True as well where no key is set, as nothing better can be done then. */
  isCurrent(sealed: Buffer): boolean;
}

interface Key {
  id: Buffer;
  bytes: Buffer;
}

function keyOf(secret: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'ar-video-rotation credentials', 32));
  return { id: createHash('sha256').update(bytes).digest().subarray(0, ID_BYTES), bytes };
}

/**
 * AES-256-GCM with keys derived from CREDENTIALS_KEY: the first one seals, all of them open.
 * Sealed: version, id of the key, nonce, tag, and the encrypted JSON.
 */
export function createCredentialsBox(secrets: readonly string[]): CredentialsBox {
  const keys = secrets.map(keyOf);
  const [first] = keys;
  const idIn = (sealed: Buffer): Buffer => sealed.subarray(1, 1 + ID_BYTES);
  return {
    seal(credentials) {
      if (first === undefined) {
        throw new AppError('conflict', 'Credentials cannot be kept: CREDENTIALS_KEY is not set for API and worker.');
      }
      const nonce = randomBytes(NONCE_BYTES);
      const head = Buffer.concat([Buffer.from([VERSION]), first.id]);
      const cipher = createCipheriv('aes-256-gcm', first.bytes, nonce).setAAD(head);
      const text = Buffer.concat([cipher.update(JSON.stringify(credentials), 'utf8'), cipher.final()]);
      return Buffer.concat([head, nonce, cipher.getAuthTag(), text]);
    },
    open(sealed) {
      const key = keys.find(({ id }) => id.equals(idIn(sealed)));
      if (key === undefined || sealed[0] !== VERSION || sealed.length < HEAD_BYTES) throw unreadable();
      const nonce = sealed.subarray(1 + ID_BYTES, 1 + ID_BYTES + NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES })
        .setAAD(sealed.subarray(0, 1 + ID_BYTES))
        .setAuthTag(sealed.subarray(HEAD_BYTES - TAG_BYTES, HEAD_BYTES));
      try {
        const text = Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()]).toString('utf8');
        return parsed(text);
      } catch {
        throw unreadable();
      }
    },
    isCurrent: (sealed) => first === undefined || first.id.equals(idIn(sealed)),
  };
}

function parsed(text: string): object {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error('Credentials are an object.');
  return value;
}

/** The open credentials of connections, for `createStorageOpener`. */
export function openCredentials(
  connections: { credentialsOf(id: Id): Promise<Buffer | null> },
  box: CredentialsBox,
): (id: Id) => Promise<unknown> {
  return async (id) => {
    const sealed = await connections.credentialsOf(id);
    return sealed && box.open(sealed);
  };
}

function unreadable(): AppError {
  return new AppError(
    'storage_unavailable',
    'The credentials of the storage connection cannot be read: no key of CREDENTIALS_KEY fits. Set them anew.',
  );
}
