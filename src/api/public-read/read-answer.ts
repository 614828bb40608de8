import { AppError } from '../../domain/errors.js';
import type { Instant } from '../../domain/scalars.js';
import type { ReadOutcome } from '../../metrics/http-metrics.js';
import { toIso } from '../http/fields.js';
import { isNoneMatch } from '../http/preconditions.js';
import { cacheControl } from './active-video-answer.js';
import type { KnownReading } from '../../reading/content-cache.js';

/** A read's answer, before it is known how it is sent. */
export interface ReadAnswer {
  status: 200 | 304;
  outcome: ReadOutcome;
  /** Names and values in turn, as node:http takes them fastest. */
  headers: string[];
  bytes: Buffer | undefined;
}

/** What answers a read, wherever it comes in. */
export interface ReadContext {
  maxAgeMs: number;
  /** What of the request the base URL, and with it the answer, depends on; null: nothing. */
  vary: string | null;
}

const OUTCOMES: Partial<Record<string, ReadOutcome>> = {
  not_found: 'not_found',
  nothing_to_show: 'nothing_to_show',
  gone: 'gone',
};

/** How a read that was refused is counted. */
export const outcomeOf = (error: unknown): ReadOutcome =>
  (error instanceof AppError && OUTCOMES[error.code]) || 'failed';

let lastIso: { at: Instant; text: string } = { at: Number.NaN, text: '' };

/** An instant as text; thousands of reads a second share a millisecond. */
export function serverTime(at: Instant): string {
  if (at !== lastIso.at) lastIso = { at, text: toIso(at) };
  return lastIso.text;
}

/** Where an answer comes from, and how long Postgres took, as browsers show it beside a request. */
function serverTiming({ away, queryMs }: Pick<KnownReading, 'away' | 'queryMs'>): string {
  return queryMs === null ? 'cache;desc=hit' : `cache;desc=${away ? 'stale' : 'miss'}, db;dur=${queryMs.toFixed(1)}`;
}

/**
 * The answer from what is held, at the instant for which it was read. If Postgres could not be asked, the answer says as
 * of when it is known.
 * @throws AppError `gone`, `nothing_to_show`
 */
export function answerFrom(
  { held, at, away, queryMs }: KnownReading,
  { maxAgeMs, vary }: ReadContext,
  { baseUrl, ifNoneMatch }: { baseUrl: string; ifNoneMatch: string | undefined },
): ReadAnswer {
  const { validUntil, content } = held.preparedAt(at, baseUrl);
  if (content instanceof AppError) throw content;
  const { bytes, tag } = content;
  const headers = [
    'X-Server-Time',
    serverTime(at),
    'Cache-Control',
    cacheControl(validUntil, at, maxAgeMs),
    'ETag',
    tag,
    'Server-Timing',
    serverTiming({ away, queryMs }),
    'Timing-Allow-Origin',
    '*',
  ];
  if (vary !== null) headers.push('Vary', vary);
  if (away) headers.push('X-Known-At', toIso(held.knownAt));
  if (isNoneMatch(ifNoneMatch, tag)) return { status: 304, outcome: 'not_modified', headers, bytes: undefined };
  headers.push('Content-Type', 'application/json; charset=utf-8', 'Content-Length', String(bytes.length));
  return { status: 200, outcome: 'shown', headers, bytes };
}
