import type { Id, Instant } from '../domain/scalars.js';
import { MEDIA_KINDS, type ListedFile, type VideoStorage } from './video-storage.js';

/** A younger file may belong to an upload that is under way. */
const ORPHAN_AGE_MS = 24 * 3_600_000;
/** Listed files that are looked up at once. */
const BATCH = 500;

/** A file that a video names. */
export interface NamedFile {
  video_id: Id;
  ar_content_id: Id;
  path: string;
}

/** What the rows know of the files of one storage connection. */
export interface KnownFiles {
  /** Those of the paths that a video names, that a move makes, or whose removal is entered. */
  knownAmong(paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** The files that videos name, content by content, from after one on. */
  namedFiles(after?: Id): AsyncIterable<{ arContentId: Id; files: readonly NamedFile[] }>;
  /** Whether the video still names the file. */
  isNamed(file: NamedFile): Promise<boolean>;
}

/** What a part of a long look found, and where it ended. */
export interface FoundPart<T, Place> {
  found: T[];
  end: Place;
}

/**
 * Files that nothing names, and that are old enough not to belong to an upload under way; part by part, in the order of
 * their keys.
 * @param after where a look before ended. @throws AppError `storage_unavailable`, `database_unavailable`
 */
export async function* findOrphanFiles(
  storage: VideoStorage,
  known: Pick<KnownFiles, 'knownAmong'>,
  now: Instant,
  after?: string,
): AsyncGenerator<FoundPart<ListedFile, string>> {
  const begun = MEDIA_KINDS.findIndex((kind) => after?.startsWith(`${kind}/`));
  for (const kind of MEDIA_KINDS.slice(Math.max(0, begun))) {
    for await (const files of inBatches(storage.listFiles(kind, after?.startsWith(`${kind}/`) ? after : undefined))) {
      const old = files.filter((file) => file.modified_at <= now - ORPHAN_AGE_MS);
      const named = await known.knownAmong(old.map(({ key }) => key));
      const end = files.at(-1)?.key;
      if (end !== undefined) yield { found: old.filter(({ key }) => !named.has(key)), end };
    }
  }
}

async function* inBatches(files: AsyncIterable<ListedFile>): AsyncGenerator<ListedFile[]> {
  let batch: ListedFile[] = [];
  for await (const file of files) {
    batch.push(file);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/**
 * Files that a video names, and that are not there; content by content. What a listing lacks is asked for by name before
 * it counts.
 * @param after the content that a look before ended with. @throws AppError `storage_unavailable`, `database_unavailable`
 */
export async function* findMissingFiles(
  storage: VideoStorage,
  known: Pick<KnownFiles, 'namedFiles' | 'isNamed'>,
  after?: Id,
): AsyncGenerator<FoundPart<NamedFile, Id>> {
  for await (const { arContentId, files } of known.namedFiles(after)) {
    const there = new Set<string>();
    for (const kind of MEDIA_KINDS) {
      for await (const { key } of storage.listFiles(`${kind}/${arContentId}`)) there.add(key);
    }
    const found: NamedFile[] = [];
    for (const file of files.filter(({ path }) => !there.has(path))) {
      if ((await storage.fileSize(file.path)) === null && (await known.isNamed(file))) found.push(file);
    }
    yield { found, end: arContentId };
  }
}
