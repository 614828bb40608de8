import { Readable } from 'node:stream';
import { ERRORS, Server, type ServerOptions } from '@tus/server';
import type { Request as ExpressRequest } from 'express';
import type { Id } from '../../../domain/scalars.js';
import { requireWithin, type UploadLimit } from '../../../domain/upload-limit.js';
import type { Answer } from '../../http/answer.js';
import type { ApiDeps } from '../../api-deps.js';
import { refusalOfLibrary } from '../../http/to-app-error.js';
import type { VideoWishes } from '../../../planning/add-video.js';
import { wishesInMetadata } from '../new-video.js';
import type { ResumableStore } from './resumable-store.js';
import { tusHeaders } from './tus-headers.js';
import { readUploadMetadata, type UploadMetadata } from './upload-metadata.js';

/** How long a request that is to stop may take to end what it writes. */
const DRAIN_MS = 1_000;

export interface TusOptions {
  store: ResumableStore;
  locks: ApiDeps['media']['locks'];
  limit: UploadLimit;
  uploadId: string;
  /** Where the upload is found. */
  url: string;
  /** Refuses what cannot become of the video, before its bytes follow. */
  refuse: (wishes: VideoWishes) => Promise<void>;
  /** Makes the video once the upload is whole. */
  finish: () => Promise<Id>;
}

/** The tus protocol for one request: what it refuses is thrown, as everything else in the API is. */
class TusServer extends Server {
  override write(_context: unknown, _headers: unknown, status: number, body = ''): Promise<never> {
    return Promise.reject(toFault({ status_code: status, body }));
  }
}

type TusFault = { status_code: number; body: string };

const isTusFault = (error: object): error is TusFault => 'status_code' in error && 'body' in error;

/** What the library refuses, in our words. What is not here is told by its status. */
const WORDS: ReadonlyMap<string, string> = new Map(
  (
    [
      [
        'ABORTED',
        'The request broke off, or another one took the upload over. What arrived is kept: ask for the offset.',
      ],
      ['INVALID_TERMINATION', 'The upload is whole already: delete its video instead.'],
      ['FILE_NOT_FOUND', 'There is no such upload.'],
      ['FILE_NO_LONGER_EXISTS', 'There is no such upload any more: it expired, or was deleted.'],
      ['INVALID_OFFSET', 'Upload-Offset is not where the upload stands: ask for the offset, and go on from there.'],
      ['ERR_SIZE_EXCEEDED', 'More bytes came than Upload-Length says.'],
      ['INVALID_LENGTH', 'Either Upload-Length or Upload-Defer-Length is needed, and not both.'],
    ] as const
  ).map(([name, words]) => [ERRORS[name].body, words]),
);

/** A fault of the library in our words; ours stay as they are. */
function toFault(error: Error | TusFault, method?: string): Error {
  if (!isTusFault(error)) return error;
  const { status_code: status, body } = error;
  const isKnown = method === 'PATCH' && body === ERRORS.INVALID_LENGTH.body;
  const words = isKnown ? 'Upload-Length is known already, or less than the bytes that are here.' : WORDS.get(body);
  return refusalOfLibrary(status, words, body) ?? new Error(body);
}

function serverOptions({ store, locks, limit, uploadId, url, refuse, finish }: TusOptions, metadata: UploadMetadata) {
  const options = {
    path: '/',
    datastore: store,
    lockDrainTimeout: DRAIN_MS,
    namingFunction: () => uploadId,
    getFileIdFromRequest: () => uploadId,
    generateUrl: () => url,
    locker: {
      newLock: (id) => {
        let release = async (): Promise<void> => undefined;
        return {
          lock: async (signal, onWanted) => {
            release = await locks.acquire(id, signal, () => void onWanted());
          },
          unlock: async () => {
            await store.faultOfWriting();
            await release();
          },
        };
      },
    },
    onUploadCreate: async (_req, { size = 0 }) => {
      requireWithin(limit, size);
      await refuse(wishesInMetadata(metadata));
      return { metadata };
    },
    onUploadFinish: async () => ({ headers: { 'X-Video-Id': await finish() } }),
    onResponseError: async ({ method }, error) => {
      throw (await store.faultOfWriting()) ?? toFault(error, method);
    },
  } satisfies ServerOptions & { datastore: ResumableStore };
  return options;
}

/** The library is told whom it is about by other ways: it may not choke on what a client calls this service. */
const SOMEWHERE = 'http://localhost/upload';

function webRequest(req: ExpressRequest, body: Readable | null): Request {
  const { method } = req;
  const headers = tusHeaders(req);
  if (body === null) return new Request(SOMEWHERE, { method, headers });
  return new Request(SOMEWHERE, { method, headers, body: Readable.toWeb(body), duplex: 'half' });
}

/** What of the library's answer is its own: the rest is the same for the whole API. */
const OWN_HEADER = /^(location|cache-control|connection|tus-.*|upload-.*|x-video-id)$/;

/** Answers one request of the tus protocol. @throws AppError */
export async function answerTus(req: ExpressRequest, body: Readable | null, options: TusOptions): Promise<Answer> {
  const request = webRequest(req, body);
  const metadata = readUploadMetadata(req.get('upload-metadata'));
  const { status, headers } = await new TusServer(serverOptions(options, metadata)).handleWeb(request);
  return { status, headers: Object.fromEntries([...headers].filter(([name]) => OWN_HEADER.test(name))) };
}
