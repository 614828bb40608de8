import { close, open, read } from 'node:fs';

type ReadDone = (error: NodeJS.ErrnoException | null, bytesRead: number, buffer: Uint8Array) => void;

/** So many pieces that wait at once are a crowd: it leaves half of the event loop's time to the other requests. */
const CROWD = 16;
/** No timer is finer. */
const SHORTEST_PAUSE_MS = 1;

/** Hands on what was read, in order. */
const ready: (() => void)[] = [];
/** The pause that a crowd owes. */
let owedMs = 0;

/**
 * One piece in a turn of the event loop, whatever the process delivers: with hundreds of downloads that begin at once, a
 * turn with a piece of each keeps all other requests waiting.
 */
function handOn(): void {
  const begunAt = performance.now();
  ready.shift()?.();
  if (ready.length === 0) return;
  owedMs = ready.length < CROWD ? 0 : owedMs + performance.now() - begunAt;
  if (owedMs < SHORTEST_PAUSE_MS) {
    setImmediate(handOn);
    return;
  }
  setTimeout(handOn, owedMs);
  owedMs = 0;
}

/** The functions of `node:fs` that a ReadStream of a file that is delivered works with. The disk is read as ever. */
export const pacedReading = {
  open,
  close,
  read: (fd: number, buffer: Uint8Array, offset: number, length: number, at: number | null, done: ReadDone): void => {
    read(fd, buffer, offset, length, at, (error, bytesRead) => {
      ready.push(() => done(error, bytesRead, buffer));
      if (ready.length === 1) setImmediate(handOn);
    });
  },
};
