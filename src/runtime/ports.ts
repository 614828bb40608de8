import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { codeOf } from '../platform/error-code.js';
import { StartFailure } from './start-failure.js';

/** Binds the port for a moment: undefined if that worked, else the code of the error (`EADDRINUSE`, `EACCES`). */
export function portFault(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error) ?? 'unknown'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/**
 * Below the ports that systems give to outgoing connections (Linux: from 32768; others: from 49152, RFC 6335). One of
 * those could otherwise take a port before its server has it, or while that server is restarted.
 */
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_767;

let nextPort = randomInt(LOWEST_PORT, HIGHEST_PORT);

/**
 * A port that nobody uses at this moment, and none that this process was given before.
 * @throws StartFailure if the host is not an address of this machine, or no port is left.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let tried = LOWEST_PORT; tried <= HIGHEST_PORT; tried += 1) {
    const port = nextPort;
    nextPort = port === HIGHEST_PORT ? LOWEST_PORT : port + 1;
    const fault = await portFault(host, port);
    if (fault === undefined) return port;
    requireAddress('a port of any number', host, fault);
  }
  throw new StartFailure(`No port of ${host} from ${LOWEST_PORT} to ${HIGHEST_PORT} can be opened.`);
}

/** A port that is kept from others until the program that it is meant for is about to open it. */
export interface HeldPort {
  readonly port: number;
  /** Gives it free; again, it does nothing. */
  release(): Promise<void>;
}

/** Opens the port and keeps it; null: it cannot be opened. */
function holdPort(host: string, port: number): Promise<HeldPort | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    const release = (): Promise<void> => new Promise((done) => server.close(() => done()));
    server.once('error', () => resolve(null));
    server.listen({ host, port, exclusive: true }, () => resolve({ port, release }));
    server.unref();
  });
}

/** Holds the preferred port, or a free one when somebody has that. @throws StartFailure, as `freePort` does. */
export async function holdFreePort(host: string, preferred?: number): Promise<HeldPort> {
  for (let port = preferred ?? (await freePort(host)); ; port = await freePort(host)) {
    const held = await holdPort(host, port);
    if (held !== null) return held;
  }
}

/** Holds the very port that was asked for. @throws StartFailure, as `requirePort` does. */
export async function holdAskedPort(what: string, variable: string, host: string, port: number): Promise<HeldPort> {
  for (;;) {
    const held = await holdPort(host, port);
    if (held !== null) return held;
    await requirePort(what, variable, host, port);
  }
}

/**
 * Makes sure that a port can be had, before anything is started.
 * @throws StartFailure that names the port, the variable that changes it, and another value for it.
 */
export async function requirePort(what: string, variable: string, host: string, port: number): Promise<void> {
  const fault = await portFault(host, port);
  if (fault === undefined) return;
  requireAddress(what, host, fault);
  const wayOut = `Choose another one, for example: ${variable}=${port + 1} npm start`;
  if (fault === 'EADDRINUSE') {
    throw new StartFailure(`Port ${port} of ${host} (${what}) is in use by another program.\n${wayOut}`);
  }
  throw new StartFailure(`Port ${port} of ${host} (${what}) cannot be opened (${fault}).\n${wayOut}`);
}

function requireAddress(what: string, host: string, fault: string): void {
  if (fault !== 'EADDRNOTAVAIL' && fault !== 'ENOTFOUND') return;
  throw new StartFailure(`${host} is not an address of this machine (${what}). Set HOST to one that is.`);
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
