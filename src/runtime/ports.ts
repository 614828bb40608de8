import { connect, createServer } from 'node:net';
import { codeOf, StartFailure } from './start-failure.js';

/** Binds the port for a moment: undefined if that worked, else the code of the error (`EADDRINUSE`, `EACCES`). */
export function portFault(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error) ?? 'unknown'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** A port that nobody uses at this moment. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Makes sure that a port can be had, before anything is started.
 * @throws StartFailure that names the port, the variable that changes it, and another value for it.
 */
export async function requirePort(what: string, variable: string, host: string, port: number): Promise<void> {
  const fault = await portFault(host, port);
  if (fault === undefined) return;
  const wayOut = `Choose another one, for example: ${variable}=${port + 1} npm start`;
  if (fault === 'EADDRINUSE') {
    throw new StartFailure(`Port ${port} of ${host} (${what}) is in use by another program.\n${wayOut}`);
  }
  if (fault === 'EADDRNOTAVAIL' || fault === 'ENOTFOUND') {
    throw new StartFailure(`${host} is not an address of this machine (${what}). Set HOST to one that is.`);
  }
  throw new StartFailure(`Port ${port} of ${host} (${what}) cannot be opened (${fault}).\n${wayOut}`);
}

/** Whether something accepts TCP connections there, within the time given. */
export function acceptsConnections(host: string, port: number, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const answer = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });
}
