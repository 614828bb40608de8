import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';

const TEXTS = new Set(['.js', '.css', '.svg']);
/** Below that a packet is sent either way. */
const LEAST_BYTES = 1_024;

const zip = promisify(gzip);

/** Puts a `.gz` beside each text of a folder that is worth it, so that the service compresses nothing while it serves. */
export async function precompress(folder) {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !TEXTS.has(extname(entry.name))) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = await readFile(file);
    if (bytes.length >= LEAST_BYTES)
      await writeFile(`${file}.gz`, await zip(bytes, { level: constants.Z_BEST_COMPRESSION }));
  }
}
