import createFetchClient from 'openapi-fetch';
import type { Answered, Query } from './pages.js';
import { ProblemError } from './problem-error.js';
import type { CallOptions, ClientOptions } from './options.js';
import { withRetries, type Patience } from './retries.js';
import { warnOfOtherMajor } from './version-check.js';

/** The HTTP methods that calls use. */
export type Method = 'get' | 'post' | 'put' | 'delete';

/** A request in words of the document. */
export interface Asked {
  method: Method;
  path: string;
  params: { path: Record<string, unknown>; query?: Query };
  body?: object;
  headers?: Record<string, string>;
  options: CallOptions;
}

/** Sends a request. @throws ProblemError for an answer that is no success; TypeError when there was none. */
export type Exchange = <T>(asked: Asked) => Promise<Answered<T>>;

const TIMEOUT_MS = 30_000;
const PATIENCE: Patience = { tries: 5, totalMs: 60_000 };

/** Any path, any method: which there are is known to the functions of the nouns. */
type AnyPaths = Record<string, Record<Method, AnyOperation>>;
interface AnyOperation {
  requestBody?: { content: { 'application/json': object } };
  responses: { 200: { content: { 'application/json': unknown } } };
}

/** How requests are sent to this service. */
export function createExchange(service: ClientOptions): Exchange {
  const { baseUrl, key, headers, timeoutMs = TIMEOUT_MS, patience = PATIENCE } = service;
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const { request } = createFetchClient<AnyPaths>({
    baseUrl,
    headers: { ...authorization, ...headers },
    querySerializer: { array: { style: 'form', explode: false } },
    ...(service.fetch !== undefined && { fetch: service.fetch }),
  });
  let isChecked = false;
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what the document says
  return async <T>({ method, path, options, ...asked }: Asked) => {
    if (!isChecked) void warnOfOtherMajor(service);
    isChecked = true;
    return withRetries(patience, options.signal, async () => {
      const signal = within(options.timeoutMs ?? timeoutMs, options.signal);
      const { data, error, response } = await request(method, path, { ...asked, ...(signal && { signal }) });
      if (!response.ok) throw new ProblemError(response, error);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the document says so; what is new in it is let be
      return { data: data as T, response };
    });
  };
}

/** A signal that ends a request with the caller's, or when its time is over. */
function within(timeoutMs: number, signal: AbortSignal | undefined): AbortSignal | undefined {
  if (timeoutMs === 0) return signal;
  const timeout = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}
