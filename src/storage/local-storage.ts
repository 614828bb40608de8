import { createReadStream } from 'node:fs';
import { access, constants, open, readdir, rm, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Readable } from 'node:stream';
import { removeAbandonedFiles } from './abandoned-uploads.js';
import { type DiskReserve, noReserve } from './disk-reserve.js';
import { gatherFile } from './gather-file.js';
import { markFolder, markUsedFolder, type Owner, requireMarker } from './folder-marker.js';
import { LocalPendingFile, type PendingPlace } from './local-pending-file.js';
import { entriesAfter } from './listing-order.js';
import { makeFolder } from './make-folder.js';
import { copyOnDisk, onDisk, unlessMissing } from './on-disk.js';
import { currentOwner, gatheredFileName, newPartialFileName, type PartialFileOwner } from './partial-file-name.js';
import { noSuchFile } from './storage-error.js';
import {
  type ByteRange,
  type GatheredFile,
  isFileKey,
  type ListedFile,
  type LocalCopy,
  type MediaFolder,
  newFileKey,
  type PendingFile,
  type VideoStorage,
} from './video-storage.js';

/** Partial files lie here, beside `videos/` and `thumbnails/`; never served. */
const UPLOADS = 'uploads';

/** Where a local storage keeps its files, and where clients fetch them. */
export interface LocalStorageOptions {
  /** The folder that holds `videos/`, `thumbnails/` and `uploads/`; absolute. */
  basePath: string;
  /** What stands before the key in a URL, without a slash at the end: `/media/1`. */
  baseUrl: string;
  /** What is left of its disk for other things; nothing unless given. */
  reserve?: DiskReserve;
  /** The installation that the folder has to belong to; nobody asks unless given. */
  installation?: string;
}

/** A storage connection on the local disk. */
export class LocalStorage implements VideoStorage {
  readonly newKey = newFileKey;
  readonly #basePath: string;
  readonly #baseUrl: string;
  readonly #reserve: DiskReserve;
  readonly #owner: PartialFileOwner;
  readonly #installation: Owner;

  private constructor(options: LocalStorageOptions, owner: PartialFileOwner) {
    if (!isAbsolute(options.basePath)) throw new Error(`The folder of a storage must be absolute: ${options.basePath}`);
    this.#basePath = options.basePath;
    this.#baseUrl = options.baseUrl;
    this.#reserve = options.reserve ?? noReserve(options.basePath);
    this.#owner = owner;
    this.#installation = options.installation ?? null;
  }

  /**
   * Makes the folders of a new storage, and opens it: when a connection is made, and never later.
   * @throws AppError `storage_full`, `storage_unavailable`
   */
  static async make(options: LocalStorageOptions): Promise<LocalStorage> {
    const storage = new LocalStorage(options, currentOwner());
    await onDisk('making its folders', async () => {
      await makeFolder(storage.#basePath);
      await markFolder(storage.#basePath, storage.#installation);
      await storage.#makeFolders();
    });
    return storage;
  }

  /** Opens a storage that was made before. @throws AppError `storage_full`, `storage_unavailable` when it is not there */
  static async open(options: LocalStorageOptions): Promise<LocalStorage> {
    const storage = new LocalStorage(options, currentOwner());
    await onDisk('opening its folder', async () => {
      await markUsedFolder(storage.#basePath, storage.#installation);
      await requireMarker(storage.#basePath, storage.#installation);
      await storage.#makeFolders();
    });
    return storage;
  }

  async beginUpload(): Promise<PendingFile> {
    const path = join(this.#basePath, UPLOADS, newPartialFileName(this.#owner));
    const handle = await onDisk('beginning a file', async () => {
      await requireMarker(this.#basePath, this.#installation);
      await this.#reserve.take(0);
      return open(path, 'wx', 0o640);
    });
    return new LocalPendingFile(this.#place, path, handle);
  }

  async gather(uploadId: string): Promise<GatheredFile> {
    return gatherFile(this.#place, join(this.#basePath, UPLOADS, gatheredFileName(uploadId)));
  }

  async copyFile(from: string, to: string): Promise<void> {
    const size = await this.fileSize(from);
    if (size === null) throw noSuchFile();
    const pending = await this.beginUpload();
    try {
      await pending.finish();
      const isWritten = await pending.claim(size);
      const copying = onDisk('copying a file', () => copyOnDisk(this.localPath(from), pending.localPath));
      await copying.finally(isWritten);
      await pending.commit(to);
    } finally {
      await pending.abort();
    }
  }

  async deleteFile(key: string): Promise<void> {
    const path = this.localPath(key);
    await onDisk('deleting a file', async () => {
      await requireMarker(this.#basePath, this.#installation);
      await rm(path, { force: true });
    });
  }

  async fileSize(key: string): Promise<number | null> {
    const path = this.localPath(key);
    return onDisk('looking for a file', async () => {
      const found = await unlessMissing(this.#basePath, stat(path));
      return found && found.size;
    });
  }

  async readFile(key: string, range?: ByteRange): Promise<Readable> {
    const path = this.localPath(key);
    const handle = await onDisk('reading a file', () => unlessMissing(this.#basePath, open(path, 'r')));
    if (handle === null) throw noSuchFile();
    return createReadStream('', { fd: handle, ...range });
  }

  async localCopy(key: string): Promise<LocalCopy> {
    if ((await this.fileSize(key)) === null) throw noSuchFile();
    return { path: this.localPath(key), release: async () => undefined };
  }

  async *listFiles(folder: MediaFolder, after?: string): AsyncGenerator<ListedFile> {
    yield* this.#filesIn(folder, after);
  }

  url(key: string): string {
    return `${this.#baseUrl}/${key}`;
  }

  async temporaryUrl(): Promise<null> {
    return null;
  }

  async uploadUrl(): Promise<null> {
    return null;
  }

  /** The file on this disk. @throws Error when the key is none: keys come from our own database. */
  localPath(key: string): string {
    if (!isFileKey(key)) throw new Error(`Not a key of a file: ${key}`);
    return join(this.#basePath, key);
  }

  /** Removes the files that killed processes and clients left; to be called at start. Returns how many. */
  async removeAbandonedUploads(nowMs: number = Date.now()): Promise<number> {
    return onDisk('removing abandoned uploads', () =>
      removeAbandonedFiles(join(this.#basePath, UPLOADS), this.#owner, nowMs),
    );
  }

  get #place(): PendingPlace {
    return { basePath: this.#basePath, reserve: this.#reserve, owner: this.#installation };
  }

  async *#filesIn(folder: string, after: string | undefined): AsyncGenerator<ListedFile> {
    const doing = 'listing its files';
    const path = join(this.#basePath, folder);
    const entries = await onDisk(doing, () => unlessMissing(this.#basePath, readdir(path, { withFileTypes: true })));
    for (const entry of entriesAfter(folder, entries ?? [], after)) {
      const key = `${folder}/${entry.name}`;
      if (!isFileKey(key)) continue;
      if (entry.isDirectory()) yield* this.#filesIn(key, after);
      if (!entry.isFile()) continue;
      const found = await onDisk(doing, () => unlessMissing(this.#basePath, stat(join(path, entry.name))));
      if (found !== null) yield { key, size_bytes: found.size, modified_at: Math.floor(found.mtimeMs) };
    }
  }

  async #makeFolders(): Promise<void> {
    for (const name of ['videos', 'thumbnails', UPLOADS]) await makeFolder(join(this.#basePath, name));
    await access(join(this.#basePath, UPLOADS), constants.W_OK);
  }
}
