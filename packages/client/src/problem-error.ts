/** A field of a request that was refused, and why. */
export interface FieldError {
  field: string;
  message: string;
}

/** The parts of a problem document (RFC 9457) as the service answers it. Any of them may be missing in front of it. */
interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  errors?: FieldError[];
  request_id?: string;
}

/** An answer of the service that is no success. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  /** The HTTP status. */
  readonly status: number;
  /** What went wrong, in a word that does not change; `unknown` where a proxy answered in place of the service. */
  readonly code: string;
  /** The fields that are at fault, if it is about fields. */
  readonly errors: readonly FieldError[];
  /** By which the service's log knows the request. */
  readonly requestId: string | undefined;

  constructor(status: number, problem: Problem) {
    super(problem.detail ?? problem.title ?? `The service answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? 'unknown';
    this.errors = problem.errors ?? [];
    this.requestId = problem.request_id;
  }
}
