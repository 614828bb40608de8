import { seenBy, type Mutant } from './mutant.js';

const otherSites = seenBy('test/api/cross-site.test.ts', [
  {
    name: 'people: a cookie counts without the header of our pages',
    find: "return values.length === 1 && values[0] === '1';",
    replace: 'return values.length < 9;',
    grep: 'counts only with the header',
  },
  {
    name: 'people: any Origin but null will do',
    find: 'if (values.length === 1 && values[0] === origin) return;',
    replace: "if (values.length === 1 && values[0] !== 'null' && origin !== '') return;",
    grep: 'writes only where',
  },
  {
    name: 'people: writes by cookie take no Origin',
    find: "if (req.method !== 'GET' && req.method !== 'HEAD') requireOwnOrigin(req, baseUrl);",
    replace: '',
    grep: 'writes only where',
  },
  {
    name: 'people: another site may send the header of our pages',
    find: 'isRefused ? { ...FOR_ANY_SITE, allowedHeaders: [] } : FOR_ANY_SITE',
    replace: 'isRefused ? FOR_ANY_SITE : FOR_ANY_SITE',
    grep: 'never allows',
  },
  {
    name: 'people: of two cookies the first counts',
    find: 'secret !== undefined && others.length === 0 && SECRET.test(secret)',
    replace: 'secret !== undefined && others.length < 9 && SECRET.test(secret)',
    grep: 'two values',
  },
  {
    name: 'people: installations share a cookie',
    find: 'arv_session_${await this.#installationOf()}',
    replace: 'arv_session',
    grep: 'named by the installation',
  },
]);

const sessions = seenBy('test/api/sessions.test.ts', [
  {
    name: 'people: a link can be used again',
    find: 'UPDATE api_keys k SET link_hash = NULL, link_expires_at = NULL',
    replace: 'UPDATE api_keys k SET updated_at = updated_at',
    grep: 'once where two use',
  },
  {
    name: 'people: the link of a revoked key opens something',
    find: "AND link_expires_at > clock_timestamp() AND ${isUsable('k')}",
    replace: 'AND link_expires_at > clock_timestamp()',
    grep: 'never by the link',
  },
  {
    name: 'people: a link is good for ever',
    find: "AND link_expires_at > clock_timestamp() AND ${isUsable('k')}",
    replace: "AND ${isUsable('k')}",
    grep: 'within 15 minutes',
  },
  {
    name: 'people: a session outlives its key',
    find: "s.expires_at > clock_timestamp() AND ${isUsable('k')}",
    replace: 's.expires_at > clock_timestamp()',
    grep: 'as long as it is good',
  },
  {
    name: 'people: a session never ends',
    find: "s.expires_at > clock_timestamp() AND ${isUsable('k')}",
    replace: "${isUsable('k')}",
    grep: 'until either end',
  },
  {
    name: 'people: the use of a session is noted each time',
    find: 'if (expires_at >= Math.min(now + stale, ends_at)) return;',
    replace:
      "await db.raw(`UPDATE browser_sessions SET expires_at = expires_at + interval '1 ms' WHERE id = ?`, [id]);",
    grep: 'noted once a minute',
  },
  {
    name: 'people: signing in leaves the session before',
    find: 'if (formerHash !== null) await endSession(trx, formerHash);',
    replace: '',
    grep: 'secret of their own',
  },
  {
    name: 'people: a session makes links',
    find: "if (caller.session !== null) throw new AppError('forbidden', 'This takes the API key itself, not a session.');",
    replace: '',
    grep: 'prolong',
  },
  {
    name: 'people: signing out everywhere leaves the link',
    find: ".update({ link_hash: null, link_expires_at: null });\n  return trx('browser_sessions')",
    replace: ".select('id');\n  return trx('browser_sessions')",
    grep: 'open link included',
  },
]);

const limits = seenBy('test/api/sign-in-limits.test.ts', [
  {
    name: 'people: sign-ins may fail for ever',
    find: 'failures.take(address, performance.now());',
    replace: '',
    grep: 'fails ten times',
  },
  {
    name: 'people: sign-ins of one address are tried at once',
    find: 'createFairLimiter({ inAll: 2, perKey: 1 }, 100,',
    replace: 'createFairLimiter({ inAll: 20, perKey: 20 }, 100,',
    grep: 'no more often tried',
  },
]);

const people = seenBy('test/api/people.test.ts', [
  {
    name: 'people: a person counts as the last admin key',
    find: "role: 'admin', is_person: false, revoked_at: null",
    replace: "role: 'admin', revoked_at: null",
    grep: 'last admin key',
  },
  {
    name: 'people: a person is changed as a key',
    find: '.where({ id, ...kind })',
    replace: '.where({ id, ...(kind && {}) })',
    grep: 'are no API keys',
  },
  {
    name: 'people: a company is told the names of operators',
    find: "return companyId === null ? key : key.where('k.company_id', companyId);",
    replace: 'return companyId === null ? key : key.where({});',
    grep: 'named by the audit log',
  },
]);

/** Bugs of signing in: whom it lets in, and for how long. */
export const PEOPLE_MUTANTS: readonly Mutant[] = [...otherSites, ...sessions, ...limits, ...people];
