import { enterCopy, lockOriginal, type OriginalVideo } from '../db/video-copies.js';
import type { Caller } from '../domain/caller.js';
import { AppError, invalidFields } from '../domain/errors.js';
import { whyNotReady } from '../domain/plan/edits.js';
import type { Id } from '../domain/scalars.js';
import { addVideoIn, wishedOf, type AddedVideo, type NewVideo, type VideoWishes } from './add-video.js';
import type { Planner } from './planner.js';

/** An original that has a file. */
type Copyable = OriginalVideo & { storage_connection_id: Id; video_path: string };

const hasFile = (original: OriginalVideo): original is Copyable =>
  original.storage_connection_id !== null && original.video_path !== null;

/** @throws AppError `video_not_ready`; `conflict` where nobody knows where its file lies */
function requireCopyable(original: OriginalVideo): Copyable {
  const refusal = (code: 'video_not_ready' | 'conflict', why: string) =>
    new AppError(code, `Video ${original.id} cannot be copied: ${why}.`);
  if (original.status !== 'ready') throw refusal('video_not_ready', whyNotReady(original));
  if (!hasFile(original)) throw refusal('conflict', 'it names no file in a storage');
  return original;
}

/** What is known of the original's file is known of its copy; the SHA-256 once that was compared. */
function newCopy(original: Copyable, wishes: VideoWishes): NewVideo {
  const { id: _id, failure_code: _code, failure_reason: _reason, thumbnails: _thumbnails, ...known } = original;
  return {
    ...known,
    ...wishedOf(wishes),
    status: 'processing',
    video_path: null,
    video_url: null,
    thumbnail_url: null,
    image_bytes: 0,
    sha256: null,
  };
}

/**
 * Adds a video that is a copy of another one of the company. Its file is made by the processing, within the storage
 * connection of the original, whatever becomes of the original meanwhile.
 * @param wishes without a title it is called like the original.
 * @returns the id of the copy, and the content's state as committed.
 * @throws AppError as `addVideo`; `validation_failed` where the company has no such video, `video_not_ready`
 */
export function copyVideo(
  planner: Planner,
  caller: Caller,
  arContentId: Id,
  originalId: Id,
  wishes: VideoWishes,
): Promise<AddedVideo> {
  return planner.edit(arContentId, caller, async (edit) => {
    const { company_id: companyId } = edit.state.arContent;
    const found = await lockOriginal(edit.trx, companyId, originalId);
    if (found === null) {
      const message = `there is no video ${originalId} in company ${companyId}`;
      throw invalidFields([{ field: 'copy_of', message, code: 'not_there' }]);
    }
    const original = requireCopyable(found);
    return addVideoIn(edit, newCopy(original, wishes), planner.limits, {
      activate: wishes.activate ?? false,
      inTransaction: (trx, videoId) => enterCopy(trx, videoId, original),
    });
  });
}
