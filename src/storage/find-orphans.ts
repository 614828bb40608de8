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
  /** The files that videos name, content by content. */
  namedFiles(): AsyncIterable<{ arContentId: Id; files: readonly NamedFile[] }>;
  /** Whether the video still names the file. */
  isNamed(file: NamedFile): Promise<boolean>;
}

/**
 * Files that nothing names, and that are old enough not to belong to an upload under way.
 * @throws AppError `storage_unavailable`, `database_unavailable`
 */
export async function* findOrphanFiles(
  storage: VideoStorage,
  known: Pick<KnownFiles, 'knownAmong'>,
  now: Instant,
): AsyncGenerator<ListedFile> {
  for (const kind of MEDIA_KINDS) {
    for await (const files of inBatches(storage.listFiles(kind))) {
      const old = files.filter((file) => file.modified_at <= now - ORPHAN_AGE_MS);
      const named = await known.knownAmong(old.map(({ key }) => key));
      yield* old.filter(({ key }) => !named.has(key));
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
 * Files that a video names, and that are not there. What a listing lacks is asked for by name before it counts.
 * @throws AppError `storage_unavailable`, `database_unavailable`
 */
export async function* findMissingFiles(
  storage: VideoStorage,
  known: Pick<KnownFiles, 'namedFiles' | 'isNamed'>,
): AsyncGenerator<NamedFile> {
  for await (const { arContentId, files } of known.namedFiles()) {
    const there = new Set<string>();
    for (const kind of MEDIA_KINDS) {
      for await (const { key } of storage.listFiles(`${kind}/${arContentId}`)) there.add(key);
    }
    for (const file of files.filter(({ path }) => !there.has(path))) {
      if ((await storage.fileSize(file.path)) === null && (await known.isNamed(file))) yield file;
    }
  }
}
