import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type RequestHandler } from 'express';
import send from 'send';
import { CORS, SECURITY } from '../../src/api/http/common-headers.js';
import { createMediaHandler } from '../../src/api/delivery/serve-media.js';

/** Serves the files of a folder at `/media/1`. */
export type DownloadHandler = (req: IncomingMessage, res: ServerResponse) => void;

/** Express with the headers of the service. */
function inExpress(path: string, handler: RequestHandler): DownloadHandler {
  const app = express();
  app.disable('x-powered-by').disable('etag').use(SECURITY, CORS).use(path, handler);
  return (req, res) => app(req, res);
}

/** As the service does it. */
function ours(folder: string): DownloadHandler {
  return inExpress(
    '/media',
    createMediaHandler(() => ({ folder }), null),
  );
}

function sendInExpress(folder: string): DownloadHandler {
  return inExpress('/media/1', (req, res) => void send(req, req.path, { root: folder }).pipe(res));
}

/** `send` on a bare server. */
function sendAlone(folder: string): DownloadHandler {
  return (req, res) => void send(req, (req.url ?? '').replace('/media/1', ''), { root: folder }).pipe(res);
}

export const DOWNLOAD_SERVERS = {
  send: sendAlone,
  'send in Express': sendInExpress,
  ours,
} satisfies Record<string, (folder: string) => DownloadHandler>;
