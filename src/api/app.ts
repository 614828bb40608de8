import type { RequestListener } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { AppError } from '../domain/errors.js';
import type { ApiDeps } from './api-deps.js';
import { createAuthenticator } from './auth/authenticate.js';
import { docsAssets } from './docs/docs-page.js';
import { CORS, SECURITY } from './http/common-headers.js';
import { messageClassesOf } from './http/message-classes.js';
import type { HttpApp } from './http/http-server.js';
import { passing, registerRoutes, type RequestTools } from './http/register-routes.js';
import { createMediaHandler } from './delivery/serve-media.js';
import { tusPreamble } from './uploads/resumable/tus-preamble.js';
import { HotRead } from './public-read/hot-read.js';
import { allRoutes } from './routes/all-routes.js';

function mountMedia(app: Express, deps: ApiDeps, tools: RequestTools): void {
  const serve = createMediaHandler(deps.media.sourceOf, deps.media.frontServer);
  app.use(
    '/media',
    passing(tools, '/media', ({ req, res }) => serve(req, res)),
  );
}

function createExpress(deps: ApiDeps): Express {
  const { repositories, clock, log, metrics, translateFault } = deps;
  const tools: RequestTools = {
    authenticate: createAuthenticator({ apiKeys: repositories.apiKeys, clock, log }),
    translateFault,
    log,
    observe: (labels, seconds) => metrics.observeRequest(labels, seconds),
  };
  const app = express();
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

/** The whole HTTP application: the public read in front, everything else behind it. */
export function createApp(deps: ApiDeps, idleSocketMs = IDLE_SOCKET_MS): HttpApp {
  const app = createExpress(deps);
  const behind: RequestListener = (req, res) => {
    req.socket.setTimeout(idleSocketMs); // It ends with the answer: then the server's limit for idle connections holds.
    app(req, res);
  };
  return { handle: new HotRead(deps, behind).handle, messages: messageClassesOf(app) };
}
