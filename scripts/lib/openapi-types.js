import { join } from 'node:path';
import { ensureDependencies } from './dependencies.js';
import { projectFolder } from './project.js';
import { runStep } from './run.js';

const TOOL = join(projectFolder, 'tools', 'openapi');

/** Where the types of the client's answers and requests are kept. */
export const TYPES_FILE = join(projectFolder, 'packages', 'client', 'src', 'openapi.ts');

/**
 * Writes the types of docs/openapi.json. Their generator is installed by the first call.
 * @throws SetUpFailure where it cannot be installed
 */
export async function writeOpenApiTypes(target = TYPES_FILE) {
  await ensureDependencies(TOOL);
  const document = join(projectFolder, 'docs', 'openapi.json');
  await runStep('Writing the types', [process.execPath, join(TOOL, 'generate.js'), document, target]);
}
