import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.js';
import { requireNodeVersion } from './lib/node-version.js';
import { main, projectFolder } from './lib/project.js';

/** `npm test`: the dependencies, then mocha with what .mocharc.json says. Arguments and the exit code pass through. */
await main(async () => {
  requireNodeVersion();
  await ensureDependencies();
  process.exitCode = await runMocha(process.argv.slice(2));
});

function runMocha(args) {
  const mocha = join(projectFolder, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const child = spawn(process.execPath, [mocha, ...args], { cwd: projectFolder, stdio: 'inherit' });
  // Ctrl-C reaches mocha from the terminal; we wait for it to stop its servers. SIGTERM reaches only us.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
}
