import type { Response } from 'express';
import { HTTP_STATUS, type AppError, type ErrorCode } from '../../domain/errors.js';

/** What each fault is called: the same words whenever it happens (RFC 9457). */
export const TITLES: Record<ErrorCode, string> = {
  malformed_request: 'The request cannot be read',
  validation_failed: 'Some fields are not valid',
  unauthorized: 'A valid API key is needed',
  sign_in_refused: 'Nobody was signed in',
  forbidden: 'The API key does not allow this',
  foreign_origin: 'The request comes from another site',
  not_found: 'Not found',
  nothing_to_show: 'Nothing to show',
  gone: 'No longer shown',
  method_not_allowed: 'Method not allowed',
  conflict: 'It conflicts with the present state',
  warning_added: 'It would add a warning',
  video_not_ready: 'The video is not ready',
  no_candidate_video: 'No video can be shown',
  precondition_failed: 'It was changed meanwhile',
  payload_too_large: 'The request is too large',
  quota_exceeded: 'The storage quota of the company is exceeded',
  unsupported_media_type: 'The content type is not supported',
  range_not_satisfiable: 'The range is beyond the file',
  expectation_failed: 'An expectation cannot be met',
  headers_too_large: 'The headers are too large',
  request_timeout: 'The request took too long',
  too_many_attempts: 'Too many attempts have failed',
  not_implemented: 'Not possible here',
  idempotency_key_reused: 'The Idempotency-Key was used before',
  upload_locked: 'Another request works on the upload',
  database_unavailable: 'The database cannot be reached',
  busy: 'Busy at the moment',
  storage_full: 'The storage is full',
  storage_unavailable: 'The storage cannot be reached',
  temporal_unavailable: 'Temporal cannot be reached',
  upgrade_under_way: 'The upgrade of the installation is under way',
  outdated_process: 'The process is of an older version',
  internal_error: 'Internal error',
};

/** Seconds after which a refused request is worth another try. */
const RETRY_AFTER: Partial<Record<ErrorCode, string>> = {
  database_unavailable: '2',
  busy: '1',
  upload_locked: '1',
  storage_unavailable: '5',
  temporal_unavailable: '5',
  outdated_process: '1',
  too_many_attempts: '10',
};

/** Whether the answer says when to try again. */
export const isWorthAnotherTry = (code: ErrorCode): boolean => code in RETRY_AFTER;

/** Content-Type of a problem. */
export const PROBLEM_TYPE = 'application/problem+json';

/** The type of a problem: a name, not an address. */
const typeOf = (code: ErrorCode): string => `urn:ar-video-rotation:problem:${code}`;

/** An RFC 9457 problem document. */
function problemOf(error: AppError, at: { instance: string; requestId: string }): object {
  return {
    type: typeOf(error.code),
    title: TITLES[error.code],
    status: HTTP_STATUS[error.code],
    detail: error.message,
    instance: at.instance,
    code: error.code,
    ...(error.fields.length > 0 && { errors: error.fields.map((fault) => ({ code: 'invalid', ...fault })) }),
    request_id: at.requestId,
  };
}

/** An error as an answer: status, headers and the bytes of the document. */
export function problemAnswer(
  error: AppError,
  at: { instance: string; requestId: string },
): { status: number; headers: Record<string, string>; body: Buffer } {
  const retryAfter = RETRY_AFTER[error.code];
  return {
    status: HTTP_STATUS[error.code],
    headers: {
      ...(retryAfter !== undefined && { 'Retry-After': retryAfter }),
      ...(HTTP_STATUS[error.code] === 401 && { 'WWW-Authenticate': 'Bearer realm="video rotation"' }),
      'Content-Type': PROBLEM_TYPE,
    },
    body: Buffer.from(JSON.stringify(problemOf(error, at))),
  };
}

/** Answers with a problem document. Nothing can be answered once an answer has begun: then the connection is cut. */
export function sendProblem(res: Response, error: AppError, at: { instance: string; requestId: string }): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const { status, headers, body } = problemAnswer(error, at);
  res.removeHeader('ETag');
  if (!res.hasHeader('Cache-Control')) res.set('Cache-Control', 'no-store');
  res.status(status).set(headers).send(body);
}
