import { join } from 'node:path';
import { projectRoot } from './project-root.js';

/** Where `scripts/lib/clients.js` puts what is handed out. */
export const clientsFolder = (): string => join(projectRoot(), 'dist.clients');
