import { createReadStream } from 'node:fs';
import { AppError } from '../domain/errors.js';
import type { ObjectStore } from './object-store.js';
import { watched, withPatience } from '../concurrency/patience.js';
import { toRemoteError } from './remote-error.js';
import { contentTypeOf, isFileKey, type PendingFile, type WrittenFile } from './video-storage.js';

/** Where a finished file goes. */
export interface RemoteTarget {
  store: ObjectStore;
  nameOf: (key: string) => string;
  /** Milliseconds without a byte taken after which the backend counts as away. */
  idleMs: number;
  /** Milliseconds for the whole of it; less than the time after which an upload without a row is cleared away. */
  uploadMs: number;
}

/** A file that is gathered on this disk, where it is checked and measured, and goes to the backend when committed. */
export class RemotePendingFile implements PendingFile {
  readonly localPath: string;
  readonly #local: PendingFile;
  readonly #target: RemoteTarget;
  #sizeBytes: number;

  /** @param sizeBytes of a file that is finished already. */
  constructor(local: PendingFile, target: RemoteTarget, sizeBytes = 0) {
    this.localPath = local.localPath;
    this.#local = local;
    this.#target = target;
    this.#sizeBytes = sizeBytes;
  }

  claim(bytes: number): Promise<() => void> {
    return this.#local.claim(bytes);
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#local.write(bytes);
  }

  async finish(): Promise<WrittenFile> {
    const written = await this.#local.finish();
    this.#sizeBytes = written.size_bytes;
    return written;
  }

  async commit(key: string): Promise<void> {
    if (!isFileKey(key)) throw new Error(`Not a key of a file: ${key}`);
    const { idleMs, uploadMs } = this.#target;
    try {
      await withPatience(uploadMs, (over) =>
        withPatience(idleMs, (idle, refresh) => this.#send(key, AbortSignal.any([over, idle]), refresh)),
      );
    } catch (error) {
      throw toRemoteError(error, 'storing the file');
    }
    await this.#local.abort();
  }

  abort(): Promise<void> {
    return this.#local.abort();
  }

  async #send(key: string, signal: AbortSignal, refresh: () => void): Promise<void> {
    const { store, nameOf } = this.#target;
    const name = nameOf(key);
    const file = createReadStream(this.localPath);
    try {
      const facts = { sizeBytes: this.#sizeBytes, contentType: contentTypeOf(key) };
      await store.put(name, watched(file, refresh), facts, signal);
    } finally {
      file.destroy();
    }
    refresh();
    const kept = await store.size(name, signal);
    if (kept === this.#sizeBytes) return;
    throw new AppError('storage_unavailable', `The storage kept ${kept ?? 'none'} of ${this.#sizeBytes} bytes.`);
  }
}
