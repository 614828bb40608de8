import { ensureClients } from './lib/clients.js';
import { ensureConsole, watchConsole } from './lib/console.js';
import { ensureDependencies } from './lib/dependencies.js';
import { requireNodeVersion } from './lib/node-version.js';
import { main } from './lib/project.js';

/** `npm run dev`: everything from source, API and worker anew whenever it changes. Arguments are those of `npm start`. */
await main(async () => {
  requireNodeVersion();
  await ensureDependencies();
  await ensureClients();
  await ensureConsole();
  watchConsole();
  const tsx = await import('tsx/esm/api');
  tsx.register();
  process.argv.push('--watch');
  await import('../src/main.ts');
});
