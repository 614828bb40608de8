import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from './start-failure.js';

export interface AdminKey {
  key: string;
  /** Where it is kept; undefined if it was given by the environment. */
  file?: string;
  /** Made just now: the one time that it is shown. */
  isNew: boolean;
}

/** The first installation-wide key: ADMIN_API_KEY, else one that is made once and kept in the data folder. */
export function ensureAdminKey(dataDir: string, given: string | undefined): AdminKey {
  if (given !== undefined) return { key: given, isNew: false };
  const file = join(dataDir, 'admin-key');
  const fresh = `arv_${randomBytes(32).toString('base64url')}`;
  try {
    // Fails if it is there, so that two starts at once cannot each have a key of their own.
    writeFileSync(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' });
    return { key: fresh, file, isNew: true };
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  chmodSync(file, 0o600);
  return { key: readFileSync(file, 'utf8').trim(), file, isNew: false };
}
