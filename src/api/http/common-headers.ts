import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import cors, { type CorsOptions } from 'cors';
import helmet from 'helmet';
import { ANSWER_HEADERS } from './answer-headers.js';
import { OWN_PAGE_HEADER } from './own-page.js';

const FOR_ANY_SITE: CorsOptions = {
  origin: '*',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  // No page may read a cookie that is set.
  exposedHeaders: ['Content-Length', ...Object.keys(ANSWER_HEADERS).filter((name) => name !== 'Set-Cookie')],
  maxAge: 86_400,
};

const asksAs = ({ headers }: IncomingMessage): string => headers['access-control-request-headers'] ?? '';

/**
 * Any site may call: the public read is for viewers everywhere, and another site's page can do nothing in a visitor's
 * name, as it has no key of theirs, and the cookie of their session counts only with a header that it may not send. Any
 * other header that a preflight asks for is allowed, which is what the library does without a list.
 */
export const CORS = cors((req: IncomingMessage, use: (error: null, options: CorsOptions) => void) => {
  const asked = asksAs(req).toLowerCase().split(',');
  const isRefused = asked.some((name) => name.trim() === OWN_PAGE_HEADER);
  use(null, isRefused ? { ...FOR_ANY_SITE, allowedHeaders: [] } : FOR_ANY_SITE);
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
