import assert from 'node:assert/strict';
import { openDatabase } from '../../src/db/database.js';
import { inTransaction } from '../../src/db/transaction.js';
import { AppError } from '../../src/domain/errors.js';
import { insertCompany } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;

describe('inTransaction', () => {
  let database: TestDatabase;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());

  it('runs a deadlock again until both are through', async () => {
    const [one, two] = [await insertCompany(database.db), await insertCompany(database.db)];
    let holding = 0;
    const touch = (first: number, second: number, name: string) =>
      inTransaction(database.db, async (trx) => {
        await trx('companies').where('id', first).update({ name });
        holding += 1;
        await eventually(() => assert.ok(holding >= 2), 4_000); // Each holds what the other wants.
        await trx('companies').where('id', second).update({ name });
      });
    await Promise.all([touch(one.id, two.id, 'a'), touch(two.id, one.id, 'b')]);
    const names: { name: string }[] = await database.db('companies').whereIn('id', [one.id, two.id]).select('name');
    assert.equal(new Set(names.map(({ name }) => name)).size, 1);
  });

  it('leaves nothing of work that fails', async () => {
    const failing = inTransaction(database.db, async (trx) => {
      await trx('companies').insert({ name: 'half' });
      throw new AppError('conflict', 'no');
    });
    await assert.rejects(failing, code('conflict'));
    assert.equal((await database.db('companies').where('name', 'half')).length, 0);
  });

  it('says `busy` when a lock or statement takes too long', async () => {
    const failing = inTransaction(database.db, (trx) =>
      trx.raw('SET LOCAL statement_timeout = 20; SELECT pg_sleep(5)'),
    );
    await assert.rejects(failing, code('busy'));
  });

  it('says `database_unavailable` when the connection is lost, or none can be had', async () => {
    const lost = inTransaction(database.db, (trx) => trx.raw('SELECT pg_terminate_backend(pg_backend_pid())'));
    await assert.rejects(lost, code('database_unavailable'));
    const nowhere = openDatabase({ url: 'postgres://x@127.0.0.1:9/none', poolSize: 1, applicationName: 'x' });
    try {
      await assert.rejects(
        inTransaction(nowhere, (trx) => trx.raw('SELECT 1')),
        code('database_unavailable'),
      );
    } finally {
      await nowhere.destroy();
    }
  });

  it('passes a bug on as it is', async () => {
    await assert.rejects(
      inTransaction(database.db, (trx) => trx.raw('SELECT nonsense')),
      (error: unknown) => !(error instanceof AppError) && /nonsense/.test(String(error)),
    );
  });
});
