import { join } from 'node:path';
import { createClient, type Client } from '../../packages/client/src/client.js';
import type { Config } from '../config/config.js';
import { projectRoot } from '../config/project-root.js';
import { keepAdminKey, keepCredentialsKey, type AdminKey } from './admin-key.js';
import { chooseDatabase, type DatabaseChoice } from './database.js';
import { anyContent, fillFirstStart, nothingMore } from './demo.js';
import { stopLeftOvers } from './left-overs.js';
import { apiService, migrateService, workerService, type NodeServices } from './node-service.js';
import { holdAskedPort, holdFreePort, type HeldPort } from './ports.js';
import { renderReadyScreen } from './ready-screen.js';
import { messageOf, StartFailure } from './start-failure.js';
import { CHILD_SHARE, describeExit, type Supervisor } from './supervisor.js';
import { chooseTemporal, type TemporalChoice } from './temporal.js';

/** Where Prometheus looks for the metrics of a Temporal worker by custom. */
const PREFERRED_METRICS_PORT = 9464;

/** What one start is made of. */
export interface AllInOne {
  config: Config;
  environment: NodeJS.ProcessEnv;
  /** Absolute, and ours alone. */
  dataDir: string;
  /** `import.meta.url` of the main file. */
  mainUrl: string;
  demo: boolean;
  supervisor: Supervisor;
  /** Says a line about what is happening. */
  log: (line: string) => void;
  /** Writes as is: the lines of the children, and the ready screen. */
  write: (line: string) => void;
}

/**
 * Brings everything up, in order, and shows the ready screen. All that can be refused is looked at before the first
 * process is started.
 */
export async function startAll(start: AllInOne): Promise<void> {
  const began = performance.now();
  const { config, dataDir, supervisor, log } = start;
  const leftOvers = await stopLeftOvers(dataDir);
  if (leftOvers.length > 0) log(`Stopped what an earlier start had left running: ${leftOvers.join(', ')}.`);
  const held = [await chooseApiPort(config), await chooseMetricsPort(config)] as const;
  const [port, metricsPort] = [held[0].port, held[1].port];
  const temporal = await chooseTemporal(config, dataDir, start.environment, log);
  const database = await chooseDatabase(config, dataDir);
  const adminKey = keepAdminKey(dataDir, config.ADMIN_API_KEY);

  log(`Postgres: ${database.description}`);
  if (database.server) await supervisor.start(database.server);
  log(`Temporal: ${temporal.description}`);
  if (temporal.server) await supervisor.start(temporal.server);

  const common = childrenOf(start, { port, metricsPort, database, temporal, adminKey });
  log('Migrating the database.');
  const exit = await supervisor.runToEnd(migrateService(common));
  if (exit.code !== 0) throw new StartFailure(`The migration failed (${describeExit(exit)}). Its lines above say why.`);
  log('Starting the API and the worker.');
  await Promise.all(held.map((one) => one.release()));
  const apiUrl = `http://${hostInUrl(config.HOST)}:${port}`;
  await Promise.all([
    supervisor.start(workerService(common)),
    supervisor.start(apiService(common, `${apiUrl}/health/ready`)),
  ]);

  const api = createClient({ baseUrl: apiUrl, key: adminKey.key });
  const { contentId, complete } = await fillAndLook(start, api, database);
  const signInUrl = await makeSignInUrl(start, api);
  const seconds = (performance.now() - began) / 1_000;
  const { uiUrl } = temporal;
  const metricsUrls = [`${apiUrl}/metrics`, `http://${hostInUrl(config.HOST)}:${metricsPort}/metrics`];
  const { description } = database;
  start.write(
    renderReadyScreen({
      apiUrl,
      uiUrl,
      metricsUrls,
      dataDir,
      database: description,
      adminKey,
      signInUrl,
      contentId,
      seconds,
    }),
  );
  await complete().catch((error: unknown) => log(`The demo could not be completed: ${messageOf(error)}`));
}

/** Where the API listens: kept for it, as a start takes a while, and another one may be made at the same moment. */
const chooseApiPort = (config: Config): Promise<HeldPort> =>
  config.PORT === 0 ? holdFreePort(config.HOST) : holdAskedPort('the API', 'PORT', config.HOST, config.PORT);

/** Of the worker, which carries out rotations and so has their metrics. */
function chooseMetricsPort(config: Config): Promise<HeldPort> {
  const asked = config.WORKER_METRICS_PORT;
  if (asked === undefined) return holdFreePort(config.HOST, PREFERRED_METRICS_PORT);
  if (asked === 0) return holdFreePort(config.HOST);
  return holdAskedPort("the worker's metrics", 'WORKER_METRICS_PORT', config.HOST, asked);
}

interface Choices {
  port: number;
  metricsPort: number;
  database: DatabaseChoice;
  temporal: TemporalChoice;
  adminKey: AdminKey;
}

function childrenOf({ config, environment, dataDir, mainUrl, write }: AllInOne, choices: Choices): NodeServices {
  const env = {
    ...environment,
    PORT: String(choices.port),
    WORKER_METRICS_PORT: String(choices.metricsPort),
    DATA_DIR: dataDir,
    DATABASE_URL: choices.database.url,
    TEMPORAL_ADDRESS: choices.temporal.address,
    ADMIN_API_KEY: choices.adminKey.key,
    CREDENTIALS_KEY: keepCredentialsKey(dataDir, config.CREDENTIALS_KEY),
    LOG_FORMAT: environment['LOG_FORMAT'] || 'pretty',
    // The time for stopping is for all together; each child is to be through with its share of it.
    SHUTDOWN_TIMEOUT: `${Math.round(config.SHUTDOWN_TIMEOUT * CHILD_SHARE)}ms`,
  };
  return { mainUrl, env, dataDir, onLine: write };
}

/** A fault here is told and no more: the service itself runs, and the next start tries again. */
async function fillAndLook(start: AllInOne, api: Client, database: DatabaseChoice) {
  try {
    const videoFolder = join(projectRoot(), 'demo', 'videos');
    const { dataDir, demo } = start;
    // A database of the user's own gets nothing that was not asked for.
    const complete = database.server ? await fillFirstStart({ api, dataDir, videoFolder, demo }) : nothingMore;
    return { contentId: await anyContent(api), complete };
  } catch (error) {
    start.log(`The first content could not be made or looked up: ${messageOf(error)}`);
    return { contentId: undefined, complete: nothingMore };
  }
}

/** A link for the one who starts the service; that of the start before is good for nothing then. */
async function makeSignInUrl({ log }: AllInOne, api: Client): Promise<string | undefined> {
  try {
    return (await api.sessions.createSignInLink()).sign_in_url ?? undefined;
  } catch (error) {
    log(`No link to sign in by could be made: ${messageOf(error)}`);
    return undefined;
  }
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
