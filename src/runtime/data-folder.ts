import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tryLock } from './file-lock.js';
import { runFolder } from './run-records.js';
import { messageOf, StartFailure } from './start-failure.js';

/** Makes the data folder if need be, and returns its absolute path. */
export function openDataFolder(path: string): string {
  try {
    const folder = resolve(path);
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    mkdirSync(runFolder(folder), { recursive: true });
    return realpathSync(folder);
  } catch (cause) {
    throw new StartFailure(
      `DATA_DIR: the folder ${path} cannot be used (${messageOf(cause)}).\nSet DATA_DIR to a folder that can be written.`,
      { cause },
    );
  }
}

/** Makes this process the only one that runs the service on a data folder. Returns how to give that up. */
export function claimDataFolder(dataDir: string): () => void {
  const claim = tryLock(join(runFolder(dataDir), 'start.lock'));
  if (typeof claim === 'function') return claim;
  throw new StartFailure(
    `The service already runs on ${dataDir} (process ${claim}).\n` +
      'Stop that one first, or start another beside it: DATA_DIR=<another folder> PORT=3001 TEMPORAL_PORT=7234 ' +
      'TEMPORAL_UI_PORT=8234 npm start',
  );
}
