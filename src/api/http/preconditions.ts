import type { IncomingHttpHeaders } from 'node:http';

/** What tells one state of a file from another. */
export interface Validators {
  /** A strong entity tag. */
  tag: string;
  /** As the header Last-Modified says it; null: unknown. */
  modified: string | null;
}

/** Whether If-None-Match names the tag; the comparison is the weak one (RFC 9110, 13.1.2). */
export function isNoneMatch(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}

/** Whether If-Match, else If-Unmodified-Since, asks for another state (RFC 9110, 13.1.1 and 13.1.4). */
export function isPreconditionFailed(headers: IncomingHttpHeaders, { tag, modified }: Validators): boolean {
  const wanted = headers['if-match'];
  if (wanted !== undefined) return wanted.trim() !== '*' && !wanted.split(',').some((one) => one.trim() === tag);
  return modified !== null && Date.parse(modified) > Date.parse(headers['if-unmodified-since'] ?? '');
}

/** Whether the client has this state already: by If-None-Match, else by If-Modified-Since. */
export function isNotModified(headers: IncomingHttpHeaders, { tag, modified }: Validators): boolean {
  if (headers['if-none-match'] !== undefined) return isNoneMatch(headers['if-none-match'], tag);
  return modified !== null && Date.parse(modified) <= Date.parse(headers['if-modified-since'] ?? '');
}

/** Whether a Range is meant of this state: If-Range is missing, or names it exactly (RFC 9110, 13.1.5). */
export function isRangeOf(headers: IncomingHttpHeaders, { tag, modified }: Validators): boolean {
  const condition = headers['if-range'];
  return condition === undefined || condition === tag || condition === modified;
}
