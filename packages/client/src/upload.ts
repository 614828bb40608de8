import { DetailedError, Upload, type UploadOptions as TusOptions } from 'tus-js-client';
import type { VideoUpload } from './openapi.js';
import { ProblemError } from './problem-error.js';
import { endpointOf, headersOf, type UploadService, type UploadSource } from './upload-service.js';

export {
  unfinishedUploads,
  type BegunUpload,
  type UnfinishedOptions,
  type UnfinishedUpload,
} from './unfinished-uploads.js';
export type { UploadService, UploadSource } from './upload-service.js';

/** What the video is to be: the fields of a form upload, without its files. */
export type VideoWishes = Omit<VideoUpload, 'file' | 'thumbnail'>;

/** How an upload is done. */
export interface UploadOptions {
  /** Is told how many bytes are there, and of how many. */
  onProgress?: (sentBytes: number, totalBytes: number) => void;
  /** Milliseconds before each new try while nothing gets through; half a minute in all unless given. */
  retryDelays?: number[];
  /** Where addresses of unfinished uploads are kept; the browser's local storage unless given. Node has none. */
  urlStorage?: NonNullable<TusOptions['urlStorage']>;
}

/** An upload on its way. */
export interface VideoUploading {
  /** The id of the video, which is processed from then on. Never settles while paused or after it was cancelled. */
  done: Promise<number>;
  /** Sends no more for now. What is there stays for a day. */
  pause(): Promise<void>;
  /** Goes on where it was. */
  resume(): void;
  /** Gives it up, and removes what is there. */
  cancel(): Promise<void>;
}

const RETRY_DELAYS_MS = [500, 1_000, 3_000, 5_000, 8_000, 13_000];

/**
 * Sends a video in a way that survives weak lines: it goes on where it broke off, after a reload of the page too, once
 * the same file is chosen again.
 */
export async function uploadVideo(
  service: UploadService,
  contentId: number,
  file: UploadSource,
  wishes: VideoWishes = {},
  options: UploadOptions = {},
): Promise<VideoUploading> {
  const outcome = deferred<number>();
  let videoId = Number.NaN;
  const { onProgress, retryDelays = RETRY_DELAYS_MS, urlStorage } = options;
  const upload = new Upload(file, {
    endpoint: endpointOf(service, contentId),
    headers: headersOf(service),
    metadata: { ...nameOf(file), ...metadataOf(wishes) },
    retryDelays,
    removeFingerprintOnSuccess: true,
    onAfterResponse: (_request, response) => void (videoId = Number(response.getHeader('x-video-id') ?? videoId)),
    onSuccess: () => outcome.resolve(videoId),
    onError: (error) => outcome.reject(asProblem(error)),
    ...(onProgress && { onProgress }),
    ...(urlStorage && { urlStorage }),
  });
  const [earlier] = await upload.findPreviousUploads();
  if (earlier !== undefined) upload.resumeFromPreviousUpload(earlier);
  upload.start();
  return {
    done: outcome.promise,
    pause: () => upload.abort(),
    resume: () => upload.start(),
    cancel: () => upload.abort(true),
  };
}

/** A file of a browser has a name, after which the video is called that has no title. */
const nameOf = (file: UploadSource): { filename?: string } =>
  'name' in file && typeof file.name === 'string' ? { filename: file.name } : {};

const metadataOf = (wishes: VideoWishes): Record<string, string> =>
  Object.fromEntries(
    Object.entries(wishes)
      .filter(([, wish]) => wish !== undefined)
      .map(([name, wish]) => [name, String(wish)]),
  );

/** A refusal as the rest of the client throws it; whatever else went wrong as it is. */
function asProblem(error: Error): Error {
  const answer = error instanceof DetailedError ? error.originalResponse : null;
  if (answer === null) return error;
  const headers = { get: (name: string) => answer.getHeader(name) ?? null };
  return new ProblemError({ status: answer.getStatus(), headers }, parsed(answer.getBody()));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // Of a proxy.
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}
