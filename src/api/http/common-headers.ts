import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import cors from 'cors';
import helmet from 'helmet';
import { ANSWER_HEADERS } from './answer-headers.js';

/**
 * Any site may call: the public read is for viewers everywhere, and the admin API knows its callers by keys that they
 * send themselves, never by cookies, so another site's page can do nothing in a visitor's name. Hence every header that a
 * preflight asks for is allowed, which is what the library does without a list.
 */
export const CORS = cors({
  origin: '*',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  exposedHeaders: ['Content-Length', ...Object.keys(ANSWER_HEADERS)],
  maxAge: 86_400,
});

/** Nothing that is answered here may act as a page, or be part of one; the page of the docs says what else it needs. */
export const SECURITY = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] },
  },
  // Viewers embed what is served here. Transport security is for whoever ends TLS in front of us.
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  strictTransportSecurity: false,
  // For pages and plug-ins of old browsers: half a kilobyte less with each read of a phone.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/**
 * The headers that the two of them give every GET, names and values in turn: for answers that do not pass through
 * Express. They are taken from the very same functions, so that they cannot drift apart.
 */
export function commonHeaders(): string[] {
  const req = new IncomingMessage(new Socket());
  req.method = 'GET';
  const res = new ServerResponse(req);
  const refuse = (error?: unknown): void => {
    if (error !== undefined) throw error;
  };
  SECURITY(req, res, refuse);
  CORS(req, res, refuse);
  return Object.entries(res.getHeaders()).flatMap(([name, value]) => [name, String(value)]);
}
