import { ensureDependencies } from './lib/dependencies.js';
import { requireNodeVersion } from './lib/node-version.js';
import { main } from './lib/project.js';

/** Only the dependencies, as `npm start` and `npm test` install them. */
await main(async () => {
  requireNodeVersion();
  await ensureDependencies();
});
