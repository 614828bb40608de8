import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../platform/error-code.js';

/**
 * Makes a folder and those above it that are missing, one by one: Node's recursive mkdir never returns where a file
 * system answers ENOENT to every mkdir (`/proc`).
 * @throws the file system's error.
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await stat(path)).isDirectory()) return;
    const above = dirname(path);
    if (codeOf(error) !== 'ENOENT' || above === path) throw error;
    if (!(await exists(above))) await makeFolder(above);
    // Either the folder above was made meanwhile, or the file system makes none here and says so once more.
    await makeOne(path);
  }
}

/** Makes a folder whose parent is there; another process may have been faster. */
async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
