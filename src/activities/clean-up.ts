import type { Id, Instant } from '../domain/types.js';

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
}

export interface CleanUpReport {
  idempotencyKeys: number;
  filesDeleted: number;
  filesFailed: number;
  /** Files that nothing names, and videos that lack a file, as last counted. */
  orphanFiles: number;
  orphanVideos: number;
}

/** Removes what is no longer needed: idempotency keys older than a day, and files whose time has come. */
export async function cleanUp(options: CleanUpOptions, onProgress: () => void): Promise<CleanUpReport> {
  const now = options.now();
  const report = {
    idempotencyKeys: await options.forgetIdempotencyKeys(now - DAY_MS),
    filesDeleted: 0,
    filesFailed: 0,
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
  const { files, videos } = await options.countOrphans(onProgress);
  return { ...report, orphanFiles: files, orphanVideos: videos };
}
