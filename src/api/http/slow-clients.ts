import type { IncomingMessage, ServerResponse } from 'node:http';

export interface SlowClientRules {
  /** How often it is looked, ms. */
  everyMs: number;
  /** The fewest bytes that have to move meanwhile, in either direction, where any do or should. */
  minBytes: number;
  /** A client that was too slow so many times in a row is cut off. */
  maxSlow: number;
}

/** Half a kilobyte a second: nobody who is there is so slow for two minutes. */
export const SLOW_CLIENT_RULES: SlowClientRules = { everyMs: 30_000, minBytes: 16 * 1024, maxSlow: 4 };

interface Watched {
  res: ServerResponse;
  movedBefore: number;
  /** How many times in a row it was too slow. */
  slow: number;
}

/**
 * Cuts off clients that send or read byte by byte, and so would hold a connection for ever. Where nothing moves and
 * nothing waits to be sent it is we who are busy, or the limit for idle connections holds. Event streams are left out.
 */
export class SlowClients {
  readonly #rules: SlowClientRules;
  readonly #requests = new Map<IncomingMessage, Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(rules: SlowClientRules) {
    this.#rules = rules;
  }

  /** Watches a request until it is answered. */
  watch(req: IncomingMessage, res: ServerResponse): void {
    this.#requests.set(req, { res, movedBefore: moved(req), slow: 0 });
    res.once('close', () => this.#forget(req));
    this.#timer ??= setInterval(() => this.#look(), this.#rules.everyMs).unref();
  }

  #forget(req: IncomingMessage): void {
    this.#requests.delete(req);
    if (this.#requests.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    for (const [req, watched] of this.#requests) {
      const now = moved(req);
      const bytes = now - watched.movedBefore;
      const isSlow = bytes < this.#rules.minBytes && (bytes > 0 || req.socket.writableLength > 0);
      watched.slow = isSlow && !isEventStream(watched.res) ? watched.slow + 1 : 0;
      watched.movedBefore = now;
      if (watched.slow >= this.#rules.maxSlow) req.socket.destroy();
    }
  }
}

const isEventStream = (res: ServerResponse): boolean =>
  String(res.getHeader('content-type')).startsWith('text/event-stream');

/** The bytes that the client has sent and taken so far: what waits in our memory is not taken. */
function moved({ socket }: IncomingMessage): number {
  return socket.bytesRead + socket.bytesWritten - socket.writableLength;
}
