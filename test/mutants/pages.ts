import { seenBy } from './mutant.js';

export const PAGE_MUTANTS = seenBy('test/api/console.test.ts', [
  {
    name: 'console: every answer has the same nonce',
    find: "const nonce = randomBytes(16).toString('base64url');",
    replace: "const nonce = randomBytes(16).fill(0).toString('base64url');",
    grep: 'nonce of its own',
  },
  {
    name: 'console: the page is served as it was built, without a nonce',
    find: "req.path === '/index.html' ? next()",
    replace: "req.path === '/never.html' ? next()",
    grep: 'nonce of its own',
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
