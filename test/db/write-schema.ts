import { writeFileSync } from 'node:fs';
import { testDatabase } from '../support/database.js';
import { SCHEMA_FILE, schemaText } from '../support/schema-text.js';
import { stopTestServers } from '../support/servers.js';

/** `npm run schema`: writes migrations/schema.sql anew, from a database of its own that all migrations made. */
try {
  const database = await testDatabase();
  writeFileSync(SCHEMA_FILE, await schemaText(database.db));
  await database.drop();
} finally {
  await stopTestServers();
}
