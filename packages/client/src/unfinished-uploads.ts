import { defaultOptions, Upload, type UploadOptions as TusOptions } from 'tus-js-client';
import { endpointOf, headersOf, type UploadService, type UploadSource } from './upload-service.js';

/** What is known of an upload without asking. */
export interface BegunUpload {
  contentId: number;
  /** Empty: its file had none. */
  fileName: string;
  totalBytes: number;
}

/** An upload of this browser that somebody began and that has not become a video. */
export interface UnfinishedUpload extends BegunUpload {
  /** How much the service has. */
  sentBytes: number;
  /** Whether `uploadVideo` would go on with it, given this file. */
  isOf(file: UploadSource): Promise<boolean>;
  /** Gives it up, and removes what is there. */
  discard(): Promise<void>;
}

type UrlStorage = NonNullable<TusOptions['urlStorage']>;
type Kept = Awaited<ReturnType<UrlStorage['findAllUploads']>>[number];

/** How unfinished uploads are looked for. */
export interface UnfinishedOptions extends Pick<TusOptions, 'urlStorage'> {
  /** Those that somebody is at: they are not asked about, as that would break their requests off. */
  skip?: (upload: BegunUpload) => boolean;
}

/** The service may know them when another person signs in, or when it is up again. */
const isLater = (status: number): boolean => status === 401 || status === 403 || status === 423 || status >= 500;

/**
 * The uploads that can be gone on with by choosing their files again. Those that the service does not know any more, or
 * that have become a video by now, are forgotten.
 * @param options.urlStorage the one that `uploadVideo` was given. @throws TypeError: the service cannot be reached
 */
export async function unfinishedUploads(
  service: UploadService,
  { urlStorage = defaultOptions.urlStorage, skip = () => false }: UnfinishedOptions = {},
): Promise<UnfinishedUpload[]> {
  const kept = await urlStorage.findAllUploads();
  const found = await Promise.all(
    kept.flatMap((one) => {
      const begun = begunOf(service, one);
      return begun === null || skip(begun) ? [] : [lookFor(service, urlStorage, one, begun)];
    }),
  );
  return found.filter((one) => one !== null);
}

/** Null: it is one of another service. */
function begunOf(service: UploadService, { uploadUrl, size, metadata }: Kept): BegunUpload | null {
  const contentId = Number(/\/api\/ar-content\/(\d+)\/videos\/resumable\/[^/]+$/.exec(uploadUrl ?? '')?.[1]);
  if (uploadUrl?.startsWith(`${endpointOf(service, contentId)}/`) !== true) return null;
  return { contentId, fileName: metadata['filename'] ?? '', totalBytes: size ?? 0 };
}

/** Null: it is over, or nobody can tell now. */
async function lookFor(
  service: UploadService,
  urlStorage: UrlStorage,
  { uploadUrl, urlStorageKey }: Kept,
  begun: BegunUpload,
): Promise<UnfinishedUpload | null> {
  const ask = (method: string): Promise<Response> =>
    fetch(uploadUrl ?? '', { method, headers: { ...headersOf(service), 'tus-resumable': '1.0.0' } });
  const answer = await ask('HEAD');
  if (isLater(answer.status)) return null;
  if (!answer.ok || answer.headers.has('x-video-id')) {
    await urlStorage.removeUpload(urlStorageKey);
    return null;
  }
  return {
    ...begun,
    sentBytes: Number(answer.headers.get('upload-offset')),
    isOf: async (file) => {
      const endpoint = endpointOf(service, begun.contentId);
      const earlier = await new Upload(file, { endpoint, urlStorage }).findPreviousUploads();
      return earlier.some((one) => one.urlStorageKey === urlStorageKey);
    },
    discard: async () => {
      await ask('DELETE');
      await urlStorage.removeUpload(urlStorageKey);
    },
  };
}
