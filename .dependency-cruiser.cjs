/** Who may import what: src is layered, and a layer that reaches past its neighbours is red. */
const deny = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to },
});

const others = (...layers) => `^src/(?!(${layers.join('|')})(/|\\.ts$))`;
const TYPE_ONLY = ['type-only', 'type-import', 'pre-compilation-only'];
const SERVER_PACKAGES = 'node_modules/(knex|pg|express|@temporalio)/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: TYPE_ONLY } },
    },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/', pathNot: '^src/main' }, to: {} },
    deny('domain-is-pure', '^src/domain/', others('domain'), 'The domain depends on nothing of ours.'),
    {
      name: 'domain-has-no-node',
      comment: 'No I/O, no clock, no randomness in the domain.',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { dependencyTypes: ['core'] },
    },
    deny('domain-has-no-servers', '^src/domain/', SERVER_PACKAGES),
    {
      name: 'workflows-have-no-node',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: { dependencyTypes: ['core'] },
    },
    deny('activities', '^src/activities/', [
      '^src/(api|workflows|temporal|runtime)/',
      'node_modules/(@temporalio/client|express|knex)/',
    ]),
    deny('db', '^src/db/', ['^src/(api|planning|outbox|workflows|activities|temporal|storage|runtime)/']),
    deny('storage', '^src/storage/', ['^src/(api|planning|outbox|workflows|activities|temporal|db|runtime)/']),
    deny('planning', '^src/planning/', [
      '^src/(api|outbox|workflows|activities|temporal|storage|runtime)/',
      'node_modules/(express|@temporalio)/',
    ]),
    deny('temporal', '^src/temporal/', ['^src/(api|db|planning|outbox|storage|runtime)/']),
    deny('outbox', '^src/outbox/', ['^src/(api|planning|workflows|activities|storage|runtime)/']),
    deny('runtime', '^src/runtime/', ['^src/(api|db|planning|outbox|workflows|activities|temporal|storage)/']),
    deny('config', '^src/config/', ['^src/(?!config/|domain/)']),
    {
      name: 'api-has-no-drivers',
      severity: 'error',
      from: { path: '^src/api/' },
      to: {
        path: [
          '^src/(workflows|activities|temporal|runtime)/',
          'node_modules/(knex|pg|@temporalio|@aws-sdk|@google-cloud)/',
        ],
      },
    },
    deny('process-is-for-mains', '^src/(?!main|process/)', '^src/process/'),
    deny('mains-are-not-imported', '^(src|migrations)/', '^src/main'),
    deny('no-test-code-in-src', '^src/', '^(test|bench)/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
