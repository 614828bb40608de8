import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';

const SANE_ID = /^[A-Za-z0-9._:-]{1,100}$/;

/** The id of a request: the client's X-Request-Id if it is a sane one, else a new one; the answer names it. */
export function takeRequestId(req: Request, res: Response): string {
  const given = req.get('x-request-id') ?? '';
  const requestId = SANE_ID.test(given) ? given : randomUUID();
  res.set('X-Request-Id', requestId);
  return requestId;
}

const HOST = /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/** Where this service is reached, without a slash at the end: PUBLIC_BASE_URL, else what the client called it. */
export function baseUrlOf(req: Request, publicBaseUrl: string | undefined): string {
  if (publicBaseUrl !== undefined) return publicBaseUrl.replace(/\/+$/, '');
  const host = req.get('host') ?? '';
  return `http://${HOST.test(host) ? host : 'localhost'}`;
}
