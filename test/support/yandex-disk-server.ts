import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import express, { type Express, type Request, type Response } from 'express';
import send from 'send';
import type { StorageServer } from './storage-servers.js';

const LINK_MS = 30 * 60_000;

/** A refusal that the server is told to give, to so many of the requests that fit. */
export interface Refusal {
  method: string;
  path: string;
  status: number;
  error: string;
  times: number;
  retryAfter?: number;
}

/** An address of the transfer host. */
interface Ticket {
  path: string;
  expiresAt: number;
  operationId: string;
  overwrite: boolean;
}

class Refused extends Error {
  readonly status: number;
  readonly word: string;

  constructor(status: number, word: string) {
    super(word);
    this.status = status;
    this.word = word;
  }
}

/**
 * A stand-in for Yandex Disk, which cannot be had for tests: a server of our own after the published description of the
 * REST API (https://yandex.com/dev/disk-api/doc/en/), strict where that is. The API and the transfer of files are two
 * servers, as they are two hosts there. It is no proof that the real one behaves the same.
 */
export class YandexDiskServer implements StorageServer {
  readonly credentials = { oauth_token: 'test-yandex-token' };
  /** Everything that was asked, in order: `PUT /v1/disk/resources`. */
  readonly requests: string[] = [];
  /** Authorization headers that the transfer host was shown; there must be none. */
  readonly leaks: string[] = [];
  readonly refusals: Refusal[] = [];
  /** Whether changes are done at once, or accepted (202), and what becomes of them when they are asked for again. */
  changes: 'at once' | 'done later' | 'failing later' | 'never done' = 'at once';
  /** Bytes that still fit. */
  freeBytes = Infinity;
  /** How far an upload gets before its connection breaks. */
  cutAfterBytes = Infinity;
  now: () => number = Date.now;
  readonly #disk = mkdtempSync(join(tmpdir(), 'ar yandex '));
  /** The folder of the application. */
  readonly folder = join(this.#disk, 'app');
  readonly #partials = mkdtempSync(join(tmpdir(), 'ar yandex partials '));
  readonly #uploads = new Map<string, Ticket>();
  readonly #downloads = new Map<string, Ticket>();
  readonly #operations = new Map<string, { polls: number; work: () => Promise<void>; status: string }>();
  readonly #servers: Server[] = [];
  #apiUrl = '';
  #transferUrl = '';

  static async start(): Promise<YandexDiskServer> {
    const server = new YandexDiskServer();
    await mkdir(server.folder);
    server.#apiUrl = await server.#listen(server.#api());
    server.#transferUrl = await server.#listen(server.#transfer());
    return server;
  }

  get url(): string {
    return this.#apiUrl;
  }

  get settings(): Record<string, unknown> {
    return { root: 'app', api_endpoint: this.#apiUrl };
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
    for (const folder of [this.#disk, this.#partials]) await rm(folder, { recursive: true, force: true });
  }

  #api(): Express {
    const app = express();
    app.use((req, _res, next) => {
      this.requests.push(`${req.method} ${req.path}`);
      if (req.get('authorization') !== `OAuth ${this.credentials.oauth_token}`)
        throw new Refused(401, 'UnauthorizedError');
      next();
    });
    app.use((req, res, next) => {
      const refusal = this.refusals.find(
        (each) => each.times > 0 && req.method === each.method && req.path === each.path,
      );
      if (refusal === undefined) return next();
      refusal.times -= 1;
      if (refusal.retryAfter !== undefined) res.set('Retry-After', String(refusal.retryAfter));
      throw new Refused(refusal.status, refusal.error);
    });
    const at = '/v1/disk/resources';
    app.get(at, async (req, res) => {
      const { path, file } = this.#resource(req, 'path');
      const found = await stat(file).catch(() => null);
      if (found === null) throw new Refused(404, 'DiskNotFoundError');
      if (found.isFile()) return void res.json({ path, type: 'file', size: found.size });
      res.json({ path, type: 'dir', _embedded: await listed(file, req) });
    });
    app.put(at, async (req, res) => {
      const { path, file } = this.#resource(req, 'path');
      await requireParent(file);
      await mkdir(file).catch(() => {
        throw new Refused(409, 'DiskPathPointsToExistentDirectoryError');
      });
      this.#answer(res, 201, `${at}?path=${encodeURIComponent(path)}`);
    });
    app.delete(at, async (req, res) => {
      const { file } = this.#resource(req, 'path');
      if (!(await exists(file))) throw new Refused(404, 'DiskNotFoundError');
      if (req.query['permanently'] !== 'true') throw new Error('The test would fill the trash.');
      await this.#do(
        res,
        () => rm(file, { recursive: true }),
        () => void res.status(204).end(),
      );
    });
    app.post(`${at}/move`, async (req, res) => {
      const [from, to] = [this.#resource(req, 'from'), this.#resource(req, 'path')];
      if (!(await exists(from.file))) throw new Refused(404, 'DiskNotFoundError');
      await requireParent(to.file);
      await requireFree(to.file, req.query['overwrite'] === 'true');
      const moved = (): void => this.#answer(res, 201, `${at}?path=${encodeURIComponent(to.path)}`);
      await this.#do(res, () => rename(from.file, to.file), moved);
    });
    app.post(`${at}/copy`, async (req, res) => {
      const [from, to] = [this.#resource(req, 'from'), this.#resource(req, 'path')];
      if (!(await exists(from.file))) throw new Refused(404, 'DiskNotFoundError');
      await requireParent(to.file);
      await requireFree(to.file, req.query['overwrite'] === 'true');
      const copied = (): void => this.#answer(res, 201, `${at}?path=${encodeURIComponent(to.path)}`);
      await this.#do(res, () => copyFile(from.file, to.file), copied);
    });
    app.get(`${at}/upload`, async (req, res) => {
      const { file } = this.#resource(req, 'path');
      await requireParent(file);
      const overwrite = req.query['overwrite'] === 'true';
      await requireFree(file, overwrite);
      const ticket = { path: file, overwrite, operationId: randomUUID(), expiresAt: this.now() + LINK_MS };
      const href = this.#link(this.#uploads, 'upload-target', ticket);
      res.json({ operation_id: ticket.operationId, href, method: 'PUT', templated: false });
    });
    app.get(`${at}/download`, async (req, res) => {
      const { file } = this.#resource(req, 'path');
      if (!(await exists(file))) throw new Refused(404, 'DiskNotFoundError');
      const ticket = { path: file, overwrite: false, operationId: '', expiresAt: this.now() + LINK_MS };
      res.json({ href: this.#link(this.#downloads, 'disk', ticket), method: 'GET', templated: false });
    });
    app.get('/v1/disk/operations/:id', async (req, res) => {
      const operation = this.#operations.get(req.params.id);
      if (operation === undefined) throw new Refused(404, 'DiskOperationNotFoundError');
      operation.polls += 1;
      const isTime = operation.polls === 2 && this.changes !== 'never done';
      if (isTime && this.changes === 'done later') await operation.work();
      if (isTime) operation.status = this.changes === 'done later' ? 'success' : 'failed';
      res.json({ status: operation.status });
    });
    return withErrors(app);
  }

  #transfer(): Express {
    const app = express();
    app.use((req, _res, next) => {
      this.requests.push(`${req.method} ${posix.dirname(req.path)}`);
      if (req.get('authorization') !== undefined) this.leaks.push(String(req.get('authorization')));
      next();
    });
    app.put('/upload-target/:id', async (req, res) => {
      const ticket = this.#ticket(this.#uploads, req.params.id);
      this.#uploads.delete(req.params.id); // An address takes one upload.
      if (Number(req.get('content-length')) > this.freeBytes) throw new Refused(507, 'DiskNoFreeSpaceError');
      const partial = join(this.#partials, req.params.id);
      await pipeline(req, this.#cutting(req), createWriteStream(partial));
      await requireFree(ticket.path, ticket.overwrite);
      await this.#do(
        res,
        () => rename(partial, ticket.path),
        () => void res.status(201).end(),
        ticket.operationId,
      );
    });
    // The address that the API gives redirects to where the file lies.
    app.get('/disk/:id', (req, res) => {
      this.#ticket(this.#downloads, req.params.id);
      res.redirect(302, `/storage/${req.params.id}`);
    });
    app.get('/storage/:id', (req, res) => {
      const { path } = this.#ticket(this.#downloads, req.params.id);
      send(req, path, { dotfiles: 'allow' }).pipe(res);
    });
    return withErrors(app);
  }

  #cutting(req: Request) {
    const limit = this.cutAfterBytes;
    return async function* cut(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      let bytes = 0;
      for await (const piece of pieces) {
        bytes += piece.length;
        if (bytes > limit) req.socket.destroy();
        yield piece;
      }
    };
  }

  /** Does a change at once, or accepts it. */
  async #do(res: Response, work: () => Promise<void>, answer: () => void, id: string = randomUUID()): Promise<void> {
    if (this.changes === 'at once') {
      await work();
      return answer();
    }
    this.#operations.set(id, { polls: 0, work, status: 'in-progress' });
    this.#answer(res, 202, `/v1/disk/operations/${id}`);
  }

  #answer(res: Response, status: number, path: string): void {
    res.status(status).json({ href: `${this.#apiUrl}${path}`, method: 'GET', templated: false });
  }

  #resource(req: Request, name: string): { path: string; file: string } {
    const given = req.query[name];
    const path = typeof given === 'string' ? given : '';
    const [, root = '', rest = ''] = /^(app|disk):\/(.+)$/.exec(path) ?? [];
    if (root === '' || rest.split('/').includes('..')) throw new Refused(400, 'FieldValidationError');
    return { path, file: join(root === 'app' ? this.folder : this.#disk, rest) };
  }

  #link(tickets: Map<string, Ticket>, kind: string, ticket: Ticket): string {
    const id = randomUUID();
    tickets.set(id, ticket);
    return `${this.#transferUrl}/${kind}/${id}`;
  }

  #ticket(tickets: Map<string, Ticket>, id: string): Ticket {
    const ticket = tickets.get(id);
    if (ticket === undefined || ticket.expiresAt < this.now()) throw new Refused(410, 'LinkExpired');
    return ticket;
  }

  async #listen(app: Express): Promise<string> {
    const server = app.listen(0, '127.0.0.1');
    this.#servers.push(server);
    await once(server, 'listening');
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }
}

/** A page of a folder, by name. */
async function listed(folder: string, { query }: Request): Promise<object> {
  const [limit, offset] = [Number(query['limit'] ?? 20), Number(query['offset'] ?? 0)];
  const names = (await readdir(folder)).toSorted();
  const items = names.slice(offset, offset + limit).map(async (name) => {
    const found = await stat(join(folder, name));
    const modified = found.mtime.toISOString().replace(/\.\d+Z$/, '+00:00');
    return found.isFile() ? { type: 'file', name, size: found.size, modified } : { type: 'dir', name, modified };
  });
  return { items: await Promise.all(items), limit, offset, total: names.length };
}

function withErrors(app: Express): Express {
  app.use((error: unknown, _req: Request, res: Response, _next: unknown) => {
    if (res.headersSent) return void res.destroy();
    const { status, word } = error instanceof Refused ? error : new Refused(500, 'InternalServerError');
    res
      .status(status)
      .json({ error: word, message: 'what went wrong', description: 'what went wrong, for developers' });
  });
  return app;
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null)) !== null;
}

async function requireParent(file: string): Promise<void> {
  if (!(await exists(posix.dirname(file)))) throw new Refused(409, 'DiskPathDoesntExistsError');
}

async function requireFree(file: string, overwrite: boolean): Promise<void> {
  if (!overwrite && (await exists(file))) throw new Refused(409, 'DiskResourceAlreadyExistsError');
}
