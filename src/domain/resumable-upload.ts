import { AppError, type ErrorCode, type FieldError } from './errors.js';
import type { Id, Instant } from './scalars.js';
import type { ReceivedVideo } from './video.js';

/** How long an upload that is gathered over several requests is kept after the last of them, in milliseconds. */
export const RESUMABLE_UPLOAD_MS = 24 * 3_600_000;

/** How long it is kept at most, whatever is asked of it, in milliseconds. */
const RESUMABLE_UPLOAD_LIFE_MS = 7 * 24 * 3_600_000;

/** Until when an upload is kept that is asked for now. */
export const keptUntil = ({ created_at }: Pick<ResumableUpload, 'created_at'>, now: Instant): Instant =>
  Math.min(now + RESUMABLE_UPLOAD_MS, created_at + RESUMABLE_UPLOAD_LIFE_MS);

/** Why an upload can become no video. */
export interface UploadFailure {
  code: ErrorCode;
  message: string;
  fields: readonly FieldError[];
}

/** The same, to be thrown again. */
export const failureAgain = ({ code, message, fields }: UploadFailure): AppError =>
  new AppError(code, message, { fields });

/** An upload that is not there, or not for this caller. */
export const noSuchUpload = (): AppError => new AppError('not_found', 'There is no such upload, or it has expired.');

/** An upload that is gathered over several requests. */
export interface ResumableUpload {
  /** A uuid. */
  id: string;
  company_id: Id;
  ar_content_id: Id;
  storage_connection_id: Id;
  /** Null: not said yet. */
  size_bytes: number | null;
  /** As the client sent it; null: a name without a value. */
  metadata: Record<string, string | null>;
  /** What the whole file is; null: it was not looked at yet. */
  received: ReceivedVideo | null;
  /** The video that it became. */
  video_id: Id | null;
  failure: UploadFailure | null;
  expires_at: Instant;
  created_at: Instant;
}
