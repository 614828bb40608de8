import { isObject } from './is-object.js';
import type { Problem } from './openapi.js';

/** Words that are known now; a newer service may have others. */
type Open<Known extends string> = Known | (string & Record<never, never>);

type KnownFault = NonNullable<Problem['errors']>[number]['code'];

/** A field of a request that was refused, and why. */
export interface FieldError {
  /** Its dotted name. */
  field: string;
  message: string;
  /** What is wrong with it, in a word that does not change. */
  code: Open<KnownFault>;
}

/** A proxy in front of the service may answer anything. */
type AnyProblem = { [Part in keyof Problem]?: unknown };

/** An answer of the service that is no success. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  /** The HTTP status. */
  readonly status: number;
  /** What went wrong, in a word that does not change; `unknown` where a proxy answered in place of the service. */
  readonly code: Open<Problem['code'] | 'unknown'>;
  /** The fields that are at fault, if it is about fields. */
  readonly errors: readonly FieldError[];
  /** By which the service's log knows the request. */
  readonly requestId: string | undefined;
  /** Milliseconds after which another try is worth it, where the answer says so. */
  readonly retryAfterMs: number | undefined;

  /** @param body what was answered: a problem document (RFC 9457), or whatever stands in its place. */
  constructor(response: { status: number; headers: Pick<Headers, 'get'> }, body: unknown) {
    const { detail, title, code, errors, request_id }: AnyProblem = isObject(body) ? body : {};
    super(textOr(detail, textOr(title, `The service answered ${response.status}.`)));
    this.status = response.status;
    this.code = textOr(code, 'unknown');
    this.errors = Array.isArray(errors) ? errors.filter(isFieldError) : [];
    this.requestId = textOr(request_id, response.headers.get('x-request-id') ?? undefined);
    this.retryAfterMs = retryAfterOf(response.headers);
  }
}

const isFieldError = (value: unknown): value is FieldError =>
  isObject(value) && ['field', 'message', 'code'].every((part) => typeof value[part] === 'string');

function textOr<Other>(value: unknown, other: Other): string | Other {
  return typeof value === 'string' ? value : other;
}

/** Seconds, or an instant (RFC 9110, 10.2.3). */
function retryAfterOf(headers: Pick<Headers, 'get'>): number | undefined {
  const text = headers.get('retry-after') ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
