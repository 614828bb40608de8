import type { Id, Instant } from './scalars.js';
import type { Video } from './video.js';
import { pathsOf } from './video-files.js';

/** All but `done` and `cancelled` are open: their copies, if any, are kept. */
export const STORAGE_MOVE_STATUSES = ['pending', 'copying', 'switching', 'done', 'failed', 'cancelled'] as const;
export type StorageMoveStatus = (typeof STORAGE_MOVE_STATUSES)[number];

/** The states of a move that goes on by itself. */
export const MOVE_UNDER_WAY = ['pending', 'copying', 'switching'] as const;

/** Why a move failed: a file is not there; a file is not what was uploaded; it did not go on for days of trying. */
export const STORAGE_MOVE_FAILURES = ['source_missing', 'source_corrupt', 'gave_up'] as const;
export type StorageMoveFailure = (typeof STORAGE_MOVE_FAILURES)[number];

/** A move of the videos of a content, or of all contents of a company, to another storage connection. */
export interface StorageMove {
  id: Id;
  company_id: Id;
  /** Null: all contents of the company. */
  ar_content_id: Id | null;
  /** Null: wherever they lie. */
  from_connection_id: Id | null;
  to_connection_id: Id;
  status: StorageMoveStatus;
  /** The file that is copied now, or was last. */
  current_file_id: Id | null;
  /** Why something has to be tried again or waited for, in words. */
  problem: string | null;
  failure_code: StorageMoveFailure | null;
  /** The same in words. */
  failure_reason: string | null;
  revision: number;
  ended_at: Instant | null;
  created_at: Instant;
  updated_at: Instant;
}

const CANCELLABLE: ReadonlySet<StorageMoveStatus> = new Set(['pending', 'copying', 'failed']);

/** Whether a move may still be cancelled: until the first videos name their copies. */
export const isCancellable = ({ status }: Pick<StorageMove, 'status'>): boolean => CANCELLABLE.has(status);

/** One file of a move. */
export interface StorageMoveFile {
  id: Id;
  storage_move_id: Id;
  ar_content_id: Id;
  video_id: Id;
  source_connection_id: Id;
  source_path: string;
  /** Null: its copying has not begun. */
  target_path: string | null;
  /** Null: not known yet. */
  size_bytes: number | null;
  sha256: string | null;
  /** `switched`: the video names the copy. `skipped`: no video names the file any more. */
  status: 'waiting' | 'copied' | 'switched' | 'skipped';
}

/** Whether a move takes a video along. One that is being uploaded stays where its upload goes. */
export function takesAlong(move: StorageMove, { storage_connection_id: at, status }: Video): boolean {
  if (at === null || at === move.to_connection_id || status === 'uploading') return false;
  return move.from_connection_id === null || at === move.from_connection_id;
}

/** A file of a move, as it is entered. */
export type NewMoveFile = Omit<StorageMoveFile, 'id' | 'target_path' | 'status'>;

/** The files that a ready video wants copied. Those of its images have no size and hash until they are copied. */
export function filesToCopy(move: StorageMove, video: Video): NewMoveFile[] {
  const { id: video_id, ar_content_id, storage_connection_id: at, video_path: path, size_bytes, sha256 } = video;
  if (at === null) return [];
  const where = { storage_move_id: move.id, ar_content_id, video_id, source_connection_id: at };
  return pathsOf(video).map((source_path) => ({
    ...where,
    source_path,
    size_bytes: source_path === path ? size_bytes : null,
    sha256: source_path === path ? sha256 : null,
  }));
}
