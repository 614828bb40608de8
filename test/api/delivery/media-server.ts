import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { CORS, SECURITY } from '../../../src/api/http/common-headers.js';
import { createMediaHandler } from '../../../src/api/delivery/serve-media.js';
import { receiveUpload } from '../../../src/api/uploads/receive-upload.js';
import { roomWithin } from '../../../src/api/uploads/upload-rooms.js';
import type { ReceivingTools } from '../../../src/api/uploads/receiving-tools.js';
import { AppError, HTTP_STATUS } from '../../../src/domain/errors.js';
import { fileLimit } from '../../../src/domain/upload-limit.js';
import type { VideoStorage } from '../../../src/storage/video-storage.js';

/** An app with the two media routes and a plain error handler, on a real socket. */
export interface MediaServer {
  port: number;
  origin: string;
  close(): Promise<void>;
}

/** What the server receives uploads with, and where it keeps them. */
export type ReceivingParts = ReceivingTools & { storage: VideoStorage };

/** `POST /upload` receives and commits (`?abort=1`: commits, then aborts); `/media/1/…` serves the folder. */
export async function startMediaServer(tools: ReceivingParts, basePath: string): Promise<MediaServer> {
  const app = express();
  app.disable('etag').use(SECURITY, CORS);
  app.post('/upload', async (req, res) => {
    const { fields, video, thumbnail, commit, abort } = await receiveUpload(req, res, tools, {
      arContentId: 7,
      storage: tools.storage,
      limit: fileLimit(tools.maxUploadBytes),
      enterRoom: () => roomWithin(fileLimit(tools.maxUploadBytes)),
    });
    await commit();
    if (req.query['abort'] === '1') await abort();
    res.status(201).json({ fields, video, thumbnail });
  });
  app.use(
    '/media',
    createMediaHandler((id) => (id === 1 ? { folder: basePath } : null), null),
  );
  const onError: ErrorRequestHandler = (error, _req, res, _next) => {
    const code = error instanceof AppError ? error.code : 'internal_error';
    const fields = error instanceof AppError ? error.fields : [];
    res.status(HTTP_STATUS[code]).json({ code, detail: String(error), fields });
  };
  app.use(onError);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
