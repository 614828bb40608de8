import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MessageClasses } from './message-classes.js';

/** What a server serves. */
export interface HttpApp {
  handle: RequestListener;
  messages: MessageClasses;
  /** What looks at connections and messages before anything is asked of `handle`. */
  guards: readonly { watch(server: Server): void }[];
}

/** How long a client may take to send its headers, where a test has less patience. */
interface ServerPatience {
  headersTimeoutMs: number;
  /** How often it is looked. */
  lookEveryMs: number;
}

const PATIENCE: ServerPatience = { headersTimeoutMs: 15_000, lookEveryMs: 30_000 };

/** Starts to listen. @throws the socket's error, such as EADDRINUSE. */
export async function listen(
  { handle, messages, guards }: HttpApp,
  host: string,
  port: number,
  { headersTimeoutMs, lookEveryMs }: ServerPatience = PATIENCE,
): Promise<Server> {
  const server = createServer({
    ...messages,
    headersTimeout: headersTimeoutMs,
    connectionsCheckingInterval: lookEveryMs,
    // No limit for a whole request: a large upload over a slow line takes its time. Nor one for connections on which
    // nothing moves: the app sets it, as the public read is a twentieth faster without.
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
    maxHeaderSize: 16 * 1024,
    requireHostHeader: false, // `Addresses` looks at it, and says what is wrong.
  });
  for (const guard of guards) guard.watch(server);
  server.on('request', handle);
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/** The port that a server listens on. */
export function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

/** Takes no new connections, closes idle ones, and waits for the requests under way, `graceMs` at most. */
export async function closeGracefully(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  // A connection whose request ends now becomes idle, and would be kept for its next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
  try {
    await closed;
  } finally {
    clearInterval(sweep);
    clearTimeout(deadline);
  }
}
