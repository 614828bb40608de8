import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What is wrong with a file, in words for whoever sent it. */
export class VideoFault extends Error {
  /** `wrong_type`: not one of the formats that are taken. `broken`: one of them, but not playable. */
  readonly kind: 'wrong_type' | 'broken';

  constructor(kind: 'wrong_type' | 'broken', message: string) {
    super(message);
    this.name = 'VideoFault';
    this.kind = kind;
  }
}

const WINDOW_BYTES = 4_096;
/** Indexes of three hours of 60 frames a second take some 8 MiB. */
const MAX_SINGLE_READ = 24 * 1024 * 1024;

/**
 * Random reads of a file that may be hostile: nothing beyond its end, no more than 24 MiB at once, and not over and
 * over again. Reads are synchronous; use it in a thread of its own.
 */
export class BoundedFile {
  readonly size: number;
  readonly #fd: number;
  readonly #window = Buffer.alloc(WINDOW_BYTES);
  #windowStart = 0;
  #windowLength = 0;
  #bytesLeft: number;

  constructor(path: string) {
    this.#fd = openSync(path, 'r');
    this.size = fstatSync(this.#fd).size;
    this.#bytesLeft = 4 * this.size + 256 * 1024 * 1024;
  }

  /** The bytes from `start` on; fewer than `length` only at the end of the file. For headers: at most 4 KiB, cached. */
  peek(start: number, length: number): Buffer {
    const wanted = Math.max(0, Math.min(length, this.size - start));
    if (start < this.#windowStart || start + wanted > this.#windowStart + this.#windowLength) {
      this.#windowLength = this.#readInto(this.#window, start);
      this.#windowStart = start;
    }
    const from = start - this.#windowStart;
    return this.#window.subarray(from, from + wanted);
  }

  /** Exactly these bytes. @throws VideoFault when they are too many or not all there. */
  read(start: number, length: number): Buffer {
    if (length > MAX_SINGLE_READ) throw new VideoFault('broken', `its index is too large (${length} bytes)`);
    const bytes = Buffer.alloc(Math.max(0, length));
    if (this.#readInto(bytes, start) < length) throw new VideoFault('broken', 'it is cut off');
    return bytes;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #readInto(target: Buffer, start: number): number {
    this.#bytesLeft -= target.length;
    if (this.#bytesLeft < 0) throw new VideoFault('broken', 'its structure sends a reader around in circles');
    return readSync(this.#fd, target, 0, target.length, start);
  }
}
