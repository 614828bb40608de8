import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, type FieldError, invalidFields } from '../../domain/errors.js';
import type { ReceivedVideo } from '../../domain/video.js';
import { fileLimit, requireWithin, type UploadLimit } from '../../domain/upload-limit.js';
import type { VideoMeasures } from '../../storage/read-video.js';
import type { ImageType } from '../../storage/thumbnail.js';
import type { PendingFile, WrittenFile } from '../../storage/video-storage.js';
import { discardRest } from '../http/discard-rest.js';
import type { VideoWishes } from '../../planning/add-video.js';
import type { ReceivingTools } from './receiving-tools.js';
import type { UploadDestination } from './upload-destination.js';
import { roomWithin, type UploadRoom } from './upload-rooms.js';
import { type MultipartContent, readMultipart, type StoredPart } from './read-multipart.js';

/** The text fields beside `file` and `thumbnail`; the caller validates what they say. */
const UPLOAD_FIELDS = [
  'title',
  'activate',
  'rotation_order',
  'schedule_start',
  'schedule_end',
  'daypart_id',
  'calendar_id',
  'calendar_mode',
  'time_zone',
] as const satisfies readonly (keyof VideoWishes)[];
export type UploadField = (typeof UPLOAD_FIELDS)[number];

/** The image that was sent along. */
export interface ReceivedThumbnail extends WrittenFile, Omit<ImageType, 'extension'> {
  key: string;
}

/** An upload of which nothing can be seen yet. Exactly one of `commit` and `abort` must follow, also after a failure. */
export interface ReceivedUpload {
  fields: Partial<Record<UploadField, string>>;
  /** The name of the video's file, as the client calls it. */
  fileName: string | undefined;
  video: ReceivedVideo;
  thumbnail: ReceivedThumbnail | null;
  /** Makes the files appear under their keys, the thumbnail first. On failure: `abort`. @throws AppError `storage_…` */
  commit: () => Promise<void>;
  /** Removes the files; also those that `commit` made appear, for when the row could not be written. */
  abort: () => Promise<void>;
}

type Destination = Pick<UploadDestination, 'arContentId' | 'storage' | 'limit' | 'enterRoom'>;

/** Room for the text fields and the multipart framing. */
const OVERHEAD_BYTES = 512 * 1024;

/**
 * Receives `POST /api/ar-content/{id}/videos`: streams the files into storage, checks and measures them. After a failure
 * nothing is left, and what the client still sends is discarded, so that it can read the answer.
 * @throws AppError 400 `malformed_request`, 413, 415, 422 with the faulty fields, 503 `storage_unavailable`, 507
 */
export async function receiveUpload(
  req: IncomingMessage,
  res: ServerResponse,
  tools: ReceivingTools,
  destination: Destination,
): Promise<ReceivedUpload> {
  const { limit, storage } = destination;
  const room = destination.enterRoom();
  try {
    const total = { ...limit, maxBytes: limit.maxBytes + tools.maxThumbnailBytes + OVERHEAD_BYTES };
    refuseByHeaders(req, total);
    const content = await readMultipart(req, {
      textFields: UPLOAD_FIELDS,
      fileFields: new Map([
        ['file', room],
        ['thumbnail', roomWithin(fileLimit(tools.maxThumbnailBytes, 'thumbnail'))],
      ]),
      total,
      idleTimeoutMs: tools.idleTimeoutMs,
      onReceived: tools.onReceived,
      beginFile: () => storage.beginUpload(),
    });
    return await verify(content, tools, destination, room);
  } catch (error) {
    room.leave();
    discardRest(req, res);
    throw error;
  }
}

function refuseByHeaders(req: IncomingMessage, total: UploadLimit): void {
  if (!/^multipart\/form-data\s*(;|$)/i.test(req.headers['content-type'] ?? '')) {
    throw new AppError('unsupported_media_type', 'Send the video as multipart/form-data, in the field "file".');
  }
  requireWithin(total, Number(req.headers['content-length'] ?? 0));
}

async function verify(
  content: MultipartContent,
  tools: ReceivingTools,
  destination: Destination,
  room: UploadRoom,
): Promise<ReceivedUpload> {
  const kept: PendingFile[] = [...content.files.values()].map((part) => part.pending);
  try {
    const file = content.files.get('file');
    if (file === undefined || content.faults.length > 0) throw invalidFields(allFaults(content));
    const measures = await tools.measurer.measure(file.pending.localPath);
    const image = await sentThumbnail(content, tools);
    return describe({ content, file, measures, image, kept, room }, destination);
  } catch (error) {
    await Promise.all(kept.map((pending) => pending.abort()));
    throw error;
  }
}

function allFaults(content: MultipartContent): FieldError[] {
  const isMissing = !content.files.has('file') && content.faults.every((fault) => fault.field !== 'file');
  return isMissing
    ? [...content.faults, { field: 'file', message: 'is required: the video', code: 'required' }]
    : content.faults;
}

interface StoredImage {
  part: StoredPart;
  type: ImageType;
}

async function sentThumbnail(content: MultipartContent, tools: ReceivingTools): Promise<StoredImage | null> {
  const part = content.files.get('thumbnail');
  // A browser sends an empty part for a file input that was left empty.
  if (part === undefined || part.size_bytes === 0) return null;
  return { part, type: await tools.checkThumbnail(part.pending.localPath) };
}

interface Verified {
  content: MultipartContent;
  file: StoredPart;
  measures: VideoMeasures;
  image: StoredImage | null;
  kept: readonly PendingFile[];
  room: UploadRoom;
}

function describe(verified: Verified, { storage, arContentId }: Destination): ReceivedUpload {
  const { content, file, measures, image, kept, room } = verified;
  const { extension, ...measured } = measures;
  const written = ({ size_bytes, sha256 }: StoredPart): WrittenFile => ({ size_bytes, sha256 });
  const video = { key: storage.newKey('videos', arContentId, extension), ...written(file), ...measured };
  const thumbnail = image && {
    key: storage.newKey('thumbnails', arContentId, image.type.extension),
    ...written(image.part),
    mime_type: image.type.mime_type,
  };
  let isBegun = false;
  return {
    fields: content.fields,
    fileName: file.fileName,
    video,
    thumbnail,
    commit: async () => {
      isBegun = true;
      room.leave(); // The row is next, and counts.
      if (image !== null && thumbnail !== null) await image.part.pending.commit(thumbnail.key);
      await file.pending.commit(video.key);
      // An empty thumbnail part was stored too, and is not wanted.
      await Promise.all(kept.map((pending) => pending.abort()));
    },
    abort: async () => {
      room.leave();
      await Promise.all(kept.map((pending) => pending.abort()));
      if (!isBegun) return; // Nothing of it can be in its place; a backend elsewhere is not asked in vain.
      await storage.deleteFile(video.key);
      if (thumbnail !== null) await storage.deleteFile(thumbnail.key);
    },
  };
}
