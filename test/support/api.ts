import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import type { ApiDeps } from '../../src/api/api-deps.js';
import { createApp } from '../../src/api/app.js';
import { hashKeySecret, newKeySecret } from '../../src/api/auth/api-key-secret.js';
import { answersOf } from '../../src/api/docs/answers.js';
import { ANSWER_HEADERS } from '../../src/api/http/answer-headers.js';
import type { Route } from '../../src/api/http/define-route.js';
import { PROBLEM_TYPE } from '../../src/api/http/problem.js';
import { problemsOf } from '../../src/api/http/route-problems.js';
import { closeGracefully, listen, portOf } from '../../src/api/http/http-server.js';
import type { FrontServer } from '../../src/api/delivery/hand-over.js';
import { allRoutes } from '../../src/api/routes/all-routes.js';
import { clientsFolder } from '../../src/config/clients-folder.js';
import { consoleFolder } from '../../src/config/console-folder.js';
import { serviceVersion } from '../../src/config/version.js';
import type { BoundedClock } from '../../src/db/clock.js';
import type { PlaceLimits } from '../../src/concurrency/places.js';
import type { Database } from '../../src/db/database.js';
import type { Role } from '../../src/domain/api-key.js';
import { DEFAULT_OBJECT_LIMITS, type ObjectLimits } from '../../src/domain/limits.js';
import { HTTP_STATUS, type ErrorCode } from '../../src/domain/errors.js';
import type { Id } from '../../src/domain/scalars.js';
import { assembleApi, type ApiParts } from '../../src/assembly/assemble-api.js';
import type { FreeBytes } from '../../src/storage/disk-reserve.js';
import { createStorages } from '../../src/assembly/storages.js';

/** An answer of the API, read. */
export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** The JSON of the body; its text when it is none. */
  body: unknown;
}

/** The code of the problem that the API answered with; undefined: it is none. */
export const problemCode = ({ body }: ApiAnswer): unknown => (body as { code?: string }).code;

/** An object that the API answered with. */
export interface ApiObject {
  id: number;
  [field: string]: unknown;
}

export interface CallOptions {
  /** The secret to send; null: none. The installation-wide admin key unless given. */
  key?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A running API on a port of its own. */
export interface TestApi {
  url: string;
  deps: ApiDeps;
  routes: readonly Route[];
  /** The folder of the default storage connection. */
  mediaDir: string;
  /** Sends a request. A declared answer that does not fit its schema fails the test. */
  call(method: string, path: string, options?: CallOptions): Promise<ApiAnswer>;
  /** The same, for an object; fails unless the status is the expected one. */
  expect(status: number, method: string, path: string, options?: CallOptions): Promise<ApiObject>;
  /** Makes a key and returns its secret. */
  makeKey(role: Role, companyId: Id | null): Promise<string>;
  stop(): Promise<void>;
}

/** How long the API of a test waits for a backend. */
const PATIENCE = { answerMs: 2_000, idleMs: 2_000, uploadMs: 10_000 };

/** What a test may want to be otherwise. */
export interface TestApiOptions {
  /** Listens for edits on this database, so that reads are answered from memory. */
  feedUrl?: string;
  publicBaseUrl?: string;
  frontServer?: FrontServer | null;
  maxBytes?: number;
  maxUploadBytes?: number;
  limits?: Partial<ObjectLimits>;
  minFreeDiskBytes?: number;
  freeBytes?: FreeBytes;
  maxOpenPerCompany?: number;
  trustedProxies?: string[];
  connections?: PlaceLimits;
  streams?: PlaceLimits;
  log?: Logger;
  /** Of a Temporal server; none are open unless given. */
  openWorkflows?: ApiParts['openWorkflows'];
  deliverNow?: ApiParts['deliverNow'];
  consoleFolder?: string;
}

/** A Temporal server on which nothing runs. */
const NO_WORKFLOWS: ApiParts['openWorkflows'] = {
  among: async () => [],
  part: async () => ({ workflows: [], next: null }),
  find: async () => null,
};

const MANY: PlaceLimits = { inAll: 1_000, perKey: 1_000 };

function assemble(
  db: Database,
  clock: BoundedClock,
  mediaDir: string,
  options: TestApiOptions,
): { deps: ApiDeps; closers: ApiParts['closers'] } {
  const { feedUrl, publicBaseUrl, frontServer = null, maxBytes = 10_000_000, maxUploadBytes = 10_000_000 } = options;
  const { limits, trustedProxies = [], connections = MANY, streams = MANY, log = pino({ level: 'silent' }) } = options;
  const { minFreeDiskBytes = 0, freeBytes, maxOpenPerCompany = 1_000 } = options;
  const disk = freeBytes && { freeBytes };
  const stagingFolder = join(mediaDir, 'staging');
  const credentialsKeys = ['the credentials key of the tests'];
  const storages = createStorages({
    db,
    credentialsKeys,
    stagingFolder,
    minFreeDiskBytes,
    ...disk,
    patience: PATIENCE,
  });
  const closers: ApiParts['closers'] = [];
  const deps = assembleApi({
    db,
    clock,
    log,
    settings: {
      publicBaseUrl,
      readMaxAgeMs: 5_000,
      deletedFileGraceMs: 3_600_000,
      trustedProxies,
      connections,
      requestsPerCompany: 8,
      webhooksMayBePrivate: false,
      clientsFolder: clientsFolder(),
      consoleFolder: options.consoleFolder ?? consoleFolder(),
      version: serviceVersion(),
    },
    streams,
    uploads: {
      maxBytes: maxUploadBytes,
      idleTimeoutMs: 5_000,
      maxOpenPerCompany,
    },
    limits: { ...DEFAULT_OBJECT_LIMITS, ...limits },
    frontServer,
    storages,
    readCacheBytes: maxBytes,
    feed: feedUrl === undefined ? null : { url: feedUrl, applicationName: 'feed' },
    deliverNow: options.deliverNow ?? (() => undefined),
    isTemporalReachable: async () => false,
    openWorkflows: options.openWorkflows ?? NO_WORKFLOWS,
    closers,
  });
  return { deps, closers };
}

const pattern = (path: string): RegExp => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);

