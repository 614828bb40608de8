import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DiskReserve } from './disk-reserve.js';
import type { Owner } from './folder-marker.js';
import { onDisk, writeAll } from './on-disk.js';
import { syncFolder } from './sync-folder.js';
import { isFileKey, type PendingFile, type WrittenFile } from './video-storage.js';

const READ_BYTES = 1024 * 1024;

/** Where a partial file lies. */
export interface PendingPlace {
  basePath: string;
  reserve: DiskReserve;
  owner: Owner;
}

/** A partial file in `uploads/`, on the same file system as its final place, so that a rename makes it appear whole. */
export class LocalPendingFile implements PendingFile {
  readonly localPath: string;
  readonly #place: PendingPlace;
  readonly #hash: Hash = createHash('sha256');
  #handle: FileHandle | null;
  #sizeBytes = 0;

  constructor(place: PendingPlace, localPath: string, handle: FileHandle) {
    this.#place = place;
    this.localPath = localPath;
    this.#handle = handle;
  }

  /** Takes over a file that was written before, and finishes it. @throws the file system's error */
  static async takeOver(
    place: PendingPlace,
    localPath: string,
  ): Promise<{ pending: PendingFile; written: WrittenFile }> {
    const handle = await open(localPath, 'r+');
    const pending = new LocalPendingFile(place, localPath, handle);
    try {
      await pending.#readBack(handle);
      return { pending, written: await pending.finish() };
    } finally {
      await pending.#close();
    }
  }

  claim(bytes: number): Promise<() => void> {
    return this.#place.reserve.hold(bytes);
  }

  async write(bytes: Uint8Array): Promise<void> {
    const handle = this.#handle;
    if (handle === null) throw new Error('The partial file is closed.');
    await this.#place.reserve.take(bytes.length);
    this.#hash.update(bytes);
    this.#sizeBytes += bytes.length;
    await onDisk('writing', () => writeAll(handle, bytes, null));
  }

  async finish(): Promise<WrittenFile> {
    await onDisk('writing', async () => {
      await this.#handle?.sync();
      await this.#close();
    });
    return { size_bytes: this.#sizeBytes, sha256: this.#hash.digest('hex') };
  }

  async commit(key: string): Promise<void> {
    if (!isFileKey(key)) throw new Error(`Not a key of a file: ${key}`);
    const { basePath } = this.#place;
    const target = join(basePath, key);
    await onDisk('storing the file', async () => {
      await makeDurableFolder(basePath, dirname(target));
      await rename(this.localPath, target);
      await syncFolder(dirname(target));
    });
  }

  async abort(): Promise<void> {
    // Nothing is thrown: the fault that led here is the one to report, and the next start removes what stays.
    await this.#close().catch(() => undefined);
    await rm(this.localPath, { force: true }).catch(() => undefined);
  }

  /** Into the same memory all the time: files are larger than it. */
  async #readBack(handle: FileHandle): Promise<void> {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, this.#sizeBytes);
      if (bytesRead === 0) return;
      this.#hash.update(buffer.subarray(0, bytesRead));
      this.#sizeBytes += bytesRead;
    }
  }

  async #close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }
}

/** Makes the folder, and its entry in the folder above durable. */
async function makeDurableFolder(basePath: string, folder: string): Promise<void> {
  const firstMade = await mkdir(folder, { recursive: true });
  if (firstMade === undefined) return;
  for (let above = dirname(folder); above.length >= basePath.length; above = dirname(above)) await syncFolder(above);
}
