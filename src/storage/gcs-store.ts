import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Storage, type Bucket, type File, type GetFilesOptions } from '@google-cloud/storage';
import type { GcsCredentials, GcsSettings } from './connection-settings.js';
import { OBJECT_CACHE_CONTROL, type ListedObject, type ObjectFacts, type ObjectStore } from './object-store.js';
import { remoteFaultOf } from './remote-error.js';
import type { ByteRange, SignedUpload } from './video-storage.js';

/** From here on an upload can go on after a broken connection. */
const RESUMABLE_BYTES = 8 * 1024 * 1024;

/** Objects of one answer, when they are listed. */
const PAGE = 1_000;

/** A bucket of Google Cloud Storage. */
export class GcsStore implements ObjectStore {
  readonly #bucket: Bucket;

  constructor(settings: GcsSettings, credentials: GcsCredentials) {
    const storage = new Storage({
      credentials,
      // The project matters for making buckets only; without one here the library would look for it on the network.
      projectId: 'none',
      ...(settings.api_endpoint !== undefined && { apiEndpoint: settings.api_endpoint }),
      retryOptions: { maxRetries: 2 },
    });
    this.#bucket = storage.bucket(settings.bucket);
  }

  async put(name: string, body: Readable, facts: ObjectFacts, signal: AbortSignal): Promise<void> {
    const target = this.#bucket.file(name).createWriteStream({
      resumable: facts.sizeBytes > RESUMABLE_BYTES,
      validation: 'crc32c',
      metadata: { contentType: facts.contentType, cacheControl: OBJECT_CACHE_CONTROL },
    });
    await pipeline(body, target, { signal });
  }

  async get(name: string, range: ByteRange | undefined, signal: AbortSignal): Promise<Readable | null> {
    const stream = this.#bucket.file(name).createReadStream({ ...range, validation: false, decompress: false });
    try {
      await once(stream, 'readable', { signal });
      return stream;
    } catch (error) {
      stream.destroy();
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async copy(from: string, to: string): Promise<boolean> {
    try {
      await this.#bucket.file(from).copy(this.#bucket.file(to));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  async size(name: string): Promise<number | null> {
    try {
      const [metadata] = await this.#bucket.file(name).getMetadata();
      return Number(metadata.size);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    // Broken-off uploads are forgotten by the service itself, after a week, and nobody sees or pays for them.
    await this.#bucket.file(name).delete({ ignoreNotFound: true });
  }

  async *list(folder: string, _signal: AbortSignal, after?: string): AsyncGenerator<ListedObject> {
    const from = after !== undefined && { startOffset: after };
    let query: GetFilesOptions | null = { prefix: `${folder}/`, autoPaginate: false, maxResults: PAGE, ...from };
    while (query !== null) {
      const [files, next]: [File[], GetFilesOptions | null, ...unknown[]] = await this.#bucket.getFiles(query);
      for (const { name, metadata } of files) {
        if (name !== after)
          yield { name, sizeBytes: Number(metadata.size), modifiedAt: Date.parse(metadata.updated ?? '') };
      }
      query = next;
    }
  }

  async temporaryUrl(name: string, seconds: number): Promise<string> {
    const expires = Date.now() + seconds * 1_000;
    const [url] = await this.#bucket.file(name).getSignedUrl({ version: 'v4', action: 'read', expires });
    return url;
  }

  async uploadUrl(name: string, { sizeBytes, contentType }: ObjectFacts, seconds: number): Promise<SignedUpload> {
    const extensionHeaders = {
      'cache-control': OBJECT_CACHE_CONTROL,
      'x-goog-content-length-range': `${sizeBytes},${sizeBytes}`,
      // Only while there is no such object.
      'x-goog-if-generation-match': '0',
    };
    const expires = Date.now() + seconds * 1_000;
    const wanted = { version: 'v4', action: 'write', expires, contentType, extensionHeaders } as const;
    const [url] = await this.#bucket.file(name).getSignedUrl(wanted);
    return { method: 'PUT', url, headers: { 'Content-Type': contentType, ...extensionHeaders } };
  }
}

function isMissing(error: unknown): boolean {
  return remoteFaultOf(error).status === 404;
}
