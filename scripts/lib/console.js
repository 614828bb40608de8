import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureFolder } from './built-folder.js';
import { precompress } from './precompress.js';
import { projectFolder } from './project.js';
import { runStep } from './run.js';

const SOURCES = [
  'console',
  'packages/client',
  'packages/follow',
  'scripts/lib/console.js',
  'scripts/lib/precompress.js',
  'tsconfig.json',
  'package-lock.json',
];

const vite = (...options) => [
  process.execPath,
  join(projectFolder, 'node_modules', 'vite', 'bin', 'vite.js'),
  'build',
  join(projectFolder, 'console'),
  '--logLevel',
  'warn',
  ...options,
];

/** Builds the console into dist.console/, unless that was made from these very sources. */
export const ensureConsole = () =>
  ensureFolder({
    name: 'console',
    sources: SOURCES,
    build: async (fresh) => {
      await runStep('Building the console', vite('--outDir', fresh));
      await precompress(fresh);
    },
  });

/** Builds it anew whenever it changes, until this process ends: the next load of a page shows it. */
export function watchConsole() {
  const [program, ...args] = vite('--watch');
  const child = spawn(program, args, { cwd: projectFolder, stdio: ['ignore', 'ignore', 'inherit'] });
  process.once('exit', () => child.kill());
}
