import type { RequestListener } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { createFairLimiter } from '../concurrency/limiter.js';
import { showsHangingDatabase } from '../db/transaction.js';
import { AppError } from '../domain/errors.js';
import type { ApiDeps } from './api-deps.js';
import { createAuthenticator } from './auth/authenticate.js';
import { createMediaOrigins } from './console/media-origins.js';
import { mountConsole } from './console/mount-console.js';
import { docsAssets } from './docs/docs-page.js';
import { Addresses } from './http/addresses.js';
import { ConnectionGuard } from './http/connection-guard.js';
import { CORS, SECURITY } from './http/common-headers.js';
import { MessageGuard } from './http/message-guard.js';
import { messageClassesOf } from './http/message-classes.js';
import type { HttpApp } from './http/http-server.js';
import { Pipelines } from './http/pipelines.js';
import { readQuery } from './http/read-query.js';
import { takeTarget } from './http/request-target.js';
import { passing, registerRoutes, type RequestTools } from './http/register-routes.js';
import { SLOW_CLIENT_RULES, SlowClients, type SlowClientRules } from './http/slow-clients.js';
import { createMediaHandler } from './delivery/serve-media.js';
import { tusPreamble } from './uploads/resumable/tus-preamble.js';
import { HotRead } from './public-read/hot-read.js';
import { allRoutes } from './routes/all-routes.js';

/** Requests of one company that wait for their turn. */
const MAX_WAITING = 500;

function mountMedia(app: Express, deps: ApiDeps, tools: RequestTools): void {
  const serve = createMediaHandler(deps.media.sourceOf, deps.media.frontServer);
  app.use(
    '/media',
    passing(tools, '/media', ({ req, res }) => serve(req, res)),
  );
}

type IsProxy = (address: string) => boolean;

/** Whether an address is one of a proxy of ours; null: there is none. */
function proxiesOf(app: Express, { trustedProxies }: ApiDeps['settings']): IsProxy | null {
  // A client's address is what the connection says, or what a proxy of ours says; never what a client says itself.
  app.set('trust proxy', [...trustedProxies]);
  const isTrusted: (address: string, hop: number) => boolean = app.get('trust proxy fn');
  return trustedProxies.length === 0 ? null : (address) => isTrusted(address, 0);
}

function mountAll(app: Express, deps: ApiDeps, addresses: Addresses): void {
  const { repositories, cookie, clock, log, metrics, settings, translateFault } = deps;
  const { apiKeys, sessions } = repositories;
  const tools: RequestTools = {
    authenticate: createAuthenticator({ apiKeys, sessions, cookie, addresses, clock, log }),
    translateFault,
    log,
    refusals: deps.refusals,
    addresses,
    companyShare: createFairLimiter(
      { inAll: Number.POSITIVE_INFINITY, perKey: settings.requestsPerCompany },
      MAX_WAITING,
      showsHangingDatabase,
    ),
    observe: (labels, seconds) => metrics.observeRequest(labels, seconds),
  };
  app.disable('x-powered-by').disable('etag').set('query parser', readQuery).enable('case sensitive routing');
  // Whoever needs it: a Host that is none has to be refused.
  const checkAddress = (req: Request, _res: Response, next: NextFunction): void => {
    addresses.baseUrlOf(req);
    next();
  };
  app.use(SECURITY, checkAddress, tusPreamble, CORS);
  app.use('/docs', docsAssets());
  registerRoutes(app, allRoutes(deps), tools);
  mountMedia(app, deps, tools);
  const origins = createMediaOrigins(repositories.storageConnections, deps.media.open);
  mountConsole(app, settings.consoleFolder, origins, tools);
  const refuseUnknown = passing(tools, 'unknown', async ({ req }) => {
    throw new AppError('not_found', `There is nothing at ${req.path}.`);
  });
  app.use(refuseUnknown);
  // Express itself fails before a route is found, at a path that cannot be decoded, say.
  app.use((error: unknown, req: Request, res: Response, _next: NextFunction) =>
    passing(tools, 'unknown', async () => {
      throw error;
    })(req, res),
  );
}

/** A connection on which nothing moves for this long is closed; an upload has a shorter limit of its own. */
const IDLE_SOCKET_MS = 120_000;

/** The limits of connections: that of each address is left to a proxy of ours. */
function createGuard(isProxy: IsProxy | null, { settings, refusals, metrics }: ApiDeps): ConnectionGuard {
  const guard = new ConnectionGuard({
    limits: settings.connections,
    isProxy: (address) => isProxy?.(address) ?? false,
    onRefused: (why, address) => refusals.tell({ what: 'connection', why, address }),
  });
  metrics.measureConnections(() => guard.open);
  return guard;
}

/** How long clients may take, where a test has less patience. */
export interface ClientPatience {
  idleSocketMs?: number;
  slowClients?: SlowClientRules;
}

/** The whole HTTP application: the public read in front, everything else behind it. */
export function createApp(
  deps: ApiDeps,
  { idleSocketMs = IDLE_SOCKET_MS, slowClients = SLOW_CLIENT_RULES }: ClientPatience = {},
): HttpApp {
  const app = express();
  const isProxy = proxiesOf(app, deps.settings);
  const addresses = new Addresses({ publicBaseUrl: deps.settings.publicBaseUrl, isProxy });
  mountAll(app, deps, addresses);
  const { refusals } = deps;
  const refused = (why: string) => (address: string) => refusals.tell({ what: 'connection', why, address });
  const slow = new SlowClients(slowClients, refused('slow'));
  const behind: RequestListener = (req, res) => {
    req.socket.setTimeout(idleSocketMs); // It ends with the answer: then the server's limit for idle connections holds.
    slow.expectAnswer(req.socket, res);
    takeTarget(req);
    app(req, res);
  };
  const pipelines = new Pipelines(refused('pipelining'));
  const hot = new HotRead(deps, addresses, {
    next: behind,
    inTurn: (req, res, begin) => pipelines.inTurn(req, res, begin),
  });
  const guards = [createGuard(isProxy, deps), new MessageGuard(refusals), slow];
  return { handle: hot.handle, messages: messageClassesOf(app), guards };
}
