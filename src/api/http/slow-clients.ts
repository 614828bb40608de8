import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

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
  /** What is being answered, but for what is answered from memory at once. */
  res: ServerResponse | null;
  movedBefore: number;
  /** How many times in a row it was too slow. */
  slow: number;
}

/**
 * Cuts off clients that send or read byte by byte, or do not read at all, and so would hold a connection for ever. Where
 * nothing moves and nothing waits to be sent it is we who are busy, or the limit for idle connections holds. Event
 * streams are left out.
 */
export class SlowClients {
  readonly #rules: SlowClientRules;
  readonly #onCutOff: (address: string) => void;
  readonly #connections = new Map<Socket, Watched>();
  #timer: NodeJS.Timeout | undefined;

  /** @param onCutOff is told of each client that is cut off. */
  constructor(rules: SlowClientRules, onCutOff: (address: string) => void) {
    this.#rules = rules;
    this.#onCutOff = onCutOff;
  }

  /** Watches every connection of a server. */
  watch(server: Server): void {
    server.on('connection', (socket) => this.#add(socket));
  }

  /** Has a connection count as one on which something is asked, until it is answered. */
  expectAnswer(socket: Socket, res: ServerResponse): void {
    const watched = this.#connections.get(socket);
    if (watched === undefined) return;
    Object.assign(watched, { res, movedBefore: moved(socket), slow: 0 });
    res.once('close', () => void (watched.res = null));
  }

  #add(socket: Socket): void {
    this.#connections.set(socket, { res: null, movedBefore: 0, slow: 0 });
    socket.once('close', () => this.#forget(socket));
    this.#timer ??= setInterval(() => this.#look(), this.#rules.everyMs).unref();
  }

  #forget(socket: Socket): void {
    this.#connections.delete(socket);
    if (this.#connections.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    for (const [socket, watched] of this.#connections) {
      const now = moved(socket);
      watched.slow = this.#isSlow(socket, watched, now - watched.movedBefore) ? watched.slow + 1 : 0;
      watched.movedBefore = now;
      if (watched.slow >= this.#rules.maxSlow && !socket.destroyed) this.#cutOff(socket);
    }
  }

  /** Where nothing is asked, few bytes are those of somebody who asks now and then. */
  #isSlow({ writableLength: unread }: Socket, { res }: Watched, bytes: number): boolean {
    if (bytes >= this.#rules.minBytes || (res !== null && isEventStream(res))) return false;
    return unread > 0 || (res !== null && bytes > 0);
  }

  #cutOff(socket: Socket): void {
    this.#onCutOff(socket.remoteAddress ?? '');
    socket.destroy();
  }
}

const isEventStream = (res: ServerResponse): boolean =>
  String(res.getHeader('content-type')).startsWith('text/event-stream');

/** The bytes that the client has sent and taken so far: what waits in our memory is not taken. */
const moved = ({ bytesRead, bytesWritten, writableLength }: Socket): number =>
  bytesRead + bytesWritten - writableLength;
