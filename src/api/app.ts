import type { RequestListener } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { createFairLimiter } from '../concurrency/limiter.js';
import { AppError } from '../domain/errors.js';
import type { ApiDeps } from './api-deps.js';
import { createAuthenticator } from './auth/authenticate.js';
import { docsAssets } from './docs/docs-page.js';
import { ConnectionGuard } from './http/connection-guard.js';
import { CORS, SECURITY } from './http/common-headers.js';
import { messageClassesOf } from './http/message-classes.js';
import type { HttpApp } from './http/http-server.js';
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

function createExpress(deps: ApiDeps): Express {
  const { repositories, clock, log, metrics, settings, translateFault } = deps;
  const tools: RequestTools = {
    authenticate: createAuthenticator({ apiKeys: repositories.apiKeys, clock, log }),
    translateFault,
    log,
    refusals: deps.refusals,
    companyShare: createFairLimiter(
      { inAll: Number.POSITIVE_INFINITY, perKey: settings.requestsPerCompany },
      MAX_WAITING,
    ),
    observe: (labels, seconds) => metrics.observeRequest(labels, seconds),
  };
  const app = express();
  // A client's address is what the connection says, or what a proxy of ours says; never what a client says itself.
  app.set('trust proxy', [...deps.settings.trustedProxies]);
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').enable('case sensitive routing');
  app.use(SECURITY, tusPreamble, CORS);
  app.use('/docs', docsAssets());
  registerRoutes(app, allRoutes(deps), tools);
  mountMedia(app, deps, tools);
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
  return app;
}

/** A connection on which nothing moves for this long is closed; an upload has a shorter limit of its own. */
const IDLE_SOCKET_MS = 120_000;

/** The limits of connections: that of each address is left to a proxy of ours. */
function createGuard(app: Express, { settings, refusals, metrics }: ApiDeps): ConnectionGuard {
  const isProxy: (address: string, hop: number) => boolean = app.get('trust proxy fn');
  const guard = new ConnectionGuard({
    limits: settings.connections,
    isProxy: (address) => isProxy(address, 0),
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
  const app = createExpress(deps);
  const slow = new SlowClients(slowClients);
  const behind: RequestListener = (req, res) => {
    req.socket.setTimeout(idleSocketMs); // It ends with the answer: then the server's limit for idle connections holds.
    slow.watch(req, res);
    app(req, res);
  };
  return { handle: new HotRead(deps, behind).handle, messages: messageClassesOf(app), guard: createGuard(app, deps) };
}
