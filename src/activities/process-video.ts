import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../db/clock.js';
import { loadContentState } from '../db/content-state.js';
import type { Database } from '../db/database.js';
import { enterRemovalOf } from '../db/removals.js';
import { findOriginalFiles } from '../db/video-copies.js';
import { findProcessing, noteStep, saveProcessed, type ProcessedFields } from '../db/video-processing.js';
import type { Caller } from '../domain/caller.js';
import { AppError, RETRYABLE } from '../domain/errors.js';
import { must } from '../domain/must.js';
import type { Id } from '../domain/scalars.js';
import type { StorageConnection } from '../domain/storage-connection.js';
import type { ProcessingStep, Video, VideoFailure } from '../domain/video.js';
import { pathOfUrl } from '../domain/video-files.js';
import type { Planner } from '../planning/planner.js';
import { failProcessing, finishProcessing } from '../planning/processing-edits.js';
import type { Image, ImageMaker } from '../storage/make-image.js';
import type { VideoMeasurer } from '../storage/measure-video.js';
import type { StorageOpener } from '../storage/open-storage.js';
import { bitRate } from '../storage/read-video.js';
import type { VideoStorage } from '../storage/video-storage.js';
import { copyOriginal } from './copy-original.js';
import {
  extensionOf,
  requirePath,
  storeFile,
  withLocalCopy,
  type CopiedFile,
  type VideoFiles,
  type StoredFile,
} from './stored-file.js';
import { contentInWords, videoInWords } from './words.js';

/** The widths of the images that are made of a video, in pixels, none wider than what it is made of. */
const THUMBNAIL_WIDTHS = [320, 640, 1280] as const;
/** `thumbnail_url` names the widest that is not wider. */
const MIDDLE_WIDTH = 640;

export interface VideoProcessingOptions {
  db: Database;
  planner: Planner;
  clock: Clock;
  /** A storage connection; null: there is none of this id. */
  findConnection: (id: Id) => Promise<StorageConnection | null>;
  open: StorageOpener;
  measurer: Pick<VideoMeasurer, 'measure' | 'moveIndexToFront'>;
  /** Null: no ffmpeg here, so no images but those that were sent. */
  makeImage: ImageMaker | null;
  /** How long files that are no longer named are kept, in milliseconds. */
  fileGraceMs: number;
}

/** What a step found: `gone` when there is nothing left to process, so the workflow ends. */
export type StepReport = { status: 'gone' } | { status: 'processing'; arContentId: Id; companyId: Id; words: string };

/** Why a step failed for good: the code of its fault, and words. */
export interface StepFailure {
  code: string;
  reason: string;
}

/** The failures that are known by name; whatever else does not go away is given up. */
const FAILURES: Readonly<Record<string, VideoFailure>> = {
  unsupported_media_type: 'wrong_type',
  validation_failed: 'broken',
};

/**
 * The steps of a video's processing. Each may be run again, or twice at once: it looks at the row first and saves what it
 * made in one transaction, and what it made in vain is removed.
 */
export function createVideoProcessing(options: VideoProcessingOptions) {
  const { db, planner, fileGraceMs } = options;

  /** Runs a step on a video whose processing has not ended, and tells the row how it fares. */
  async function step(name: ProcessingStep, videoId: Id, work: (video: Video) => Promise<void>): Promise<StepReport> {
    const video = await findProcessing(db, videoId);
    if (video === null) return { status: 'gone' };
    await noteStep(db, videoId, name, video.processing_step === name ? video.processing_problem : null);
    try {
      await work(video);
    } catch (error) {
      if (error instanceof AppError && RETRYABLE[error.code]) await noteProblem(db, videoId, name, error.message);
      throw error;
    }
    return report(db, video);
  }

  return {
    /**
     * Makes the file of a copy. Checks and measures a file whose bytes did not pass through the API; what did was
     * measured on its way.
     */
    inspect: (videoId: Id) => step('inspect', videoId, (video) => inspect(options, video)),
    /** Moves the index of an MP4 or MOV to the front, into a new file. */
    optimise: (videoId: Id) => step('optimise', videoId, (video) => optimise(options, video)),
    /** Makes the images, of the one that was sent along or of the video. */
    thumbnails: (videoId: Id) => step('thumbnails', videoId, (video) => makeThumbnails(options, video)),
    /** Makes the video ready, and shows it if that was asked for. */
    finish: (videoId: Id, caller: Caller) => step('finish', videoId, () => finishProcessing(planner, caller, videoId)),
    /** Keeps the video from view, with the reason. */
    fail: (videoId: Id, { code, reason }: StepFailure, caller: Caller) =>
      failProcessing(planner, caller, videoId, { code: FAILURES[code] ?? 'gave_up', reason, fileGraceMs }),
  };
}

