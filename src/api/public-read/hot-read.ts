import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ApiDeps } from '../api-deps.js';
import { UUID } from '../../domain/scalars.js';
import { commonHeaders } from '../http/common-headers.js';
import { problemAnswer } from '../http/problem.js';
import type { Addresses } from '../http/addresses.js';
import { rawValues } from '../http/raw-headers.js';
import { requestIdOf } from '../http/request-context.js';
import { toAppError } from '../http/to-app-error.js';
import { MANY_STEPS } from '../../reading/background-settle.js';
import { isKnown, unknownContent, type Reading } from '../../reading/content-cache.js';
import type { HeldContent } from '../../reading/held-content.js';
import { answerFrom, outcomeOf, serverTime, type ReadContext } from './read-answer.js';

const BEFORE = '/api/ar/';
const AFTER = '/active-video';
const ROUTE = `${BEFORE}{unique_id}${AFTER}`;
const UUID_LENGTH = 36;
const URL_LENGTH = BEFORE.length + UUID_LENGTH + AFTER.length;

/** The uuid of a plain read; null: Express is to look at the request. */
function readOf({ method, url }: IncomingMessage): string | null {
  if (url?.length !== URL_LENGTH || (method !== 'GET' && method !== 'HEAD')) return null;
  if (!url.startsWith(BEFORE) || !url.endsWith(AFTER)) return null;
  return url.slice(BEFORE.length, BEFORE.length + UUID_LENGTH);
}

/** If-None-Match may come in several lines, which count as one. */
const noneMatchOf = (req: IncomingMessage): string | undefined =>
  rawValues(req, 'if-none-match').length === 0 ? undefined : req.headers['if-none-match'];

/** What is not answered at once. */
interface Behind {
  next: RequestListener;
  /** Begins it in its turn among the requests of its connection. */
  inTurn: (req: IncomingMessage, res: ServerResponse, begin: () => void) => void;
}

/** The public read, answered in front of Express from prepared bytes; everything else goes on to `next`. */
export class HotRead {
  readonly #deps: ApiDeps;
  readonly #behind: Behind;
  readonly #context: ReadContext;
  readonly #common = commonHeaders();
  readonly #addresses: Addresses;

  constructor(deps: ApiDeps, addresses: Addresses, behind: Behind) {
    this.#deps = deps;
    this.#addresses = addresses;
    this.#behind = behind;
    this.#context = { maxAgeMs: deps.settings.readMaxAgeMs, vary: addresses.vary };
  }

  /** The listener of the server. */
  readonly handle = (req: IncomingMessage, res: ServerResponse): void => {
    const uniqueId = readOf(req);
    const { next, inTurn } = this.#behind;
    if (uniqueId === null) {
      inTurn(req, res, () => next(req, res));
      return;
    }
    const at = this.#deps.clock.now();
    const held = this.#deps.cache.peek(uniqueId);
    if (held === undefined) inTurn(req, res, () => void this.#read(req, res, uniqueId));
    else this.#answer(req, res, uniqueId, { held, at, away: false, queryMs: null });
  };

  async #read(req: IncomingMessage, res: ServerResponse, uniqueId: string): Promise<void> {
    try {
      // What only looks like a uuid is an unknown content.
      if (!UUID.test(uniqueId)) throw unknownContent(uniqueId);
      this.#answer(req, res, uniqueId, await this.#deps.cache.read(uniqueId.toLowerCase()));
    } catch (error) {
      this.#fail(req, res, error);
    }
  }

  #answer(req: IncomingMessage, res: ServerResponse, uniqueId: string, reading: Reading): void {
    try {
      const baseUrl = this.#addresses.baseUrlOf(req);
      if (!isKnown(reading)) throw unknownContent(uniqueId);
      const { held } = reading;
      const answer = answerFrom(reading, this.#context, { baseUrl, ifNoneMatch: noneMatchOf(req) });
      if (held.uncommitted > MANY_STEPS) this.#settleBacklog(held);
      this.#deps.metrics.countRead(answer.outcome);
      res.writeHead(answer.status, [
        ...this.#common,
        ...answer.headers,
        'X-Request-Id',
        requestIdOf(rawValues(req, 'x-request-id')[0]),
      ]);
      // Node leaves the body out of an answer to HEAD.
      res.end(answer.bytes);
    } catch (error) {
      this.#fail(req, res, error);
    }
  }

  /** Counted anew from here: whether it was committed is seen when the content is read again. */
  #settleBacklog(held: HeldContent): void {
    this.#deps.settleBacklog(held.id, held.uncommitted);
    held.uncommitted = 0;
  }

  #fail(req: IncomingMessage, res: ServerResponse, error: unknown): void {
    const { metrics, translateFault, log, clock, refusals } = this.#deps;
    metrics.countRead(outcomeOf(error));
    const fault = toAppError(error, translateFault);
    const requestId = requestIdOf(rawValues(req, 'x-request-id')[0]);
    if (fault.code === 'internal_error') log.error({ request_id: requestId, err: fault.cause }, `${req.url} failed`);
    else if (fault.code === 'database_unavailable') {
      const details = { request_id: requestId, route: ROUTE, reason: fault.message, err: fault.cause };
      refusals.tell({ what: 'request', why: fault.code, address: req.socket.remoteAddress, details });
    }
    const { status, headers, body } = problemAnswer(fault, { instance: req.url ?? '/', requestId });
    const own = { 'X-Server-Time': serverTime(clock.now()), 'Cache-Control': 'no-cache', 'X-Request-Id': requestId };
    const all = { ...own, ...headers, 'Content-Length': String(body.length) };
    res.writeHead(status, [...this.#common, ...Object.entries(all).flat()]);
    res.end(body);
  }
}
