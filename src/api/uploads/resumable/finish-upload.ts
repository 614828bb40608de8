import { AppError, RETRYABLE } from '../../../domain/errors.js';
import { failureAgain, noSuchUpload, type ResumableUpload } from '../../../domain/resumable-upload.js';
import type { Id } from '../../../domain/scalars.js';
import type { ReceivedVideo } from '../../../domain/video.js';
import type { GatheredFile, PendingFile } from '../../../storage/video-storage.js';
import type { ApiDeps } from '../../api-deps.js';
import type { ApiCaller } from '../../http/api-caller.js';
import { storeUpload, type Upload } from '../store-upload.js';
import { wishesInMetadata } from '../new-video.js';
import type { UploadDestination } from '../upload-destination.js';

/** An upload whose bytes are all here, or were. */
export interface WholeUpload {
  deps: Pick<ApiDeps, 'clock' | 'media' | 'planner' | 'repositories'>;
  caller: ApiCaller;
  destination: UploadDestination;
  file: GatheredFile;
  id: string;
}

/** Whether a fault says for good that the upload can become no video. */
const isFinal = (error: unknown): error is AppError => error instanceof AppError && !RETRYABLE[error.code];

/**
 * Makes a video of an upload, once: whoever asks again is told the same. A process that is killed in between leaves all
 * that the next request needs to go on; a fault that would come again is remembered, and the file removed.
 * @returns the id of the video. @throws AppError as `storeUpload`, and for a file that is no video.
 */
export async function finishUpload(whole: WholeUpload): Promise<Id> {
  const { deps, id, caller } = whole;
  const { resumableUploads: uploads } = deps.repositories;
  const release = await deps.media.locks.acquire(id, new AbortController().signal, () => undefined);
  try {
    const upload = await uploads.find(id, caller.companyId);
    if (upload === null) throw noSuchUpload();
    if (upload.video_id !== null) return upload.video_id;
    if (upload.failure !== null) throw failureAgain(upload.failure);
    try {
      return await store(whole, upload);
    } catch (error) {
      if (isFinal(error)) await giveUp(whole, error);
      throw error;
    }
  } finally {
    await release();
  }
}

/** Remembers why there is no video, and removes the bytes; should that fail, the clean-up does it. */
async function giveUp({ deps, destination, file, id }: WholeUpload, error: AppError): Promise<void> {
  const { resumableUploads: uploads } = deps.repositories;
  await uploads.setFailure(id, { code: error.code, message: error.message, fields: error.fields });
  const received = (await uploads.find(id, destination.companyId))?.received;
  await file.remove().catch(() => undefined);
  if (received) await destination.storage.deleteFile(received.key).catch(() => undefined);
}

async function store(whole: WholeUpload, upload: ResumableUpload): Promise<Id> {
  const { deps, caller, destination } = whole;
  const { video, commit } = await receive(whole, upload);
  const { videoId } = await storeUpload(
    {
      deps,
      caller,
      destination,
      // Nothing is removed for a fault that may pass: the next request goes on from here.
      received: { video, thumbnail: null, commit, abort: async () => undefined },
      keepUntil: upload.expires_at,
      onStored: async (trx, videoId) => {
        if (await deps.media.completeUpload(trx, upload.id, videoId)) return;
        throw new AppError('upload_locked', 'Another request ended the upload. Ask again.');
      },
    },
    wishesInMetadata(upload.metadata),
  );
  return videoId;
}

/** The file, checked and measured: now, or by a request before that came no further. */
async function receive(
  whole: WholeUpload,
  upload: ResumableUpload,
): Promise<Pick<Upload['received'], 'commit'> & { video: ReceivedVideo }> {
  const { storage } = whole.destination;
  if (upload.received === null) {
    const { pending, video } = await measure(whole, upload);
    await whole.deps.repositories.resumableUploads.setReceived(upload.id, video);
    return { video, commit: () => pending.commit(video.key) };
  }
  const video = upload.received;
  const commit = async (): Promise<void> => {
    if ((await storage.fileSize(video.key)) === video.size_bytes) return;
    const { pending } = await whole.file.take();
    await pending.commit(video.key);
  };
  return { video, commit };
}

async function measure(
  { deps: { media }, destination, file }: WholeUpload,
  upload: ResumableUpload,
): Promise<{ pending: PendingFile; video: ReceivedVideo }> {
  const { pending, written } = await file.take();
  const { extension, ...measures } = await media.receiving.measurer.measure(pending.localPath);
  const key = destination.storage.newKey('videos', upload.ar_content_id, extension);
  return { pending, video: { key, ...written, ...measures } };
}
