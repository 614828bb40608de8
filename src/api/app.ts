import cors from 'cors';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { AppError } from '../domain/errors.js';
import type { ApiDeps } from './api-deps.js';
import { createAuthenticator } from './auth/authenticate.js';
import { docsAssets } from './docs/docs-page.js';
import { passing, registerRoutes, type RequestTools } from './http/register-routes.js';
import { createMediaHandler } from './media/serve-media.js';
import { allRoutes } from './routes/all-routes.js';

/**
 * Any site may call: the public read is for viewers everywhere, and the admin API knows its callers by keys that they
 * send themselves, never by cookies, so another site's page can do nothing in a visitor's name.
 */
const CORS = cors({
  origin: '*',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  allowedHeaders: [
    'Authorization',
    'Content-Type',
    'Idempotency-Key',
    'If-Match',
    'If-None-Match',
    'If-Range',
    'Range',
    'X-Request-Id',
  ],
  exposedHeaders: [
    'Accept-Ranges',
    'Content-Length',
    'Content-Range',
    'ETag',
    'Link',
    'Location',
    'Retry-After',
    'X-Request-Id',
    'X-Server-Time',
  ],
  maxAge: 86_400,
});

const SECURITY = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      // What follows is for /docs alone: Swagger UI sets styles on elements and has pictures within its styles.
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
    },
  },
  // Viewers embed what is served here. Transport security is for whoever ends TLS in front of us.
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  strictTransportSecurity: false,
});

function mountMedia(app: Express, deps: ApiDeps, tools: RequestTools): void {
  const serve = createMediaHandler(deps.media.sourceOf);
  const handler = passing(tools, '/media', async ({ req, res }) => {
    await new Promise<void>((resolve, reject) => {
      res.once('close', resolve);
      Promise.resolve(serve(req, res, (error: unknown) => reject(error))).catch(reject);
    });
  });
  app.use('/media', handler);
}

/** The whole HTTP application. */
export function createApp(deps: ApiDeps): Express {
  const { repositories, clock, log, metrics, translateFault } = deps;
  const tools: RequestTools = {
    authenticate: createAuthenticator({ apiKeys: repositories.apiKeys, clock, log }),
    translateFault,
    log,
    observe: (labels, seconds) => metrics.observeRequest(labels, seconds),
  };
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').enable('case sensitive routing');
  app.use(SECURITY, CORS);
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
