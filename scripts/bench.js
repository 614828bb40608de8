import { ensureBuild } from './lib/build.js';
import { ensureClients } from './lib/clients.js';
import { ensureDependencies } from './lib/dependencies.js';
import { requireNodeVersion } from './lib/node-version.js';
import { main } from './lib/project.js';

/** `npm run bench`: the dependencies, the build that is measured, then bench/main.ts with the arguments as they are. */
await main(async () => {
  requireNodeVersion();
  await ensureDependencies();
  await ensureBuild();
  await ensureClients();
  const tsx = await import('tsx/esm/api');
  tsx.register();
  await import('../bench/main.ts');
});
