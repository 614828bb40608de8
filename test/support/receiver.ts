import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A delivery as it came. */
export interface Received {
  headers: Record<string, string>;
  text: string;
  body: { type: string; timestamp: string; data: Record<string, unknown> };
}

/** An endpoint on this machine. */
export interface Receiver {
  url: string;
  /** What came, in order. */
  received: Received[];
  close: () => Promise<void>;
}

async function read(req: IncomingMessage): Promise<Received> {
  let text = '';
  for await (const chunk of req) text += String(chunk);
  const headers = Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)]));
  return { headers, text, body: JSON.parse(text) as Received['body'] };
}

/** Starts an endpoint. @param answer answers what came; 204 unless given */
export async function startReceiver(
  answer: (received: Received, res: ServerResponse) => unknown = (_, res) => res.writeHead(204).end(),
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    const take = async (): Promise<void> => {
      const one = await read(req);
      received.push(one);
      answer(one, res);
    };
    void take();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received, close };
}
