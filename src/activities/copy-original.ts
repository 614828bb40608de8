import type { OriginalFiles } from '../db/video-copies.js';
import type { ProcessedFields } from '../db/video-processing.js';
import { AppError } from '../domain/errors.js';
import { must } from '../domain/must.js';
import type { Id } from '../domain/scalars.js';
import { linksAfterMove, pathsOf } from '../domain/video-files.js';
import type { VideoStorage } from '../storage/video-storage.js';
import { copyStoredFile, sha256Of, whenThere, type CopiedFile, type VideoFiles } from './stored-file.js';

/**
 * Copies the files of a video within its storage connection, for a video of another content, and compares the copy with
 * what was uploaded.
 * @returns what is to name the copies, and how to keep them.
 * @throws AppError `validation_failed`: the original is not what was uploaded; `storage_…`, also when the copy is not
 */
export async function copyOriginal(
  place: VideoFiles,
  arContentId: Id,
  files: OriginalFiles,
): Promise<{ fields: ProcessedFields; files: CopiedFile[] }> {
  const { storage, connectionId } = place;
  const original = await withoutLostImages(storage, { ...files, storage_connection_id: connectionId });
  const copies = new Map<string, CopiedFile>();
  const copyOf = (path: string): string => must(copies.get(path), `the copy of ${path}`).key;
  try {
    for (const path of pathsOf(original)) copies.set(path, await copyStoredFile(place, path, arContentId));
    await requireUploaded(storage, original, copyOf(original.video_path));
  } catch (error) {
    // Their removals are entered; but it may be tried every minute until then.
    for (const copy of copies.values()) await copy.removeNow();
    throw error;
  }
  const { storage_connection_id: _, ...links } = linksAfterMove(original, connectionId, copyOf);
  const { sha256, image_bytes } = original;
  return { fields: { ...links, sha256, image_bytes }, files: [...copies.values()] };
}

type Original = OriginalFiles & { storage_connection_id: Id };

/** An image may be lost, as others can be made of the video. */
async function withoutLostImages(storage: VideoStorage, original: Original): Promise<Original> {
  for (const path of pathsOf({ ...original, video_path: null })) {
    if ((await storage.fileSize(path)) === null)
      return { ...original, thumbnail_url: null, thumbnails: [], image_bytes: 0 };
  }
  return original;
}

async function requireUploaded(storage: VideoStorage, { video_path, sha256 }: Original, copy: string): Promise<void> {
  if (sha256 === null || (await whenThere(sha256Of(storage, copy))) === sha256) return;
  if ((await whenThere(sha256Of(storage, video_path))) === sha256)
    throw new AppError('storage_unavailable', `The copy ${copy} is another one than was made. It is made again.`);
  const message = `The file ${video_path}, of which it is a copy, is not what was uploaded: its SHA-256 is another one.`;
  throw new AppError('validation_failed', message);
}
