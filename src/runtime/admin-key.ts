import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../platform/error-code.js';

export interface AdminKey {
  key: string;
  /** Where it is kept; undefined if it was given by the environment. */
  file?: string;
  /** Made just now: the one time that it is shown. */
  isNew: boolean;
}

/** The first installation-wide key: ADMIN_API_KEY, else one that is made once and kept in the data folder. */
export function keepAdminKey(dataDir: string, given: string | undefined): AdminKey {
  if (given !== undefined) return { key: given, isNew: false };
  const file = join(dataDir, 'admin-key');
  return { ...keepSecret(file, `arv_${randomBytes(32).toString('base64url')}`), file };
}

/** What the credentials of storage connections are encrypted with: CREDENTIALS_KEY, else one of the data folder. */
export function keepCredentialsKey(dataDir: string, given: readonly string[] | undefined): string {
  if (given !== undefined) return given.join(',');
  return keepSecret(join(dataDir, 'credentials-key'), randomBytes(32).toString('base64url')).key;
}

/** Writes a secret down, unless the file has one already, which is the one to use. */
function keepSecret(file: string, fresh: string): { key: string; isNew: boolean } {
  try {
    // Fails if it is there, so that two starts at once cannot each have a key of their own.
    writeFileSync(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
    return { key: fresh, isNew: true };
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  chmodSync(file, 0o600);
  return { key: readFileSync(file, 'utf8').trim(), isNew: false };
}
