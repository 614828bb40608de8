import type { Config } from '../config/config.js';
import { acceptsConnections, freePort, requirePort } from './ports.js';
import { StartFailure } from './start-failure.js';
import { findTemporalCli } from './temporal-cli.js';
import { prepareTemporalDevServer, type TemporalDevServer } from './temporal-server.js';

/** Where Temporal is, and the server to start for it unless it is somebody else's. */
export interface TemporalChoice {
  address: string;
  uiUrl?: string;
  server?: TemporalDevServer;
  /** One line for the user: which it took. */
  description: string;
}

/** TEMPORAL_ADDRESS, if something answers there; else a dev server of our own. Nothing is started yet. */
export async function chooseTemporal(
  config: Config,
  dataDir: string,
  environment: NodeJS.ProcessEnv,
  progress: (line: string) => void,
): Promise<TemporalChoice> {
  const address = config.TEMPORAL_ADDRESS;
  if (address !== undefined) {
    await requireTemporal(address);
    return { address, description: `TEMPORAL_ADDRESS, ${address}` };
  }
  const port = await choosePort('the Temporal server', 'TEMPORAL_PORT', config.TEMPORAL_PORT);
  const uiPort = await choosePort('the Temporal Web UI', 'TEMPORAL_UI_PORT', config.TEMPORAL_UI_PORT);
  const cli = await findTemporalCli({ givenPath: config.TEMPORAL_CLI_PATH, environment, progress });
  const namespace = config.TEMPORAL_NAMESPACE;
  const server = prepareTemporalDevServer({ cliPath: cli.path, dataDir, port, uiPort, namespace });
  const description = `dev server at ${server.address} (${cli.path}, ${cli.origin}), data in ${server.databaseFile}`;
  return { address: server.address, uiUrl: server.uiUrl, server, description };
}

/** Only whether something listens there: namespace, TLS and keys are checked by the worker, which has them all. */
async function requireTemporal(address: string): Promise<void> {
  const { host, port } = splitAddress(address);
  if (await acceptsConnections(host, port, 5_000)) return;
  throw new StartFailure(
    `TEMPORAL_ADDRESS: nothing answers at ${address}.\n` +
      'Start that Temporal server, correct TEMPORAL_ADDRESS (host:port), or unset it to use a dev server.',
  );
}

function splitAddress(address: string): { host: string; port: number } {
  const [, host, port] = /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(address) ?? [];
  if (host !== undefined && port !== undefined) return { host, port: Number(port) };
  throw new StartFailure(`TEMPORAL_ADDRESS: "${address}" is not host:port, for example 127.0.0.1:7233.`);
}

async function choosePort(what: string, variable: string, port: number): Promise<number> {
  if (port === 0) return freePort();
  try {
    await requirePort(what, variable, '127.0.0.1', port);
  } catch (error) {
    if (!(error instanceof StartFailure) || variable !== 'TEMPORAL_PORT') throw error;
    throw new StartFailure(
      `${error.message}\nOr, if that is a Temporal server that you want to use: TEMPORAL_ADDRESS=127.0.0.1:${port} npm start`,
      { cause: error },
    );
  }
  return port;
}
