import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that may wait on one connection for the answers before theirs: more than any client sends ahead. */
const MAX_WAITING = 100;

/**
 * Has the requests of one connection carried out one after the other, as they were asked (RFC 9112, 9.3.2). Node hands
 * all of them over at once, and tells nobody of the answers that nothing was sent of when the connection ends: whatever
 * they hold would be held for ever.
 */
export class Pipelines {
  readonly #waiting = new WeakMap<Socket, number>();
  readonly #onRefused: (address: string) => void;

  /** @param onRefused is told of each connection that was closed as too many requests waited on it. */
  constructor(onRefused: (address: string) => void) {
    this.#onRefused = onRefused;
  }

  /** Begins what a request asks for, once those before it on its connection are answered; never when that ends before. */
  inTurn(req: IncomingMessage, res: ServerResponse, begin: () => void): void {
    if (res.socket !== null) {
      begin();
      return;
    }
    const { socket } = req;
    const waiting = (this.#waiting.get(socket) ?? 0) + 1;
    this.#waiting.set(socket, waiting);
    if (waiting > MAX_WAITING) this.#refuse(socket);
    res.once('socket', () => {
      this.#waiting.set(socket, (this.#waiting.get(socket) ?? 1) - 1);
      // Node goes on with the answer itself first.
      process.nextTick(() => void (socket.destroyed || begin()));
    });
  }

  #refuse(socket: Socket): void {
    if (socket.destroyed) return; // What arrived together is told once.
    const address = socket.remoteAddress ?? '';
    socket.destroy();
    this.#onRefused(address);
  }
}
