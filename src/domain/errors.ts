import { NOUNS, type Noun } from './nouns.js';
import type { Id } from './scalars.js';

/** Every fault that the service reports by name. A new code does not compile until both tables below know it. */
export type ErrorCode =
  | 'malformed_request'
  | 'validation_failed'
  | 'unauthorized'
  | 'sign_in_refused'
  | 'forbidden'
  | 'foreign_origin'
  | 'not_found'
  | 'nothing_to_show'
  | 'gone'
  | 'method_not_allowed'
  | 'conflict'
  | 'warning_added'
  | 'no_candidate_video'
  | 'video_not_ready'
  | 'precondition_failed'
  | 'payload_too_large'
  | 'quota_exceeded'
  | 'unsupported_media_type'
  | 'range_not_satisfiable'
  | 'expectation_failed'
  | 'headers_too_large'
  | 'request_timeout'
  | 'too_many_attempts'
  | 'not_implemented'
  | 'idempotency_key_reused'
  | 'upload_locked'
  | 'database_unavailable'
  | 'busy'
  | 'storage_full'
  | 'storage_unavailable'
  | 'temporal_unavailable'
  | 'upgrade_under_way'
  | 'outdated_process'
  | 'internal_error';

/** The HTTP status of each code (RFC 9110; 423 and 507 from RFC 4918, 429 and 431 from RFC 6585). */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  malformed_request: 400,
  validation_failed: 422,
  unauthorized: 401,
  sign_in_refused: 401,
  forbidden: 403,
  foreign_origin: 403,
  not_found: 404,
  nothing_to_show: 404,
  gone: 410,
  method_not_allowed: 405,
  conflict: 409,
  warning_added: 409,
  no_candidate_video: 409,
  video_not_ready: 409,
  precondition_failed: 412,
  payload_too_large: 413,
  quota_exceeded: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  expectation_failed: 417,
  headers_too_large: 431,
  request_timeout: 408,
  too_many_attempts: 429,
  not_implemented: 501,
  idempotency_key_reused: 422,
  upload_locked: 423,
  database_unavailable: 503,
  busy: 503,
  storage_full: 507,
  storage_unavailable: 503,
  temporal_unavailable: 503,
  upgrade_under_way: 409,
  outdated_process: 503,
  internal_error: 500,
};

/** Whether the same call may succeed later without being changed. */
export const RETRYABLE: Record<ErrorCode, boolean> = {
  malformed_request: false,
  validation_failed: false,
  unauthorized: false,
  sign_in_refused: false,
  forbidden: false,
  foreign_origin: false,
  not_found: false,
  nothing_to_show: false,
  gone: false,
  method_not_allowed: false,
  conflict: false,
  warning_added: false,
  no_candidate_video: false,
  video_not_ready: false,
  precondition_failed: false,
  payload_too_large: false,
  quota_exceeded: false,
  unsupported_media_type: false,
  range_not_satisfiable: false,
  expectation_failed: false,
  headers_too_large: false,
  request_timeout: true,
  too_many_attempts: true,
  not_implemented: false,
  idempotency_key_reused: false,
  upload_locked: true,
  database_unavailable: true,
  busy: true,
  storage_full: true,
  storage_unavailable: true,
  temporal_unavailable: true,
  upgrade_under_way: true,
  outdated_process: true,
  internal_error: true,
};

/**
 * What is wrong with a field, for programs: they may say it in another language. `too_small` and `too_large` are of values
 * and of how many there are, `too_short` and `too_long` of texts and lists; `not_there` names a thing that there is not,
 * `out_of_order` an instant or day before or after what it must not be; `invalid` is whatever else the message says.
 */
export const FIELD_CODES = [
  'required',
  'unknown_field',
  'read_only',
  'wrong_type',
  'wrong_format',
  'not_one_of',
  'too_small',
  'too_large',
  'too_short',
  'too_long',
  'not_there',
  'out_of_order',
  'invalid',
] as const;
export type FieldCode = (typeof FIELD_CODES)[number];

/** One faulty field of a request: where it is, and what is wrong with it. */
export interface FieldError {
  /** Dotted path in the body, or the name of the query or path parameter: `video_sequence.3`. */
  field: string;
  message: string;
  /** `invalid` unless given. */
  code?: FieldCode;
}

/** An operating fault, as opposed to a bug: it has a code, and a message written for whoever has to act on it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];

  constructor(code: ErrorCode, message: string, options: { fields?: readonly FieldError[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = options.fields ?? [];
  }
}

/** A 404: there is none, or none that the caller may see. */
export const notFound = (noun: Noun, id: Id): AppError =>
  new AppError('not_found', `There is no ${NOUNS[noun]} ${id}.`);

/** A 422 that names each faulty field. */
export function invalidFields(fields: readonly FieldError[]): AppError {
  const names = fields.map((f) => f.field).join(', ');
  return new AppError('validation_failed', `Not valid: ${names}.`, { fields });
}

/** A refusal with what is wrong in each field, for whoever reads it and has not sent the fields. */
export const inSentences = ({ message, fields }: AppError): string =>
  [message, ...fields.map((fault) => `${fault.field} ${fault.message}.`)].join(' ');

/** What went wrong, for a terminal: of wrong variables each, and why. */
export function inOneLine(error: unknown): string {
  if (error instanceof AppError && error.fields.length > 0) {
    return error.fields.map(({ field, message }) => `${field}: ${message}`).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}
