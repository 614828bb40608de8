import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How much is received between two collections; each takes about 1 ms. */
const BYTES_BETWEEN = 8 * 1024 * 1024;

/**
 * Returns what is to be told of received bytes. Node hands out each piece of a body in memory of its own, which V8 frees
 * at the next collection of young objects; while uploads are all that happens, that is after some 35 MiB, for one upload
 * as for eight, and for a bare `req.pipe(file)` too. Collecting every 8 MiB keeps it below 20 MiB at the same speed
 * (`npm run bench:media`).
 */
export function createBufferReleaser(): (bytes: number) => void {
  const collect = minorCollector();
  let bytesSince = 0;
  return (bytes) => {
    bytesSince += bytes;
    if (bytesSince < BYTES_BETWEEN) return;
    bytesSince = 0;
    collect();
  };
}

/** V8 shows its collector to contexts that are made while this flag is set; nothing else changes by it. */
function minorCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  return typeof gc === 'function' ? () => void gc({ type: 'minor' }) : () => undefined;
}