export type VideoProcessing = ReturnType<typeof createVideoProcessing>;

/** The fault itself matters more than that it could not be noted. */
const noteProblem = (db: Database, videoId: Id, name: ProcessingStep, problem: string): Promise<void> =>
  noteStep(db, videoId, name, problem).catch(() => undefined);

async function report(db: Database, video: Video): Promise<StepReport> {
  const state = await loadContentState(db, video.ar_content_id);
  if (state === null) return { status: 'gone' };
  const words = `${videoInWords(state, video.id)} of ${contentInWords(state)}`;
  return { status: 'processing', arContentId: video.ar_content_id, companyId: state.arContent.company_id, words };
}

async function placeOf({ db, clock, findConnection, open }: VideoProcessingOptions, video: Video): Promise<VideoFiles> {
  const connectionId = must(video.storage_connection_id, `the storage connection of video ${video.id}`);
  const connection = must(await findConnection(connectionId), `storage connection ${connectionId}`);
  return { db, storage: await open(connection), connectionId, now: () => clock.now() };
}

/** MP4 and QuickTime files are alike to players, and both have an index that may have to be moved. */
const isIndexed = (extension: string): boolean => extension === 'mp4' || extension === 'mov';

/**
 * A copy has no file until that is made of the original's.
 * @returns the video with its file; null: it is gone
 */
async function withOwnFile(options: VideoProcessingOptions, video: Video): Promise<Video | null> {
  if (video.video_path !== null) return video;
  const original = must(await findOriginalFiles(options.db, video.id), `what video ${video.id} is a copy of`);
  const place = await placeOf(options, video);
  const copied = await copyOriginal(place, video.ar_content_id, original);
  await saveOrRemove(options, video, place, { ...copied, released: [] });
  return findProcessing(options.db, video.id);
}

async function inspect(options: VideoProcessingOptions, found: Video): Promise<void> {
  const video = await withOwnFile(options, found);
  if (video === null || video.sha256 !== null) return;
  const { db, storage } = await placeOf(options, video);
  const fields = await withLocalCopy(storage, requirePath(video), async (path): Promise<ProcessedFields> => {
    const { extension, ...measures } = await options.measurer.measure(path);
    const announced = extensionOf(requirePath(video));
    if (extension !== announced && !(isIndexed(extension) && isIndexed(announced))) {
      const message = `The file is ${measures.mime_type}, and not ${video.mime_type} as was announced.`;
      throw new AppError('unsupported_media_type', message);
    }
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    return { ...measures, mime_type: video.mime_type, size_bytes: (await stat(path)).size, sha256: hash.digest('hex') };
  });
  await saveProcessed(db, video, fields);
}

async function optimise(options: VideoProcessingOptions, video: Video): Promise<void> {
  const key = requirePath(video);
  if (!isIndexed(extensionOf(key))) return;
  // It was done to the original.
  if ((await findOriginalFiles(options.db, video.id)) !== null) return;
  const place = await placeOf(options, video);
  const scratch = await place.storage.beginUpload();
  try {
    await scratch.finish();
    const isRewritten = await withLocalCopy(place.storage, key, async (path) => {
      const isWritten = await scratch.claim((await stat(path)).size);
      return options.measurer.moveIndexToFront(path, scratch.localPath).finally(isWritten);
    });
    if (isRewritten) await replaceFile(options, video, place, scratch.localPath);
  } finally {
    await scratch.abort();
  }
}

