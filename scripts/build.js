import { ensureBuild } from './lib/build.js';
import { ensureClients } from './lib/clients.js';
import { ensureConsole } from './lib/console.js';
import { ensureDependencies } from './lib/dependencies.js';
import { requireNodeVersion } from './lib/node-version.js';
import { main } from './lib/project.js';

/** `npm run build`: compiles the service into dist/, and what it hands out into dist.clients/. */
await main(async () => {
  requireNodeVersion();
  await ensureDependencies();
  await ensureBuild();
  await ensureClients();
  await ensureConsole();
});
