import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';

const SANE_ID = /^[A-Za-z0-9._:-]{1,100}$/;

/** Random, so that no two processes give the same id; counted on, which takes a fifth of the time of a UUID. */
const PROCESS = randomBytes(9).toString('base64url');
let count = 0;

/** The id of a request: the client's X-Request-Id if it is a sane one, else a new one; the answer names it. */
export function requestIdOf(given: string | undefined): string {
  if (given !== undefined && SANE_ID.test(given)) return given;
  count += 1;
  return `${PROCESS}-${count.toString(36)}`;
}

/** The same, named in the answer. */
export function takeRequestId(req: Request, res: Response): string {
  const requestId = requestIdOf(req.get('x-request-id'));
  res.set('X-Request-Id', requestId);
  return requestId;
}
