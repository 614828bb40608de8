import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { main, projectFolder, SetUpFailure } from './lib/project.js';

const FOLDERS = ['src', 'migrations', 'packages', 'console/src'];
/** Far fewer than there are: dependency-cruiser passes over TypeScript in silence where it has no compiler for it. */
const LEAST_MODULES = 600;

/** `npm run check:boundaries`: who may import what (.dependency-cruiser.cjs). Red as well when hardly a file was seen. */
await main(async () => {
  const cruiser = join(projectFolder, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [cruiser, ...FOLDERS, '--config', '.dependency-cruiser.cjs'];
  const { stdout, status } = spawnSync(process.execPath, args, {
    cwd: projectFolder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  console.log(stdout.trim());
  if (status !== 0) throw new SetUpFailure('Somebody imports what is not theirs to import.');
  const modules = Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0);
  if (modules < LEAST_MODULES) {
    throw new SetUpFailure(`Only ${modules} modules were looked at; there are more than ${LEAST_MODULES}.`);
  }
});
