import type { Id, Instant } from '../domain/scalars.js';
import { KEEP_EVENTS_MS } from '../domain/webhook.js';

/** How long one clean-up removes old rows; the next one goes on. */
const FORGET_MAX_MS = 2 * 60_000;
/** A file that could not be deleted is tried again after this long. */
const FILE_RETRY_MS = 3_600_000;

/** A file whose time has come. */
export interface DueFile {
  storageConnectionId: Id;
  path: string;
}

/** Removes rows of before an instant, in batches, for as long as it is told to go on. */
type Forget = (before: Instant, goesOn: () => boolean) => Promise<number>;

/** What is kept for some time only. */
export interface Keeping<T> {
  ledger: T;
  audit: T;
  idempotencyKeys: T;
  /** Those that have ended. */
  bulks: T;
  /** Those that are over, and releases of which nothing is left. */
  overrides: T;
}

export interface CleanUpOptions {
  now: () => Instant;
  /** For how long, in milliseconds. */
  keptMs: Keeping<number>;
  forget: Keeping<Forget>;
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
  /** Removes some old revisions of dayparts and calendars that no content follows; 0: none is left. */
  removeOldRevisions: () => Promise<number>;
  /** Videos, at most a thousand at a time, whose files were announced and never completed by now. */
  abandonedVideos: (now: Instant) => Promise<Id[]>;
  /** Forgets events of webhooks of before then, a bounded number of them. @returns how many */
  forgetWebhookEvents: (before: Instant) => Promise<number>;
  /** Forgets sessions that have ended, and sign-in links that have expired, for as long as it is told to. @returns how many */
  forgetSignIns: (goesOn: () => boolean) => Promise<number>;
  /** Deletes such a video. */
  abandon: (videoId: Id) => Promise<void>;
}

export interface CleanUpReport {
  ledgerRows: number;
  auditRows: number;
  idempotencyKeys: number;
  /** Bulks that have ended, their items, and tokens. */
  bulkRows: number;
  /** Overrides and releases that are over. */
  overrideRows: number;
  filesDeleted: number;
  filesFailed: number;
  /** Files that nothing names, and videos that lack a file, as last counted. */
  orphanFiles: number;
  orphanVideos: number;
  uploadsExpired: number;
  revisionsRemoved: number;
  videosAbandoned: number;
  webhookEvents: number;
  /** Sessions and sign-in links. */
  signIns: number;
}

/** Removes rows that were kept for long enough, and what signs nobody in any more. */
async function forgetOld({ now, keptMs, forget, forgetSignIns }: CleanUpOptions, onProgress: () => void) {
  const begun = now();
  const goesOn = (): boolean => {
    onProgress();
    return now() - begun < FORGET_MAX_MS;
  };
  return {
    idempotencyKeys: await forget.idempotencyKeys(begun - keptMs.idempotencyKeys, goesOn),
    auditRows: await forget.audit(begun - keptMs.audit, goesOn),
    ledgerRows: await forget.ledger(begun - keptMs.ledger, goesOn),
    bulkRows: await forget.bulks(begun - keptMs.bulks, goesOn),
    overrideRows: await forget.overrides(begun - keptMs.overrides, goesOn),
    signIns: await forgetSignIns(goesOn),
  };
}

/**
 * Removes what is no longer needed: rows that were kept for long enough, files whose time has come, uploads that nobody
 * went on with, old revisions of dayparts and calendars, events of webhooks that are a week old, sessions that have ended and
 * links that have expired.
 */
export async function cleanUp(options: CleanUpOptions, onProgress: () => void): Promise<CleanUpReport> {
  const now = options.now();
  const report = {
    ...(await forgetOld(options, onProgress)),
    filesDeleted: 0,
    filesFailed: 0,
    uploadsExpired: 0,
    revisionsRemoved: 0,
    videosAbandoned: 0,
    webhookEvents: 0,
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
  for (let removed = await options.removeOldRevisions(); removed > 0; removed = await options.removeOldRevisions()) {
    report.revisionsRemoved += removed;
    onProgress();
  }
  for (const videoId of await options.abandonedVideos(now)) {
    await options.abandon(videoId);
    report.videosAbandoned += 1;
    onProgress();
  }
  for (let forgotten = -1; forgotten !== 0; onProgress()) {
    forgotten = await options.forgetWebhookEvents(now - KEEP_EVENTS_MS);
    report.webhookEvents += forgotten;
  }
  const { files, videos } = await options.countOrphans(onProgress);
  return { ...report, orphanFiles: files, orphanVideos: videos };
}
