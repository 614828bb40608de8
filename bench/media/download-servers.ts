import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import send from 'send';
import { CORS, SECURITY } from '../../src/api/http/common-headers.js';
import { createMediaHandler } from '../../src/api/media/serve-media.js';

/** Serves the files of a folder at `/media/1`. */
export type DownloadHandler = (req: IncomingMessage, res: ServerResponse) => void;

/** As the service does it, behind Express and its headers. */
function ours(folder: string): DownloadHandler {
  const app = express();
  app.disable('x-powered-by').disable('etag').use(SECURITY, CORS);
  app.use(
    '/media',
    createMediaHandler(() => ({ folder }), null),
  );
  return (req, res) => app(req, res);
}

/** `send` on a bare server. */
function sendAlone(folder: string): DownloadHandler {
  return (req, res) => void send(req, (req.url ?? '').replace('/media/1', ''), { root: folder }).pipe(res);
}

export const DOWNLOAD_SERVERS = { ours, send: sendAlone } satisfies Record<string, (folder: string) => DownloadHandler>;
