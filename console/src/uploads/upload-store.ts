import { useSyncExternalStore } from 'react';
import type { ProblemError, Video } from 'ar-video-rotation-client';
import { NO_RATE, type Rate } from './rate';

/**
 * `waiting`: for a connection. `processing`: all of it is there. `unfinished`: begun by a page that was left, and its
 * file has to be chosen again.
 */
export type UploadStatus =
  'queued' | 'sending' | 'waiting' | 'paused' | 'processing' | 'ready' | 'failed' | 'unfinished';

/** Why there is no video: what this page sees itself, or the words of the service. */
export type UploadFault =
  | 'no_video'
  | 'empty'
  | 'unreadable'
  | { problem: ProblemError }
  | { video: Pick<Video, 'failure_code' | 'failure_reason'> };

/** A file on its way to become a video. */
export interface FileUpload {
  key: string;
  contentId: number;
  fileName: string;
  totalBytes: number;
  sentBytes: number;
  rate: Rate;
  status: UploadStatus;
  fault: UploadFault | null;
  /** Whether this page has the file, so that it can be sent again. */
  hasFile: boolean;
  /** Null: it is none yet. */
  videoId: number | null;
}

/** What has to be said of an upload that begins. */
type Begun = Pick<FileUpload, 'key' | 'contentId' | 'fileName' | 'totalBytes' | 'status'> & Partial<FileUpload>;

/** The uploads of this page, whichever of the console's pages is looked at. */
class UploadStore {
  #uploads: readonly FileUpload[] = [];
  readonly #listeners = new Set<() => void>();

  readonly all = (): readonly FileUpload[] => this.#uploads;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  find(key: string): FileUpload | undefined {
    return this.#uploads.find((one) => one.key === key);
  }

  add(upload: Begun): void {
    const rest = { sentBytes: 0, rate: NO_RATE, fault: null, hasFile: false, videoId: null };
    this.#set([...this.#uploads, { ...rest, ...upload }]);
  }

  change(key: string, part: Partial<FileUpload>): void {
    this.#set(this.#uploads.map((one) => (one.key === key ? { ...one, ...part } : one)));
  }

  remove(key: string): void {
    this.#set(this.#uploads.filter((one) => one.key !== key));
  }

  #set(uploads: readonly FileUpload[]): void {
    this.#uploads = uploads;
    for (const listener of this.#listeners) listener();
  }
}

export const uploadStore = new UploadStore();

/** The uploads, in the order in which they were begun. */
export const useUploads = (): readonly FileUpload[] => useSyncExternalStore(uploadStore.subscribe, uploadStore.all);

const UNDER_WAY: ReadonlySet<UploadStatus> = new Set(['queued', 'sending', 'waiting']);

/** Whether bytes are on their way, or about to be. */
export const isUnderWay = ({ status }: Pick<FileUpload, 'status'>): boolean => UNDER_WAY.has(status);

/** Whether nothing more becomes of it by itself. */
export const isOver = ({ status }: Pick<FileUpload, 'status'>): boolean => status === 'ready' || status === 'failed';

// Whoever leaves the page would have to choose the file again.
window.addEventListener('beforeunload', (event) => {
  if (uploadStore.all().some(isUnderWay)) event.preventDefault();
});
