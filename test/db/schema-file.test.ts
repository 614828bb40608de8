import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isInstantColumn } from '../../src/db/database.js';
import { testDatabase } from '../support/database.js';
import { SCHEMA_FILE, schemaText } from '../support/schema-text.js';

describe('migrations/schema.sql', () => {
  const file = readFileSync(SCHEMA_FILE, 'utf8');

  it('is what the migrations make (else: npm run schema)', async () => {
    const database = await testDatabase();
    try {
      assert.equal(await schemaText(database.db), file);
    } finally {
      await database.drop();
    }
  });

  it('has instants in the columns that are named so, and in no others', () => {
    const columns = [...file.matchAll(/^  (\w+) (\w+)[^\n]*,?$/gm)].map(([, name = '', type]) => ({ name, type }));
    const instants = columns.filter(({ type }) => type === 'timestamp');
    assert.ok(instants.length > 50);
    assert.deepEqual(
      [...new Set(columns.filter(({ name }) => isInstantColumn(name)).map(({ type }) => type))],
      ['timestamp'],
    );
    assert.deepEqual(
      instants.filter(({ name }) => !isInstantColumn(name)),
      [],
    );
  });

  it('makes the same schema in an empty database, so that nothing of it is missing', async () => {
    const database = await testDatabase({ migrated: false });
    try {
      await database.db.raw(file.replaceAll('?', '\\?'));
      assert.equal(await schemaText(database.db), file);
    } finally {
      await database.drop();
    }
  });
});
