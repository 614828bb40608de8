import { AppError } from '../../domain/errors.js';
import type { Transaction } from '../../db/database.js';
import type { Id, Instant } from '../../domain/scalars.js';
import type { Video } from '../../domain/video.js';
import { addVideo, type NewVideo } from '../../planning/video-edits.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import type { VideoWishes } from './video-wishes.js';
import { newVideo, type FilePlace } from './new-video.js';
import type { ReceivedUpload } from './receive-upload.js';

/** A received upload, and where it goes. */
export interface Upload extends FilePlace {
  deps: Pick<ApiDeps, 'clock' | 'media' | 'planner'>;
  caller: ApiCaller;
  arContentId: Id;
  received: Pick<ReceivedUpload, 'video' | 'thumbnail' | 'commit' | 'abort'>;
  /** Until when its files are kept without a row at least. */
  keepUntil?: Instant;
  /** Runs in the transaction that writes the row. */
  onStored?: (trx: Transaction, videoId: Id) => Promise<void>;
}

function rowOf(upload: Upload, wishes: VideoWishes): NewVideo {
  const { video, thumbnail } = upload.received;
  const thumbnail_url = thumbnail && upload.urlOf(thumbnail.key);
  return { ...newVideo(video, upload, wishes), thumbnail_url, status: 'processing' };
}

/** Whether a fault says for certain that the row was not written: a lost connection may have lost only the answer. */
const isCertain = (error: unknown): boolean => error instanceof AppError && error.code !== 'database_unavailable';

/** Removes the files now if that can be done; their removal is entered, so otherwise it comes later. */
export const removeNow = (received: Upload['received']): Promise<void> => received.abort().catch(() => undefined);

async function store(upload: Upload, wishes: VideoWishes): Promise<Video> {
  const { deps, caller, arContentId, connection, received, keepUntil } = upload;
  const keys = [received.video.key, ...(received.thumbnail ? [received.thumbnail.key] : [])];
  const files = { connectionId: connection.id, keys, ...(keepUntil !== undefined && { keepUntil }) };
  const unnamed = await deps.media.writeFiles(files, received.commit);
  const video = await addVideo(deps.planner, caller, arContentId, rowOf(upload, wishes), {
    activate: wishes.activate ?? false,
    inTransaction: async (trx, videoId) => {
      await upload.onStored?.(trx, videoId);
      await unnamed.keep(trx);
    },
  });
  // A repeated request got its first result; what it sent again is not wanted.
  if (video.video_path !== received.video.key) await removeNow(received);
  return video;
}

/**
 * Puts the files of an upload in place and writes the row, whose processing then begins: whatever is killed when, no row
 * is without its file, and no file without a row stays.
 * @throws AppError `not_found`, `validation_failed`, `conflict`, `storage_…`, `database_unavailable`; the files are
 *   removed then, now or later.
 */
export async function storeUpload(upload: Upload, wishes: VideoWishes): Promise<Video> {
  try {
    return await store(upload, wishes);
  } catch (error) {
    if (isCertain(error)) await removeNow(upload.received);
    throw error;
  }
}
