import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuild } from './lib/build.js';
import { ensureClients } from './lib/clients.js';
import { ensureConsole } from './lib/console.js';
import { ensureDependencies } from './lib/dependencies.js';
import { requireNodeVersion } from './lib/node-version.js';
import { main, projectFolder } from './lib/project.js';

/**
 * `npm start`: everything from a fresh clone to the running service. The service is loaded into this very process, so
 * that there is one parent, which gets the signals.
 */
await main(async () => {
  requireNodeVersion();
  await ensureDependencies();
  await ensureBuild();
  await ensureClients();
  await ensureConsole();
  await import(pathToFileURL(join(projectFolder, 'dist', 'src', 'main.js')).href);
});
