import type { Readable } from 'node:stream';
import type { Instant } from '../domain/scalars.js';
import type { ByteRange, SignedUpload } from './video-storage.js';

/** What a backend is told of a file on its way in. */
export interface ObjectFacts {
  sizeBytes: number;
  contentType: string;
}

/** An object, as a listing tells of it. */
export interface ListedObject {
  name: string;
  sizeBytes: number;
  modifiedAt: Instant;
}

/** Names are never used again, so whoever has an object may keep it. */
export const OBJECT_CACHE_CONTROL = 'public, max-age=31536000, immutable';

/**
 * What is asked of a remote backend; `RemoteStorage` makes a `VideoStorage` of it. Faults are thrown as they come, and
 * a driver stops at the signal as soon as it can.
 */
export interface ObjectStore {
  /** Stores the object: whole, or not at all. Holds no more than a few MiB of it in memory. */
  put(name: string, body: Readable, facts: ObjectFacts, signal: AbortSignal): Promise<void>;
  /** Null: there is no such object. */
  get(name: string, range: ByteRange | undefined, signal: AbortSignal): Promise<Readable | null>;
  /** Null: there is no such object. */
  size(name: string, signal: AbortSignal): Promise<number | null>;
  /** Has the backend copy an object: whole, or not at all. False: there is no such object. */
  copy(from: string, to: string, signal: AbortSignal): Promise<boolean>;
  /** Removes the object and what broken-off uploads of it left. A missing one is success. */
  remove(name: string, signal: AbortSignal): Promise<void>;
  /** The objects in a folder and below, by name, from after a name on, page by page. A missing folder has none. */
  list(folder: string, signal: AbortSignal, after?: string): AsyncIterable<ListedObject>;
  /** An address at which anybody may read the object for so long. Null: the backend has none that lasts. */
  temporaryUrl(name: string, seconds: number, signal: AbortSignal): Promise<string | null>;
  /**
   * A request with which anybody may store the object for so long: of exactly this size, and only while there is none, so
   * that nobody replaces what was checked. Null: the backend has none.
   */
  uploadUrl(name: string, facts: ObjectFacts, seconds: number, signal: AbortSignal): Promise<SignedUpload | null>;
}