async function replaceFile(options: VideoProcessingOptions, video: Video, place: VideoFiles, path: string) {
  const before = requirePath(video);
  const name = { kind: 'videos', arContentId: video.ar_content_id, extension: extensionOf(before) } as const;
  const file = await storeFile(place, name, path);
  const { key, size_bytes, sha256 } = file;
  const rate = video.duration === null ? {} : { bit_rate: bitRate(size_bytes, video.duration) };
  const fields = { video_path: key, video_url: place.storage.url(key), size_bytes, sha256, ...rate };
  await saveOrRemove(options, video, place, {
    fields,
    files: [file],
    released: [{ path: before, bytes: video.size_bytes ?? 0 }],
  });
}

async function makeThumbnails(options: VideoProcessingOptions, video: Video): Promise<void> {
  const { makeImage } = options;
  if (makeImage === null || video.thumbnails.length > 0) return;
  const place = await placeOf(options, video);
  const sent = video.thumbnail_url === null ? null : pathOfUrl(video, video.thumbnail_url);
  const key = sent ?? requirePath(video);
  const images = await withLocalCopy(place.storage, key, (path) => {
    const source = { path, extension: extensionOf(key), duration: sent === null ? video.duration : null };
    return imagesOf(makeImage, source);
  });
  const files: StoredFile[] = [];
  const name = { kind: 'thumbnails', arContentId: video.ar_content_id, extension: 'jpg' } as const;
  for (const { bytes } of images) files.push(await storeFile(place, name, bytes));
  const fields = thumbnailFields(place.storage, images, files);
  if (fields !== null) await saveOrRemove(options, video, place, { fields, files, released: imageOf(video, sent) });
}

/** One image for each width, until the source is no wider. */
async function imagesOf(makeImage: ImageMaker, source: Parameters<ImageMaker>[0]): Promise<Image[]> {
  const images: Image[] = [];
  for (const width of THUMBNAIL_WIDTHS) {
    const image = await makeImage(source, width);
    if (image === null) return []; // It is logged; the next width would fare no better.
    if (image.width > (images.at(-1)?.width ?? 0)) images.push(image);
    if (image.width < width) break;
  }
  return images;
}

function thumbnailFields(
  storage: VideoStorage,
  images: readonly Image[],
  files: readonly StoredFile[],
): ProcessedFields | null {
  const thumbnails = images.map(({ width, height }, index) => ({
    width,
    height,
    url: storage.url(must(files[index], 'the file of an image').key),
  }));
  const middle = thumbnails.findLast(({ width }) => width <= MIDDLE_WIDTH);
  const image_bytes = files.reduce((sum, { size_bytes }) => sum + size_bytes, 0);
  return middle === undefined ? null : { thumbnails, thumbnail_url: middle.url, image_bytes };
}

/** A file that is no longer named, and how large it is. */
interface Released {
  path: string;
  bytes: number;
}

/** The image that was sent along, which those that were made replace. */
const imageOf = ({ image_bytes: bytes }: Video, path: string | null): Released[] =>
  path === null ? [] : [{ path, bytes }];

/** Saves what names new files, and lets those go that it replaces; when the video is gone, the new ones go instead. */
async function saveOrRemove(
  { db, fileGraceMs }: VideoProcessingOptions,
  video: Video,
  { connectionId, now }: VideoFiles,
  change: { fields: ProcessedFields; files: readonly CopiedFile[]; released: readonly Released[] },
): Promise<void> {
  const isSaved = await saveProcessed(db, video, change.fields, async (trx) => {
    for (const file of change.files) await file.keep(trx);
    const owner = { ar_content_id: video.ar_content_id, storage_connection_id: connectionId };
    for (const file of change.released) await enterRemovalOf(trx, owner, file, now() + fileGraceMs);
  });
  if (!isSaved) for (const file of change.files) await file.removeNow();
}
