import type { Express, Request, Response } from 'express';
import type { Logger } from 'pino';
import type { FairLimiter } from '../../concurrency/limiter.js';
import { AppError, type ErrorCode } from '../../domain/errors.js';
import { LimitReached } from '../../domain/limits.js';
import { includesRole, type ApiCaller, type Authenticate } from './api-caller.js';
import { discardRest } from './discard-rest.js';
import { sendAnswer, type Answer } from './answer.js';
import type { Addresses } from './addresses.js';
import type { Route } from './define-route.js';
import type { Refusals } from './refusals.js';
import { sendProblem } from './problem.js';
import { toAppError } from './to-app-error.js';
import { takeRequestId } from './request-context.js';

/** What every request passes through. */
export interface RequestTools {
  authenticate: Authenticate;
  translateFault: (error: unknown) => unknown;
  log: Logger;
  refusals: Pick<Refusals, 'tell'>;
  addresses: Pick<Addresses, 'baseUrlOf' | 'vary'>;
  /** Has the requests of one company wait for each other beyond a number: its share of connections to the database. */
  companyShare: FairLimiter;
  observe: (labels: { method: string; route: string; status: number }, seconds: number) => void;
}

interface Passing {
  req: Request;
  res: Response;
  route: string;
  requestId: string;
  actor: string;
}

/** What the client asked for, without its query: also below a mounted handler, where Express cuts the path short. */
const pathOf = (req: Request): string => req.originalUrl.split('?')[0] ?? '/';

/** The same for a line of the log, which nobody can make long. */
const shownPath = (req: Request): string => {
  const path = pathOf(req);
  return path.length > MAX_SHOWN ? `${path.slice(0, MAX_SHOWN)}...` : path;
};

const MAX_SHOWN = 200;

const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** The status that is told of a request whose client left before it was answered; nginx says it so. */
const CLIENT_LEFT = 499;

const ANONYMOUS = 'anonymous';

/** What somebody with a key changes, or tries to, is worth a line. What is refused to others is told as a refusal. */
const levelOf = ({ req: { method }, actor }: Passing): 'debug' | 'info' =>
  actor === ANONYMOUS || method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? 'debug' : 'info';

/** One line for each request once it has been answered. What the public reads is only worth a line at `debug`. */
function tell(tools: RequestTools, passing: Passing, startedAt: number): void {
  const { req, res, route, requestId, actor } = passing;
  const ms = Math.round(performance.now() - startedAt);
  const isLeft = !res.writableFinished && !(req.complete && res.headersSent);
  const status = isLeft ? CLIENT_LEFT : res.statusCode;
  tools.observe({ method: req.method, route, status }, ms / 1_000);
  const cut = res.writableFinished ? '' : ', cut off';
  const line = `${req.method} ${shownPath(req)} ${status} in ${ms} ms${cut}`;
  tools.log[levelOf(passing)]({ request_id: requestId, actor, route }, line);
}

/** What an operator wants to see of refused requests: who tries keys, what is forbidden, and what is too much. */
const REFUSALS = new Set<ErrorCode>([
  'unauthorized',
  'sign_in_refused',
  'too_many_attempts',
  'forbidden',
  'foreign_origin',
  'busy',
  'quota_exceeded',
  'payload_too_large',
]);

/** What is away, which every request meets until it is back. */
const OUTAGES = new Set<ErrorCode>(['database_unavailable', 'storage_unavailable', 'storage_full']);

function tellRefusal(tools: RequestTools, { req, route, requestId, actor }: Passing, fault: AppError): void {
  const isOutage = OUTAGES.has(fault.code);
  const isLimit = fault instanceof LimitReached;
  if (!isOutage && !isLimit && !REFUSALS.has(fault.code)) return;
  // Of a key that is refused, who it is stands in the cause.
  const who = typeof fault.cause === 'string' ? fault.cause : actor;
  const told = { request_id: requestId, actor: who, route, method: req.method, reason: fault.message };
  const details = isOutage ? { ...told, err: fault.cause ?? fault } : told;
  const kind = isLimit ? { what: 'object', why: fault.variable } : { what: 'request', why: fault.code };
  tools.refusals.tell({ ...kind, address: req.ip, details });
}

function fail(tools: RequestTools, passing: Passing, error: unknown): void {
  const { req, res, requestId, actor } = passing;
  const fault = toAppError(error, tools.translateFault);
  tellRefusal(tools, passing, fault);
  if (fault.code === 'internal_error') {
    const details = { request_id: requestId, actor, err: fault.cause ?? fault };
    tools.log.error(details, `${req.method} ${shownPath(req)} failed`);
  }
  sendProblem(res, fault, { instance: pathOf(req), requestId });
}

/** Runs `work` for a request, which it gives its id, its line in the log and its metrics; faults become problems. */
export function passing(
  tools: RequestTools,
  route: string,
  work: (request: Passing) => Promise<void>,
): (req: Request, res: Response) => Promise<void> {
  return async (req, res) => {
    const startedAt = performance.now();
    const request: Passing = { req, res, route, requestId: takeRequestId(req, res), actor: ANONYMOUS };
    res.once('close', () => tell(tools, request, startedAt));
    try {
      await work(request);
    } catch (error) {
      fail(tools, request, error);
    }
  };
}

async function admit(tools: RequestTools, route: Route, request: Passing): Promise<ApiCaller | null> {
  if (route.access === 'public') return null;
  request.res.set('Cache-Control', 'no-store');
  const known = await tools.authenticate(request.req, request.requestId);
  const caller = { ...known, address: request.req.ip ?? null };
  request.actor = caller.actor;
  if (includesRole(caller.role, route.access)) return caller;
  throw new AppError('forbidden', `This takes a key with the role ${route.access}; this one has ${caller.role}.`);
}

/**
 * A company gets its share and no more. What waits for the client or for processing is left out: it holds no connection
 * meanwhile. Limits of how often somebody may ask belong here, too.
 */
function inItsTurn(
  tools: RequestTools,
  { upload, headers, prefersWait }: Route,
  caller: ApiCaller | null,
  handle: () => Promise<Answer>,
): Promise<Answer> {
  const isLong = upload !== undefined || headers !== undefined || prefersWait === true;
  return caller === null || caller.companyId === null || isLong
    ? handle()
    : tools.companyShare(caller.companyId, handle);
}

function handlerOf(tools: RequestTools, route: Route): (req: Request, res: Response) => Promise<void> {
  return passing(tools, route.path, async (request) => {
    const { req, res, requestId } = request;
    try {
      const caller = await admit(tools, route, request);
      const log = tools.log.child({ request_id: requestId });
      const { vary: baseUrlVary } = tools.addresses;
      const baseUrl = tools.addresses.baseUrlOf(req);
      const handle = () => route.handle({ req, res, requestId, baseUrl, baseUrlVary, caller, log });
      sendAnswer(res, await inItsTurn(tools, route, caller, handle));
    } catch (error) {
      // So that a client that is still sending can read the refusal.
      discardRest(req, res);
      throw error;
    }
  });
}

/** Registers routes with Express. A method that a path does not have is a 405 that names those it has. */
export function registerRoutes(app: Express, routes: readonly Route[], tools: RequestTools): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const own = routes.filter((route) => route.path === path);
    for (const route of own) app[route.method](expressPath(path), handlerOf(tools, route));
    const methods = own.map(({ method }) => method.toUpperCase());
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    const refuse = passing(tools, path, async ({ req, res }) => {
      res.set('Allow', allow);
      throw new AppError('method_not_allowed', `${req.method} is not possible here; ${allow} are.`);
    });
    app.all(expressPath(path), refuse);
  }
}
