import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { format, resolveConfig } from 'prettier';
import { openApiDocument } from '../src/api/docs/openapi.js';
import { documentedRoutes } from '../src/api/routes/all-routes.js';
import { assembleApi } from '../src/assembly/assemble-api.js';
import { createStorages } from '../src/assembly/storages.js';
import { projectRoot } from '../src/config/project-root.js';
import { serviceVersion } from '../src/config/version.js';
import { DatabaseClock } from '../src/db/clock.js';
import { openDatabase } from '../src/db/database.js';
import { DEFAULT_OBJECT_LIMITS } from '../src/domain/limits.js';

// `npm run openapi`: writes docs/openapi.json anew. The API is put together for its routes; nothing connects to anything.

const NONE = { inAll: 0, perKey: 0 };
const NO_WORKFLOWS = {
  among: async () => [],
  part: async () => ({ workflows: [], next: null }),
  find: async () => null,
};
const db = openDatabase({ url: 'postgres://nobody@localhost/nowhere', poolSize: 1, applicationName: 'openapi' });
const deps = assembleApi({
  db,
  clock: new DatabaseClock(),
  log: pino({ level: 'silent' }),
  settings: {
    publicBaseUrl: undefined,
    readMaxAgeMs: 0,
    deletedFileGraceMs: 0,
    trustedProxies: [],
    connections: NONE,
    requestsPerCompany: 0,
    webhooksMayBePrivate: false,
    clientsFolder: '',
    consoleFolder: '',
    version: serviceVersion(),
  },
  streams: NONE,
  uploads: { maxBytes: 0, idleTimeoutMs: 0, maxOpenPerCompany: 0 },
  limits: DEFAULT_OBJECT_LIMITS,
  frontServer: null,
  storages: createStorages({ db, credentialsKeys: [], stagingFolder: '', minFreeDiskBytes: 0 }),
  readCacheBytes: 0,
  feed: null,
  deliverNow: () => undefined,
  isTemporalReachable: async () => false,
  openWorkflows: NO_WORKFLOWS,
  closers: [],
});
const path = join(projectRoot(), 'docs', 'openapi.json');
const text = JSON.stringify(openApiDocument(documentedRoutes(deps), deps.settings.version));
writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
process.exit();
