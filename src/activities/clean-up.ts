import type { Id, Instant } from '../domain/scalars.js';

const DAY_MS = 24 * 3_600_000;
/** A file that could not be deleted is tried again after this long. */
const FILE_RETRY_MS = 3_600_000;

/** A file whose time has come. */
export interface DueFile {
  storageConnectionId: Id;
  path: string;
}

export interface CleanUpOptions {
  now: () => Instant;
  forgetIdempotencyKeys: (before: Instant) => Promise<number>;
  /**
   * Takes one file that is due, keeping others off it while `work` runs, and forgets it unless `work` throws; then it
   * becomes due again at `retryAt`. False: none was due.
   */
  takeDueFile: (now: Instant, retryAt: Instant, work: (file: DueFile) => Promise<void>) => Promise<boolean>;
  /** Succeeds as well when there is no such file. */
  deleteFile: (storageConnectionId: Id, path: string) => Promise<void>;
  onFileFailure: (file: DueFile, error: unknown) => void;
  /** Counts what nothing names, and removes none of it: that takes somebody's word, twice. */
  countOrphans: (onProgress: () => void) => Promise<{ files: number; videos: number }>;
  /**
   * Takes one upload over several requests that has expired, removes its bytes and forgets it; one that cannot be removed
   * expires again at `retryAt`. False: none has expired.
   */
  takeExpiredUpload: (now: Instant, retryAt: Instant) => Promise<boolean>;
  /** Videos, at most a thousand at a time, whose files were announced and never completed by now. */
  abandonedVideos: (now: Instant) => Promise<Id[]>;
  /** Deletes such a video. */
  abandon: (videoId: Id) => Promise<void>;
}

export interface CleanUpReport {
  idempotencyKeys: number;
  filesDeleted: number;
  filesFailed: number;
  /** Files that nothing names, and videos that lack a file, as last counted. */
  orphanFiles: number;
  orphanVideos: number;
  uploadsExpired: number;
  videosAbandoned: number;
}

/**
 * Removes what is no longer needed: idempotency keys older than a day, files whose time has come, and uploads that nobody
 * went on with.
 */
export async function cleanUp(options: CleanUpOptions, onProgress: () => void): Promise<CleanUpReport> {
  const now = options.now();
  const report = {
    idempotencyKeys: await options.forgetIdempotencyKeys(now - DAY_MS),
    filesDeleted: 0,
    filesFailed: 0,
    uploadsExpired: 0,
    videosAbandoned: 0,
  };
  const deleteFile = async (file: DueFile): Promise<void> => {
    try {
      await options.deleteFile(file.storageConnectionId, file.path);
      report.filesDeleted += 1;
    } catch (error) {
      report.filesFailed += 1;
      options.onFileFailure(file, error);
      throw error;
    }
  };
  while (await options.takeDueFile(now, now + FILE_RETRY_MS, deleteFile)) onProgress();
  while (await options.takeExpiredUpload(now, now + FILE_RETRY_MS)) {
    report.uploadsExpired += 1;
    onProgress();
  }
  for (const videoId of await options.abandonedVideos(now)) {
    await options.abandon(videoId);
    report.videosAbandoned += 1;
    onProgress();
  }
  const { files, videos } = await options.countOrphans(onProgress);
  return { ...report, orphanFiles: files, orphanVideos: videos };
}
