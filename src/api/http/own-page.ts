import type { IncomingMessage } from 'node:http';
import { AppError } from '../../domain/errors.js';
import { rawValues } from './raw-headers.js';

/**
 * What a page of ours sends along: `X-Console: 1`. A page of another origin, another port of this host included, has to
 * ask for it by a preflight, and is told no: so whatever carries it was sent by our own page, or by no page at all.
 */
export const OWN_PAGE_HEADER = 'x-console';

/** Whether a request says that it comes from a page of ours. */
export function saysOwnPage(req: Pick<IncomingMessage, 'rawHeaders'>): boolean {
  const values = rawValues(req, OWN_PAGE_HEADER);
  return values.length === 1 && values[0] === '1';
}

/**
 * Holds what changes something in a browser's name to pages of ours.
 * @param baseUrl where clients reach us
 * @throws AppError `foreign_origin` unless Origin is there and is ours
 */
export function requireOwnOrigin(req: Pick<IncomingMessage, 'rawHeaders'>, baseUrl: string): void {
  const { origin } = new URL(baseUrl);
  const values = rawValues(req, 'origin');
  if (values.length === 1 && values[0] === origin) return;
  throw new AppError('foreign_origin', `This takes the header Origin: ${origin}, which a page of this service sends.`);
}

/**
 * Holds signing in and out to pages of ours.
 * @throws AppError `foreign_origin` unless the request says so by header and by Origin
 */
export function requireOwnPage(req: Pick<IncomingMessage, 'rawHeaders'>, baseUrl: string): void {
  if (!saysOwnPage(req)) throw new AppError('foreign_origin', 'This takes the header X-Console: 1.');
  requireOwnOrigin(req, baseUrl);
}
