import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './project-root.js';

const packageJson = z.object({ version: z.string() });

/** The version of the service, which package.json names. @throws Error when it cannot be read */
export function serviceVersion(): string {
  const text = readFileSync(join(projectRoot(), 'package.json'), 'utf8');
  return packageJson.parse(JSON.parse(text)).version;
}
