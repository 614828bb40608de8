import type { Patience } from './retries.js';

/** Where the service is, and who calls. */
export interface ClientOptions {
  /** How the service is reached, such as `https://videos.example`. */
  baseUrl: string;
  /** An API key; none is needed for what AR clients read. */
  key?: string;
  /** Sent with every request, such as `Accept-Language`. */
  headers?: Record<string, string>;
  /** How long a request may take, in milliseconds: half a minute unless given. Uploads take as long as they take. */
  timeoutMs?: number;
  /** How long a call goes on trying: five requests within a minute unless given. */
  patience?: Patience;
  /** Sends the requests; the `fetch` of the platform unless given. */
  fetch?: (request: Request) => Promise<Response>;
  /** Is told, once, when the service is of another major version; the console unless given. */
  onWarning?: (message: string) => void;
}

/** What a call may want besides. */
export interface CallOptions {
  /** Ends the call: it throws the signal's reason then. */
  signal?: AbortSignal;
  /** How long each request may take, in milliseconds; 0: as long as it takes. */
  timeoutMs?: number;
}

/** What a write may want besides. */
export interface WriteOptions<Q = never> extends CallOptions {
  /** Only if the thing is as it was read: it, or its ETag. Else a ProblemError 412 `precondition_failed`. */
  ifMatch?: { revision: number } | string;
  /** What makes a repetition recognisable (kept a day); one of its own unless given. */
  idempotencyKey?: string;
  /** Seconds that the answer may wait for the result, at most 30. */
  waitSeconds?: number;
  /** Query fields, such as `strict`. */
  query?: Q;
}
