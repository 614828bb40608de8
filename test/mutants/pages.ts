import { seenBy } from './mutant.js';

const CONSOLE_MUTANTS = seenBy('test/api/console.test.ts', [
  {
    name: 'console: every answer has the same nonce',
    find: "const nonce = randomBytes(16).toString('base64url');",
    replace: "const nonce = randomBytes(16).fill(0).toString('base64url');",
    grep: 'nonce of its own',
  },
  {
    name: 'console: the page is served as it was built, without a nonce',
    find: "req.path === '/index.html' ||",
    replace: "req.path === '/never.html' ||",
    grep: 'nonce of its own',
  },
  {
    name: 'console: files are sent compressed to whoever takes nothing of the kind',
    find: "req.acceptsEncodings('gzip', 'identity') === 'gzip'",
    replace: "req.acceptsEncodings('gzip', 'identity') !== ''",
    grep: 'compressed for whoever takes that',
  },
  {
    name: 'console: pictures may come from the storages of every company',
    find: 'await connections.list({ companyId, limit: MAX_CONNECTIONS })',
    replace: 'await connections.list({ companyId: null, limit: MAX_CONNECTIONS })',
    grep: 'of no other',
  },
  {
    name: 'console: a file that is not there is the page',
    find: 'if (req.path.startsWith(ASSETS)) throw',
    replace: 'if (req.path.startsWith(ASSETS + ASSETS)) throw',
    grep: 'kept for good',
  },
]);

const ORIGIN_MUTANTS = seenBy('test/api/media-origins.test.ts', [
  {
    name: 'console: the origins of every company are forgotten together',
    find: 'known.size >= maxRemembered && oldest !== undefined) known.delete(oldest)',
    replace: 'known.size >= maxRemembered) known.clear()',
    grep: 'forgotten of the one',
  },
]);

export const PAGE_MUTANTS = [...CONSOLE_MUTANTS, ...ORIGIN_MUTANTS];
