import { statfs } from 'node:fs/promises';
import { AppError } from '../domain/errors.js';

/** The disk is looked at again after so many bytes, or once what was seen is so old. */
const LOOK_EVERY_BYTES = 8 * 1024 ** 2;
const LOOK_EVERY_MS = 1_000;

/** How many bytes of a folder's disk are free. @throws the file system's error */
export type FreeBytes = (folder: string) => Promise<number>;

const freeOnDisk: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/**
 * Keeps a reserve of a disk for whatever else is on it, the database above all. Whoever writes asks before each piece:
 * the disk is looked at every 8 MiB, and at least once in a second in which something is written. It is kept but for the
 * pieces that are being written at one moment.
 */
export class DiskReserve {
  readonly #folder: string;
  readonly #reserveBytes: number;
  readonly #freeBytes: FreeBytes;
  /** What may be written above the reserve, as far as is known. */
  #leftBytes = 0;
  #takenSinceLook = 0;
  /** What is meant for files that another process writes. */
  #heldBytes = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;

  /** @param folder on the disk; one that is not there is the concern of whoever writes to it. @param reserveBytes 0: none */
  constructor(folder: string, reserveBytes: number, freeBytes: FreeBytes = freeOnDisk) {
    this.#folder = folder;
    this.#reserveBytes = reserveBytes;
    this.#freeBytes = freeBytes;
  }

  /** To be asked before so many bytes are written; 0: before anything is. @throws AppError `storage_full` */
  async take(bytes: number): Promise<void> {
    if (this.#reserveBytes === 0) return;
    const needed = Math.max(bytes, 1);
    if (this.#isStale() || this.#leftBytes < needed) {
      await (this.#looking ??= this.#look().finally(() => void (this.#looking = null)));
    }
    if (this.#leftBytes < needed) {
      throw new AppError('storage_full', 'The disk has no room for files: what is left is kept for the database.');
    }
    this.#leftBytes -= bytes;
    this.#takenSinceLook += bytes;
  }

  /**
   * Keeps room for a file that another process writes.
   * @returns how to give it back, once it is written or given up. @throws AppError `storage_full`
   */
  async hold(bytes: number): Promise<() => void> {
    await this.take(bytes);
    this.#heldBytes += bytes;
    let isHeld = true;
    return () => {
      if (isHeld) this.#heldBytes -= bytes;
      isHeld = false;
    };
  }

  #isStale(): boolean {
    return this.#takenSinceLook >= LOOK_EVERY_BYTES || performance.now() - this.#lookedAt >= LOOK_EVERY_MS;
  }

  async #look(): Promise<void> {
    const lookedAt = performance.now();
    const free = await this.#freeBytes(this.#folder).catch(() => Number.POSITIVE_INFINITY);
    this.#leftBytes = free - this.#reserveBytes - this.#heldBytes;
    this.#takenSinceLook = 0;
    this.#lookedAt = lookedAt;
  }
}

/** For a folder that may fill its disk. */
export const noReserve = (folder: string): DiskReserve => new DiskReserve(folder, 0);
