import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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
