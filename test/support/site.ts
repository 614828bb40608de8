import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { portOf } from '../../src/api/http/http-server.js';

/** A site on this machine, of another origin than the service. */
export interface Site {
  url: string;
  close: () => Promise<void>;
}

/** Starts a site that answers as it is told. */
export async function startSite(answer: RequestListener): Promise<Site> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://127.0.0.1:${portOf(server)}`, close };
}
