import { AppError } from '../../domain/errors.js';
import type { Transaction } from '../../db/database.js';
import type { Id, Instant } from '../../domain/scalars.js';
import { addVideo, type AddedVideo, type NewVideo, type VideoWishes } from '../../planning/add-video.js';
import type { UnnamedFiles } from '../../files/write-files.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import { newVideo } from './new-video.js';
import type { ReceivedUpload } from './receive-upload.js';
import type { UploadDestination } from './upload-destination.js';

/** A received upload, and where it goes. */
export interface Upload {
  deps: Pick<ApiDeps, 'media' | 'planner'>;
  caller: ApiCaller;
  destination: Pick<UploadDestination, 'arContentId' | 'connection' | 'storage'>;
  received: Pick<ReceivedUpload, 'video' | 'thumbnail' | 'commit' | 'abort'>;
  /** Until when its files are kept without a row at least. */
  keepUntil?: Instant;
  /** Runs in the transaction that writes the row. */
  onStored?: (trx: Transaction, videoId: Id) => Promise<void>;
}

function rowOf({ received, destination }: Upload, wishes: VideoWishes): NewVideo {
  const { video, thumbnail } = received;
  const thumbnail_url = thumbnail && destination.storage.url(thumbnail.key);
  const image_bytes = thumbnail?.size_bytes ?? 0;
  return { ...newVideo(video, destination, wishes), thumbnail_url, image_bytes, status: 'processing' };
}

/** Whether a fault says for certain that the row was not written: a lost connection may have lost only the answer. */
const isCertain = (error: unknown): boolean => error instanceof AppError && error.code !== 'database_unavailable';

/** Removes the files now if that can be done; their removal is entered, so otherwise it comes later. */
export const removeNow = (received: Upload['received']): Promise<void> => received.abort().catch(() => undefined);

/** Puts the files in place. No row can name them yet, so after a fault nothing of them stays. */
async function place({ deps, destination, received, keepUntil }: Upload): Promise<UnnamedFiles> {
  const keys = [received.video.key, ...(received.thumbnail ? [received.thumbnail.key] : [])];
  const files = { connectionId: destination.connection.id, keys, ...(keepUntil !== undefined && { keepUntil }) };
  try {
    return await deps.media.writeFiles(files, received.commit);
  } catch (error) {
    await removeNow(received);
    throw error;
  }
}

/**
 * Puts the files of an upload in place and writes the row, whose processing then begins: whatever is killed when, no row
 * is without its file, and no file without a row stays.
 * @returns the video, and the content's state as committed.
 * @throws AppError `not_found`, `validation_failed`, `conflict`, `storage_…`, `database_unavailable`; the files are
 *   removed then, now or later.
 */
export async function storeUpload(upload: Upload, wishes: VideoWishes): Promise<AddedVideo> {
  const { deps, caller, destination, received } = upload;
  const unnamed = await place(upload);
  try {
    const added = await addVideo(deps.planner, caller, destination.arContentId, rowOf(upload, wishes), {
      activate: wishes.activate ?? false,
      inTransaction: async (trx, videoId) => {
        await upload.onStored?.(trx, videoId);
        await unnamed.keep(trx);
      },
    });
    // A repeated request got its first result; what it sent again is not wanted.
    const path = added.state.videos.find(({ id }) => id === added.videoId)?.video_path;
    if (path !== received.video.key) await removeNow(received);
    return added;
  } catch (error) {
    if (isCertain(error)) await removeNow(received);
    throw error;
  }
}
