import { join } from 'node:path';
import { projectRoot } from './project-root.js';

/** Where `scripts/lib/console.js` puts the console. */
export const consoleFolder = (): string => join(projectRoot(), 'dist.console');
