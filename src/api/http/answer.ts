import type { Response } from 'express';

/** What a handler answers. */
export interface Answer {
  status: number;
  /** An object is sent as JSON; text or bytes as they are, with the Content-Type of `headers`. */
  body?: object | string | Buffer | undefined;
  headers?: Record<string, string>;
  /** Takes the answer over once its head is written, and ends it some time. */
  stream?: (res: Response) => void;
}

/** 200 with a body. */
export const ok = (body: object, headers: Record<string, string> = {}): Answer => ({ status: 200, body, headers });

/** Every admin resource: `revision` grows by one with each edit. */
interface Revised {
  revision: number;
  [field: string]: unknown;
}

/** The ETag of an admin resource: its revision. */
export const revisionTag = ({ revision }: { revision: number }): Record<string, string> => ({ ETag: `"${revision}"` });

/** 200 with a resource and its ETag. */
export const resource = (body: Revised): Answer => ok(body, revisionTag(body));

/** 201 with the new resource, where it is, and its ETag. */
export function created(body: Revised, location: string): Answer {
  return { status: 201, body, headers: { Location: location, ...revisionTag(body) } };
}

/** Sends an answer. Express leaves the body out of an answer to HEAD. */
export function sendAnswer(res: Response, { status, body, headers = {}, stream }: Answer): void {
  res.status(status).set(headers);
  if (stream !== undefined) stream(res);
  else if (body === undefined) res.end();
  else if (typeof body === 'string' || Buffer.isBuffer(body)) res.send(body);
  else res.json(body);
}
