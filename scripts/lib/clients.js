import { ensureFolder } from './built-folder.js';
import { bundleFollow } from './bundle-follow.js';
import { packClient } from './pack-client.js';

const SOURCES = [
  'packages/client',
  'packages/follow',
  'packages/tsconfig.json',
  'tsconfig.json',
  'scripts/lib/bundle-follow.js',
  'scripts/lib/clients.js',
  'scripts/lib/pack-client.js',
  'package-lock.json',
];

/** Builds what the service hands out into dist.clients/, unless that was made from these very sources. */
export const ensureClients = () =>
  ensureFolder({
    name: 'clients',
    sources: SOURCES,
    build: async (fresh) => {
      await packClient(fresh);
      await bundleFollow(fresh);
    },
  });