/** The route that a request goes to. */
function routeOf(routes: readonly Route[], method: string, path: string): Route | undefined {
  const plain = path.split('?')[0] ?? '';
  return routes.find((route) => route.method === method.toLowerCase() && pattern(route.path).test(plain));
}

/** A problem is one of those that the route declares; `method_not_allowed` is of no route. */
function assertDeclaredProblem(route: Route | undefined, { status, body }: ApiAnswer, what: string): void {
  const { code } = body as { code: ErrorCode };
  if (route === undefined || code === 'method_not_allowed') return;
  assert.equal(status, HTTP_STATUS[code]);
  assert.ok(problemsOf(route).includes(code), `${what} answered ${code}, which is not declared`);
}

/** Headers that tell something beyond their answer, and so have to be declared. */
const TOLD = Object.keys(ANSWER_HEADERS).filter((name) => !['Allow', 'Cache-Control', 'Vary'].includes(name));

function assertDeclared(route: Route | undefined, answer: ApiAnswer, what: string): void {
  if (answer.headers.get('content-type')?.startsWith(PROBLEM_TYPE)) {
    return assertDeclaredProblem(route, answer, what);
  }
  const declared = route && answersOf(route)[answer.status];
  assert.ok(declared, `${what} answered ${answer.status}, which is not declared: ${JSON.stringify(answer.body)}`);
  const { certain, possible } = declared;
  for (const name of certain) assert.ok(answer.headers.has(name), `${what} answered without ${name}`);
  const names = new Set<string>([...certain, ...possible]);
  const undeclared = TOLD.filter((name) => answer.headers.has(name) && !names.has(name));
  assert.deepEqual(undeclared, [], `${what} answered ${answer.status} with headers that are not declared`);
  const result = declared.schema?.safeParse(answer.body);
  assert.ok(result?.success !== false, `${what} answered what is not declared: ${result?.error?.message}`);
}

function payloadOf(body: unknown): Pick<RequestInit, 'body'> & { type?: string } {
  if (body === undefined) return {};
  if (body instanceof FormData) return { body };
  if (typeof body === 'string') return { body };
  return { body: JSON.stringify(body), type: 'application/json' };
}

async function readAnswer(response: Response): Promise<ApiAnswer> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Starts the API on a database and with a clock. Stop it in `after`. */
export async function startTestApi(db: Database, clock: BoundedClock, options: TestApiOptions = {}): Promise<TestApi> {
  const mediaDir = mkdtempSync(join(tmpdir(), 'ar video api-'));
  const { deps, closers } = assemble(db, clock, mediaDir, options);
  await deps.media.prepareFolder(mediaDir);
  const local = {
    company_id: null,
    name: 'local disk',
    provider: 'local',
    base_path: mediaDir,
    is_default: true,
  } as const;
  await deps.repositories.storageConnections.ensureDefault(async () => local);
  const admin = newKeySecret();
  await deps.repositories.apiKeys.ensureFirst(hashKeySecret(admin));
  const routes = allRoutes(deps);
  const server: Server = await listen(createApp(deps), '127.0.0.1', 0);
  const url = `http://127.0.0.1:${portOf(server)}`;

  const call = async (method: string, path: string, options: CallOptions = {}): Promise<ApiAnswer> => {
    const { key = admin, headers = {} } = options;
    const { type, ...payload } = payloadOf(options.body);
    const sent = {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(type !== undefined && { 'content-type': type }),
      ...headers,
    };
    const answer = await readAnswer(await fetch(url + path, { method, headers: sent, ...payload }));
    if (method !== 'HEAD' && method !== 'OPTIONS' && !path.startsWith('/media')) {
      assertDeclared(routeOf(routes, method, path), answer, `${method} ${path}`);
    }
    return answer;
  };
  const expect: TestApi['expect'] = async (status, method, path, options) => {
    const answer = await call(method, path, options);
    assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as ApiObject;
  };
  const makeKey = async (role: Role, companyId: Id | null): Promise<string> => {
    const body = { name: `${role} key`, role, company_id: companyId };
    return String((await expect(201, 'POST', '/api/api-keys', { body }))['key']);
  };
  const stop = async (): Promise<void> => {
    deps.events.close();
    await closeGracefully(server, 2_000);
    for (const close of closers.toReversed()) await close();
    rmSync(mediaDir, { recursive: true, force: true });
  };
  return { url, deps, routes, mediaDir, call, expect, makeKey, stop };
}
