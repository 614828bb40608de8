import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestTls } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { AttemptResult } from '../domain/webhook.js';
import { hostOf } from './public-address.js';
import { areAllowed, resolveHost, type HostAddress, type ResolveHost } from './resolve-host.js';

export interface PostOptions {
  /** Whether the operator allows endpoints in private networks. */
  mayBePrivate: boolean;
  /** How long an attempt may take from the look-up of the name to the end of the answer, ms. */
  totalMs?: number;
  resolve?: ResolveHost;
}

const TOTAL_MS = 15_000;
/** So much of an answer is read, so that whoever sends it is not cut off; nothing of it is kept. */
const MOST_ANSWER_BYTES = 64 * 1024;

const failed = (problem: string): AttemptResult => ({ answerStatus: null, problem });

/** What is connected to is what was checked: a name that leads elsewhere a moment later changes nothing. */
const pinned =
  (addresses: readonly HostAddress[]): LookupFunction =>
  (_host, { all }, callback) => {
    const [first] = addresses;
    if (all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };

function verdictOn(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `The endpoint answered ${status}; redirects are not followed.`;
  return `The endpoint answered ${status}.`;
}

/** Reads a bounded part of an answer, and calls `onEnd` once it has ended or was cut off. */
function drain(answer: IncomingMessage, onEnd: () => void): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) answer.destroy();
  });
  for (const end of ['end', 'error', 'close'] as const) answer.once(end, onEnd);
}

const wordsOf = (error: NodeJS.ErrnoException): string =>
  `The endpoint could not be reached (${error.code ?? error.name}).`;

function send(url: URL, body: string, options: RequestOptions): Promise<AttemptResult> {
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? requestTls : requestPlain)(url, options, (answer) => {
      const { statusCode: answerStatus = 0 } = answer;
      const end = (): void => {
        request.destroy();
        resolve({ answerStatus, problem: verdictOn(answerStatus) });
      };
      drain(answer, end);
    });
    // After an answer nothing follows from it.
    request.on('error', (error) => resolve(failed(wordsOf(error))));
    request.end(body);
  });
}

/**
 * Sends a body to an endpoint, once. The name is looked up once, every address is checked, and the connection goes to one
 * of those; redirects are not followed. It ends in bounded time and memory, whatever the endpoint does, and never throws:
 * what was wrong is in the result, without anything of the answer.
 */
export async function post(
  target: string,
  message: { body: string; headers: Record<string, string> },
  { mayBePrivate, totalMs = TOTAL_MS, resolve = resolveHost }: PostOptions,
): Promise<AttemptResult> {
  const url = new URL(target);
  const over = AbortSignal.timeout(totalMs);
  const tooLong = new Promise<AttemptResult>((done) => {
    over.addEventListener('abort', () => done(failed(`No answer within ${totalMs / 1_000} s.`)), { once: true });
  });
  const attempt = async (): Promise<AttemptResult> => {
    const addresses = await resolve(hostOf(url)).catch(() => []);
    if (addresses.length === 0) return failed('The name of the endpoint leads nowhere.');
    if (!areAllowed(addresses, mayBePrivate))
      return failed('The name of the endpoint leads to an address that is not public.');
    const headers = { ...message.headers, 'content-length': String(Buffer.byteLength(message.body)) };
    return send(url, message.body, { method: 'POST', headers, lookup: pinned(addresses), agent: false, signal: over });
  };
  return Promise.race([tooLong, attempt()]);
}
