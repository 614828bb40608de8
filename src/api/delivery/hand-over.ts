import type { Response } from 'express';
import { FILE_HEADERS } from './deliver-file.js';
import type { DeliverableFile } from './deliverable-file.js';

/** A server in front of us that sends local files itself, when an answer names them in this header. */
export interface FrontServer {
  header: 'X-Accel-Redirect' | 'X-Sendfile';
  /** What stands before the path: for nginx, an internal location. */
  prefix: string;
}

/** Lets the front server send a file. Ranges, conditions and what belongs to them are its part from here on. */
export function handOver(res: Response, { header, prefix }: FrontServer, path: string, file: DeliverableFile): void {
  const address = prefix + path.split('/').map(encodeURIComponent).join('/');
  res.set({ ...FILE_HEADERS, 'Content-Type': file.contentType, [header]: address });
  res.end();
}
