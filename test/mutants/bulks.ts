import { seenBy, type Mutant } from './mutant.js';

const work = seenBy('test/activities/carry-out-bulk.test.ts', [
  {
    name: 'bulk: an item that was done before is done again',
    find: 'if (!(await endBulkItem(edit.trx, item, null))) throw new ItemOver();',
    replace: 'await endBulkItem(edit.trx, item, null);',
    grep: 'is shared by two',
  },
  {
    name: 'bulk: an item is done although the bulk was cancelled',
    find: "FROM (SELECT id FROM bulks WHERE id = ? AND status = 'under_way' FOR KEY SHARE) b",
    replace: 'FROM (SELECT id FROM bulks WHERE id = ?) b',
    grep: 'once it is cancelled',
  },
  {
    name: 'bulk: it takes no turns',
    find: 'rest = takeBulkTurn(company_id, now);',
    replace: 'rest = 0;',
    grep: 'leaves a rest',
  },
]);

const api = seenBy('test/api/bulk.test.ts', [
  {
    name: 'bulk: a token of another key is good',
    find: '.where({ token_hash: tokenHash, actor })',
    replace: '.where({ token_hash: tokenHash })',
    grep: 'token of the same key',
  },
  {
    name: 'bulk: what is said with the token is not compared',
    find: 'if (foretold !== undefined) refuseOther(said, foretold);',
    replace: '',
    grep: 'not what the dry run was about',
  },
]);

/** One action on many schedules. */
export const BULK_MUTANTS: readonly Mutant[] = [...work, ...api];
