import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createHash, randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { Server as TusServer } from '@tus/server';
import express from 'express';
import { formidable } from 'formidable';
import multer from 'multer';
import { createBufferReleaser } from '../../src/api/uploads/buffer-releaser.js';
import { receiveUpload } from '../../src/api/uploads/receive-upload.js';
import { roomWithin } from '../../src/api/uploads/upload-rooms.js';
import { fileLimit } from '../../src/domain/upload-limit.js';
import { LocalStorage } from '../../src/storage/local-storage.js';
import { createVideoMeasurer } from '../../src/storage/measure-video.js';
import { checkThumbnail, MAX_THUMBNAIL_BYTES } from '../../src/storage/thumbnail.js';

/** Takes one upload into a folder, and answers once its bytes would survive a crash. */
export type UploadHandler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

/** None of the peers does this by itself. */
async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
}

function barePipe(folder: string): UploadHandler {
  return async (req, res) => {
    await pipeline(req, createWriteStream(join(folder, randomUUID()), { flush: true }));
    res.writeHead(201).end();
  };
}

/** The limit of everybody who wants to know what arrived. */
function hashingPipe(folder: string): UploadHandler {
  return async (req, res) => {
    const hash = createHash('sha256');
    req.on('data', (bytes: Buffer) => hash.update(bytes));
    await pipeline(req, createWriteStream(join(folder, randomUUID()), { flush: true }));
    res.writeHead(201).end(hash.digest('hex'));
  };
}

/** As the service does it: hashed, checked, measured, and renamed into a synced folder. */
async function ours(folder: string): Promise<UploadHandler> {
  const storage = await LocalStorage.make({ basePath: folder, baseUrl: '/media/1' });
  const tools = {
    measurer: createVideoMeasurer(),
    checkThumbnail,
    maxUploadBytes: 1024 ** 4,
    maxThumbnailBytes: MAX_THUMBNAIL_BYTES,
    idleTimeoutMs: 60_000,
    onReceived: createBufferReleaser(),
  };
  return async (req, res) => {
    const limit = fileLimit(tools.maxUploadBytes);
    const destination = { arContentId: 1, storage, limit, enterRoom: () => roomWithin(limit) };
    const upload = await receiveUpload(req, res, tools, destination);
    await upload.commit();
    res.writeHead(201).end();
  };
}

function withMulter(folder: string): UploadHandler {
  const app = express();
  app.post('/', multer({ dest: folder }).single('file'), async (req, res) => {
    await syncFile(req.file?.path ?? '');
    res.status(201).end();
  });
  return (req, res) => app(req, res);
}

function withFormidable(folder: string): UploadHandler {
  return async (req, res) => {
    const form = formidable({ uploadDir: folder, maxFileSize: 1024 ** 4, maxTotalFileSize: 1024 ** 4 });
    const [, files] = await form.parse(req);
    await syncFile(files['file']?.[0]?.filepath ?? '');
    res.writeHead(201).end();
  };
}

function withTus(folder: string): UploadHandler {
  const onUploadFinish = async (_request: unknown, { id }: { id: string }) => {
    await syncFile(join(folder, id));
    return {};
  };
  const server = new TusServer({ path: '/', datastore: new FileStore({ directory: folder }), onUploadFinish });
  return (req, res) => server.handle(req, res);
}

export const UPLOAD_SERVERS = {
  'bare pipe': barePipe,
  'pipe with SHA-256': hashingPipe,
  ours,
  multer: withMulter,
  formidable: withFormidable,
  '@tus/server': withTus,
} satisfies Record<string, (folder: string) => UploadHandler | Promise<UploadHandler>>;
