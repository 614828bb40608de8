import assert from 'node:assert/strict';
import { refuseUsed } from '../../src/admin/refuse-used.js';
import { countRows, MAX_COUNTED } from '../../src/db/rows.js';
import { inTransaction } from '../../src/db/transaction.js';
import { insertCompany } from '../support/builders.js';
import { testDatabase } from '../support/database.js';

describe('what is in use', () => {
  it('is named with how many there are', () => {
    const uses = [
      { noun: 'project', count: 1 },
      { noun: 'video', count: 0 },
      { noun: 'AR content', count: 14 },
    ];
    assert.throws(() => refuseUsed('Company 3', uses), {
      code: 'conflict',
      message: 'Company 3 is in use: 1 project, 14 AR contents. Delete or move them first.',
    });
    assert.doesNotThrow(() => refuseUsed('Company 3', [{ noun: 'project', count: 0 }]));
  });

  it('is counted up to a number, and said to be at least as many', async () => {
    const database = await testDatabase();
    const { db } = database;
    try {
      const { id } = await insertCompany(db);
      const fill = `INSERT INTO projects (company_id, name) SELECT ?, 'Spring' FROM generate_series(1, ?::int)`;
      await db.raw(fill, [id, MAX_COUNTED + 1]);
      const count = await inTransaction(db, (trx) => countRows(trx, 'projects', { company_id: id }));
      assert.throws(() => refuseUsed('Company 3', [{ noun: 'project', count }]), /at least 1000 projects/);
    } finally {
      await database.drop();
    }
  });
});
