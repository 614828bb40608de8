import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { entriesAfter } from './listing-order.js';
import type { YandexDiskCredentials, YandexDiskSettings } from './connection-settings.js';
import type { ListedObject, ObjectFacts, ObjectStore } from './object-store.js';
import type { ByteRange } from './video-storage.js';
import { letGo, isFault, transfer, YandexDiskApi } from './yandex-disk-api.js';

const uploadTarget = z.object({ href: z.url(), operation_id: z.string() });
const downloadSource = z.object({ href: z.url() });
const metadata = z.object({ size: z.int() });
const entry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('dir'), name: z.string() }),
  z.object({ type: z.literal('file'), name: z.string(), size: z.int(), modified: z.iso.datetime({ offset: true }) }),
]);
const listing = z
  .object({ _embedded: z.object({ items: z.array(entry) }) })
  .transform(({ _embedded: { items } }) => items);
/** Entries of one answer, when a folder is listed. */
const PAGE = 1_000;
const LISTED = ['type', 'name', 'size', 'modified'].map((field) => `_embedded.items.${field}`).join(',');

/** A folder of Yandex Disk. */
export class YandexDiskStore implements ObjectStore {
  readonly #api: YandexDiskApi;
  readonly #root: string;
  readonly #uploads: string;

  constructor(settings: YandexDiskSettings, credentials: YandexDiskCredentials) {
    this.#api = new YandexDiskApi(credentials.oauth_token, settings.api_endpoint);
    this.#root = `${settings.root}:`;
    this.#uploads = posix.join(settings.prefix, 'uploads');
  }

  /**
   * Uploads under another name first, since nothing says that a file is not seen before it is whole. That name has no
   * extension, because uploads of videos are said to be slowed down, and told by theirs.
   */
  async put(name: string, body: Readable, facts: ObjectFacts, signal: AbortSignal): Promise<void> {
    const partial = this.#partialOf(name);
    const where = { path: this.#pathOf(partial), overwrite: 'true' };
    const target = await this.#withFolder(partial, signal, () =>
      this.#api.read(uploadTarget, 'resources/upload', where, signal),
    );
    const headers = { 'Content-Length': String(facts.sizeBytes) };
    const sending = { method: 'PUT', headers, body, duplex: 'half', redirect: 'error', signal } as const;
    const answer = await transfer(target.href, sending);
    await letGo(answer);
    if (answer.status === 202) await this.#api.waitFor(target.operation_id, signal);
    await this.#show(name, signal);
  }

  /** Under another name first, as uploads are. */
  async copy(from: string, to: string, signal: AbortSignal): Promise<boolean> {
    const partial = this.#partialOf(to);
    const where = { from: this.#pathOf(from), path: this.#pathOf(partial), overwrite: 'true' };
    const copying = this.#withFolder(partial, signal, async () => {
      await this.#api.change('POST', 'resources/copy', where, signal);
      return true;
    });
    if ((await orMissing(copying)) === null) return false;
    await this.#show(to, signal);
    return true;
  }

  async get(name: string, range: ByteRange | undefined, signal: AbortSignal): Promise<Readable | null> {
    const path = this.#pathOf(name);
    const source = await orMissing(this.#api.read(downloadSource, 'resources/download', { path }, signal));
    if (source === null) return null;
    const wanted = range && { Range: `bytes=${range.start}-${range.end}` };
    const answer = await transfer(source.href, { headers: { 'Accept-Encoding': 'identity', ...wanted }, signal });
    if (answer.body !== null && answer.status === (range === undefined ? 200 : 206))
      return Readable.fromWeb(answer.body);
    await letGo(answer);
    throw new Error(`The download was answered with ${answer.status}.`);
  }

  async size(name: string, signal: AbortSignal): Promise<number | null> {
    const query = { path: this.#pathOf(name), fields: 'size' };
    return (await orMissing(this.#api.read(metadata, 'resources', query, signal)))?.size ?? null;
  }

  async remove(name: string, signal: AbortSignal): Promise<void> {
    for (const each of [name, this.#partialOf(name)]) {
      const query = { path: this.#pathOf(each), permanently: 'true' };
      await orMissing(this.#api.change('DELETE', 'resources', query, signal));
    }
  }

  async *list(folder: string, signal: AbortSignal, after?: string): AsyncGenerator<ListedObject> {
    // Nothing says how it orders names, so the order is ours.
    for (const item of entriesAfter(folder, await this.#entriesOf(folder, signal), after)) {
      const name = `${folder}/${item.name}`;
      if (item.type === 'dir') yield* this.list(name, signal, after);
      else yield { name, sizeBytes: item.size, modifiedAt: Date.parse(item.modified) };
    }
  }

  async #entriesOf(folder: string, signal: AbortSignal): Promise<z.output<typeof listing>> {
    const entries: z.output<typeof listing> = [];
    const where = { path: this.#pathOf(folder), sort: 'name', limit: String(PAGE), fields: LISTED };
    for (let offset = 0; ; offset += PAGE) {
      const query = { ...where, offset: String(offset) };
      const items = (await orMissing(this.#api.read(listing, 'resources', query, signal))) ?? [];
      entries.push(...items);
      if (items.length < PAGE) return entries;
    }
  }

  /** Its addresses work for minutes, and nothing says that they do so from other machines: clients come through us. */
  async temporaryUrl(): Promise<null> {
    return null;
  }

  /** Nothing says that they take a size, or that they refuse to replace a file. */
  async uploadUrl(): Promise<null> {
    return null;
  }

  /** Gives what is whole its name. */
  async #show(name: string, signal: AbortSignal): Promise<void> {
    const move = { from: this.#pathOf(this.#partialOf(name)), path: this.#pathOf(name) };
    await this.#withFolder(name, signal, () => this.#api.change('POST', 'resources/move', move, signal));
  }

  #pathOf(name: string): string {
    return `${this.#root}/${name}`;
  }

  #partialOf(name: string): string {
    return posix.join(this.#uploads, posix.parse(name).name);
  }

  /** Folders are made when they turn out to be missing, so that only the first file in them pays for that. */
  async #withFolder<T>(name: string, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (!isFault(error, 'DiskPathDoesntExistsError')) throw error;
      await this.#makeFolders(posix.dirname(name), signal);
      return action();
    }
  }

  async #makeFolders(folder: string, signal: AbortSignal): Promise<void> {
    let path = this.#root;
    for (const part of folder.split('/')) {
      path = `${path}/${part}`;
      try {
        await this.#api.change('PUT', 'resources', { path }, signal);
      } catch (error) {
        if (!isFault(error, 'DiskPathPointsToExistentDirectoryError')) throw error;
      }
    }
  }
}

async function orMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (isFault(error, 'DiskNotFoundError')) return null;
    throw error;
  }
}
