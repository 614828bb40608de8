/**
 * Who may import what: src is layered, and a layer that reaches past its neighbours is red. ARCHITECTURE.md shows this
 * table; a test compares the two.
 */
const MAY_USE = {
  domain: [],
  platform: [],
  concurrency: ['domain'],
  config: ['domain'],
  db: ['domain', 'platform', 'concurrency'],
  storage: ['domain', 'platform', 'concurrency'],
  webhooks: ['domain'],
  files: ['domain', 'db'],
  planning: ['domain', 'concurrency', 'db'],
  admin: ['domain', 'db'],
  reading: ['domain', 'concurrency', 'db', 'planning'],
  metrics: ['domain', 'db', 'planning'],
  // Types, and the names that operators know, which the linter sees to: workflow code is replayed.
  workflows: ['domain', 'activities'],
  activities: ['domain', 'concurrency', 'db', 'files', 'planning', 'admin', 'storage', 'webhooks'],
  temporal: ['domain', 'config', 'activities', 'workflows'],
  outbox: ['domain', 'concurrency', 'db', 'temporal'],
  api: [
    'domain',
    'platform',
    'concurrency',
    'db',
    'files',
    'planning',
    'admin',
    'reading',
    'storage',
    'metrics',
    'webhooks',
  ],
  process: ['domain', 'concurrency', 'config', 'db', 'storage'],
  assembly: [
    'domain',
    'concurrency',
    'config',
    'db',
    'files',
    'storage',
    'webhooks',
    'planning',
    'admin',
    'reading',
    'metrics',
    'activities',
    'temporal',
    'outbox',
    'api',
    'process',
  ],
  runtime: ['domain', 'platform', 'concurrency', 'config'],
};

/** Packages that belong to one layer alone. */
const DRIVERS = {
  'node_modules/knex/': ['db'],
  'node_modules/pg/': ['db', 'runtime'],
  'node_modules/express/': ['api'],
  'node_modules/(@aws-sdk|@google-cloud)/': ['storage'],
  'node_modules/@temporalio/client/': ['temporal'],
  'node_modules/@temporalio/': ['temporal', 'workflows', 'activities'],
};

const layers = Object.entries(MAY_USE).map(([layer, uses]) => ({
  name: `${layer} may use ${uses.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: `^src/(?!(${[layer, ...uses].join('|')})/)` },
}));

const drivers = Object.entries(DRIVERS).map(([packages, owners]) => ({
  name: `only ${owners.join(', ')} may use ${packages}`,
  severity: 'error',
  from: { path: `^src/(?!(${owners.join('|')})/|main)` },
  to: { path: packages },
}));

const pure = ['domain', 'workflows'].map((layer) => ({
  name: `${layer} has no I/O`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { dependencyTypes: ['core'] },
}));

/** Packages run in other places than the service, and are handed out without it. */
const packages = [
  {
    name: 'a package uses nothing of ours but itself',
    severity: 'error',
    from: { path: '^packages/([^/]+)/' },
    to: { path: '^(src|migrations|test|bench|scripts|packages)/', pathNot: '^packages/$1/' },
  },
  {
    name: 'src uses no package but the client',
    severity: 'error',
    from: { path: '^(src|migrations)/' },
    to: { path: '^packages/', pathNot: '^packages/client/' },
  },
  {
    name: 'only runtime uses the client, as everybody does who calls the API',
    severity: 'error',
    from: { path: '^(src/(?!runtime/)|migrations/)' },
    to: { path: '^packages/client/' },
  },
  {
    name: 'packages that run in browsers know nothing of Node',
    severity: 'error',
    from: { path: '^packages/(client|follow)/' },
    to: { dependencyTypes: ['core'] },
  },
];

/** Pages know the service by its API, like everybody who calls it. */
const pages = [
  {
    name: 'the console uses nothing of ours but packages',
    severity: 'error',
    from: { path: '^console/' },
    to: { path: '^(src|migrations|test|bench|scripts)/' },
  },
  {
    name: 'the console knows nothing of Node',
    severity: 'error',
    from: { path: '^console/src/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'nobody uses the console',
    severity: 'error',
    from: { path: '^(src|migrations|packages)/' },
    to: { path: '^console/' },
  },
];

module.exports = {
  forbidden: [
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no orphans', severity: 'error', from: { orphan: true, path: '^src/', pathNot: '^src/main' }, to: {} },
    ...layers,
    ...drivers,
    ...pure,
    {
      name: 'http stands below the rest of the API',
      severity: 'error',
      from: { path: '^src/api/http/' },
      to: { path: '^src/api/(?!http/)' },
    },
    {
      name: 'only the two doors write the audit log',
      severity: 'error',
      from: { path: '^src/(?!(planning|admin)/)' },
      to: { path: '^src/db/audit.ts$' },
    },
    {
      name: 'mains are not imported',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { path: '^src/main' },
    },
    { name: 'no test code in src', severity: 'error', from: { path: '^src/' }, to: { path: '^(test|bench)/' } },
    ...packages,
    ...pages,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
