import type { Config } from '../config/config.js';
import { prepareEmbeddedPostgres, type EmbeddedPostgres } from './postgres.js';
import { requirePostgres, withoutPassword } from './reach-postgres.js';

/** Where Postgres is, and the server to start for it unless it is somebody else's. */
export interface DatabaseChoice {
  url: string;
  server?: EmbeddedPostgres;
  /** One line for the user: which it took. */
  description: string;
}

/** DATABASE_URL, if a server answers there; else the embedded one. Nothing is started yet. */
export async function chooseDatabase(config: Config, dataDir: string): Promise<DatabaseChoice> {
  const url = config.DATABASE_URL;
  if (url !== undefined) {
    await requirePostgres(url);
    return { url, description: `DATABASE_URL, ${withoutPassword(url)}` };
  }
  const server = await prepareEmbeddedPostgres({ dataDir });
  return { url: server.url, server, description: `embedded server, data in ${server.folder}` };
}
