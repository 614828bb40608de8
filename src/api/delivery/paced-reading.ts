import { close, open, read } from 'node:fs';

type ReadDone = (error: NodeJS.ErrnoException | null, bytesRead: number, buffer: Uint8Array) => void;

/** Hands on what was read, in order. */
const ready: (() => void)[] = [];

/**
 * One piece in a turn of the event loop, whatever the process delivers: with hundreds of downloads that begin at once, a
 * turn with a piece of each keeps all other requests waiting.
 */
function handOn(): void {
  ready.shift()?.();
  if (ready.length > 0) setImmediate(handOn);
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
