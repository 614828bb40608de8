import assert from 'node:assert/strict';
import { createApiKeys } from '../../src/db/api-keys.js';
import { MAX_LOOK } from '../../src/db/pages.js';
import type { Id } from '../../src/domain/scalars.js';
import { insertCompany } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

describe('pages of a list', () => {
  let database: TestDatabase;
  before(async () => (database = await testDatabase()));
  after(() => database.drop());

  /** Gives a company keys: viewers, but for those at the given places, counted from 1, which are editors. */
  async function makeKeys(count: number, editors: readonly number[]): Promise<{ companyId: Id; ids: Id[] }> {
    const { id: companyId } = await insertCompany(database.db);
    const { rows } = await database.db.raw<{ rows: { id: Id }[] }>(
      `INSERT INTO api_keys (company_id, name, role, key_hash)
       SELECT ?, 'Key', CASE WHEN n = ANY (?::int[]) THEN 'editor' ELSE 'viewer' END, sha256((? || '/' || n)::bytea)
       FROM generate_series(1, ?::int) AS n RETURNING id`,
      [companyId, [...editors], String(companyId), count],
    );
    return { companyId, ids: rows.map(({ id }) => id) };
  }

  /** All pages of the editors, as a client follows them. */
  async function editorsOf(companyId: Id, limit: number): Promise<Id[][]> {
    const pages: Id[][] = [];
    for (let after: Id | null = 0; after !== null;) {
      const page = await createApiKeys(database.db).list({ companyId, role: 'editor', after, limit });
      pages.push(page.rows.map(({ id }) => id));
      after = page.next;
    }
    return pages;
  }

  it('go on where nothing fits among the rows that one of them is looked for', async () => {
    const { companyId, ids } = await makeKeys(MAX_LOOK + 2, [MAX_LOOK + 2]);
    assert.deepEqual(await editorsOf(companyId, 10), [[], [ids.at(-1)]]);
  });

  it('pass over no row at the end of a look, and show none twice', async () => {
    const last = [MAX_LOOK - 1, MAX_LOOK, MAX_LOOK + 1];
    const { companyId, ids } = await makeKeys(MAX_LOOK + 1, last);
    const wanted = last.map((place) => ids[place - 1]);
    for (const limit of [1, 2, 3]) assert.deepEqual((await editorsOf(companyId, limit)).flat(), wanted, `by ${limit}`);
  });

  it('end where as many rows are left as may be looked at', async () => {
    const { companyId, ids } = await makeKeys(MAX_LOOK, [1]);
    assert.deepEqual(await editorsOf(companyId, 1), [[ids[0]], []]);
  });

  it('show nothing of another company, whatever is asked for', async () => {
    const [{ companyId }, other] = [await makeKeys(1, [1]), await makeKeys(1, [1])];
    const list = createApiKeys(database.db);
    const page = await list.list({ companyId, company_id: other.companyId, limit: 10 });
    assert.deepEqual(page, { rows: [], next: null });
  });
});
