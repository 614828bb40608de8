import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a process and Postgres, so that a test can cut the line, or let it swallow everything. */
export interface Line {
  url: string;
  /** Breaks every connection and refuses new ones. */
  cut(): void;
  /** Keeps every connection open and passes nothing on: a black hole. */
  swallow(): void;
  /** Takes so many bytes from clients, and then no more until it is mended. Resolves once it holds. */
  holdAfter(bytes: number): Promise<void>;
  /** From now on the server's answers come so many milliseconds late, in their order. */
  delayAnswers(ms: number): void;
  mend(): void;
  close(): void;
}

/** Opens a line to the server of `target`. */
export async function startLine(target: URL): Promise<Line> {
  const open = new Set<Socket>();
  let state: 'open' | 'cut' | 'swallowing' = 'open';
  let delayMs = 0;
  let bytesLeft = Number.POSITIVE_INFINITY;
  let holds: () => void = () => undefined;
  const server = createServer((client) => {
    if (state === 'cut') return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from);
      from.on('error', () => undefined).on('close', () => void (open.delete(from), to.destroy()));
      const passOn = (part: Buffer) => void (state === 'open' && to.write(part));
      from.on('data', (part: Buffer) => {
        if (from === upstream && delayMs > 0) setTimeout(passOn, delayMs, part);
        else passOn(part);
        if (from === upstream || (bytesLeft -= part.length) > 0) return;
        from.pause();
        holds();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = new URL(target);
  url.port = String(address.port);
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: url.href,
    cut: () => {
      state = 'cut';
      breakAll();
    },
    swallow: () => void (state = 'swallowing'),
    holdAfter: (bytes) => {
      bytesLeft = bytes;
      return new Promise((resolve) => (holds = resolve));
    },
    delayAnswers: (ms) => void (delayMs = ms),
    mend: () => {
      if (state === 'swallowing') breakAll();
      state = 'open';
      bytesLeft = Number.POSITIVE_INFINITY;
      for (const socket of open) socket.resume();
    },
    close: () => {
      breakAll();
      server.close();
    },
  };
}
