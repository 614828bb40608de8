import type { Readable } from 'node:stream';
import type { ObjectStore } from './object-store.js';
import { impatient, withPatience } from '../concurrency/patience.js';
import { toRemoteError } from './remote-error.js';
import { RemotePendingFile } from './remote-pending-file.js';
import { noSuchFile } from './storage-error.js';
import {
  contentTypeOf,
  type ByteRange,
  type GatheredFile,
  isFileKey,
  type ListedFile,
  type LocalCopy,
  type MediaFolder,
  newFileKey,
  type PendingFile,
  type SignedUpload,
  type VideoStorage,
  writeFrom,
} from './video-storage.js';

/** How long a backend may take, in milliseconds. */
export interface RemotePatience {
  /** For an answer. */
  answerMs: number;
  /** For the next bytes of a file on its way, in either direction. */
  idleMs: number;
  /** For a whole upload, and for a copy that the backend makes. */
  uploadMs: number;
}

export const USUAL_PATIENCE: RemotePatience = { answerMs: 15_000, idleMs: 60_000, uploadMs: 45 * 60_000 };

/** How long a client may use the address that it was sent to: longer than any video and any pause in it. */
const ADDRESS_SECONDS = 6 * 3_600;

export interface RemoteStorageOptions {
  store: ObjectStore;
  /** What stands before every key in the backend; empty: nothing. */
  prefix: string;
  /** What stands before the key in a URL: `/media/1`. */
  baseUrl: string;
  /** Whether clients are sent to the backend, where it has addresses that last, or get the bytes through us. */
  delivery: 'redirect' | 'proxy';
  /** Begins a file on this disk. */
  beginLocal: () => Promise<PendingFile>;
  /** The file of an upload over several requests, on this disk. */
  gatherLocal: (uploadId: string) => Promise<GatheredFile>;
  patience: RemotePatience;
}

/** A storage connection to a backend elsewhere. */
export class RemoteStorage implements VideoStorage {
  readonly newKey = newFileKey;
  readonly #options: RemoteStorageOptions;

  constructor(options: RemoteStorageOptions) {
    this.#options = options;
  }

  async beginUpload(): Promise<PendingFile> {
    return this.#outgoing(await this.#options.beginLocal());
  }

  async gather(uploadId: string): Promise<GatheredFile> {
    const local = await this.#options.gatherLocal(uploadId);
    const take = async () => {
      const { pending, written } = await local.take();
      return { pending: this.#outgoing(pending, written.size_bytes), written };
    };
    return { ...local, take };
  }

  async copyFile(from: string, to: string): Promise<void> {
    const [source, target] = [this.#nameOf(from), this.#nameOf(to)];
    const { store, patience } = this.#options;
    const copying = (signal: AbortSignal) => store.copy(source, target, signal);
    const isThere = await this.#ask('copying a file', copying, patience.uploadMs);
    if (!isThere) throw noSuchFile();
  }

  deleteFile(key: string): Promise<void> {
    const name = this.#nameOf(key);
    return this.#ask('deleting a file', (signal) => this.#options.store.remove(name, signal));
  }

  fileSize(key: string): Promise<number | null> {
    const name = this.#nameOf(key);
    return this.#ask('looking for a file', (signal) => this.#options.store.size(name, signal));
  }

  async readFile(key: string, range?: ByteRange): Promise<Readable> {
    const name = this.#nameOf(key);
    const doing = 'reading a file';
    const stream = await this.#ask(doing, (signal) => this.#options.store.get(name, range, signal));
    if (stream === null) throw noSuchFile();
    return impatient(stream, this.#options.patience.idleMs, (error) => toRemoteError(error, doing));
  }

  async localCopy(key: string): Promise<LocalCopy> {
    const bytes = await this.readFile(key);
    const local = await this.#options.beginLocal().catch((error: unknown) => {
      bytes.destroy();
      throw error;
    });
    try {
      await writeFrom(bytes, local);
      return { path: local.localPath, release: () => local.abort() };
    } catch (error) {
      await local.abort();
      throw error;
    }
  }

  async *listFiles(folder: MediaFolder, after?: string): AsyncGenerator<ListedFile> {
    const { store, prefix, patience } = this.#options;
    const before = prefix === '' ? '' : `${prefix}/`;
    const controller = new AbortController();
    const from = after === undefined ? undefined : before + after;
    const objects = store.list(before + folder, controller.signal, from)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await withPatience(patience.answerMs, () => objects.next());
        if (next.done === true) return;
        const { name, sizeBytes, modifiedAt } = next.value;
        const key = name.slice(before.length);
        if (isFileKey(key)) yield { key, size_bytes: sizeBytes, modified_at: modifiedAt };
      }
    } catch (error) {
      throw toRemoteError(error, 'listing its files');
    } finally {
      controller.abort();
    }
  }

  url(key: string): string {
    return `${this.#options.baseUrl}/${key}`;
  }

  async temporaryUrl(key: string): Promise<string | null> {
    if (this.#options.delivery === 'proxy') return null;
    const name = this.#nameOf(key);
    const { store } = this.#options;
    return this.#ask('signing an address', (signal) => store.temporaryUrl(name, ADDRESS_SECONDS, signal));
  }

  async uploadUrl(key: string, sizeBytes: number, seconds: number): Promise<SignedUpload | null> {
    // Clients that are not sent there to read may not be able to reach it at all.
    if (this.#options.delivery === 'proxy') return null;
    const name = this.#nameOf(key);
    const facts = { sizeBytes, contentType: contentTypeOf(key) };
    const { store } = this.#options;
    return this.#ask('signing an address', (signal) => store.uploadUrl(name, facts, seconds, signal));
  }

  #outgoing(local: PendingFile, sizeBytes = 0): PendingFile {
    const { store, patience } = this.#options;
    return new RemotePendingFile(local, { store, nameOf: (key) => this.#nameOf(key), ...patience }, sizeBytes);
  }

  #nameOf(key: string): string {
    if (!isFileKey(key)) throw new Error(`Not a key of a file: ${key}`);
    const { prefix } = this.#options;
    return prefix === '' ? key : `${prefix}/${key}`;
  }

  async #ask<T>(
    doing: string,
    action: (signal: AbortSignal) => Promise<T>,
    ms: number = this.#options.patience.answerMs,
  ): Promise<T> {
    try {
      return await withPatience(ms, action);
    } catch (error) {
      throw toRemoteError(error, doing);
    }
  }
}
