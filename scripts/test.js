import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureClients } from './lib/clients.js';
import { ensureConsole } from './lib/console.js';
import { ensureDependencies } from './lib/dependencies.js';
import { requireNodeVersion } from './lib/node-version.js';
import { main, projectFolder } from './lib/project.js';
import { watchRun } from './lib/watchdog.js';

/** Exit codes, as shells have them. */
const INTERRUPTED = { SIGINT: 130, SIGTERM: 143 };

/** `npm test`: the dependencies, then mocha with what .mocharc.json says. Arguments and the exit code pass through. */
await main(async () => {
  requireNodeVersion();
  await ensureDependencies();
  await ensureClients();
  await ensureConsole();
  process.exitCode = await runMocha(process.argv.slice(2));
});

function runMocha(args) {
  const mocha = join(projectFolder, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const watch = watchRun();
  const env = { ...process.env, TEST_RUNNING_FILE: watch.file };
  const child = spawn(process.execPath, [mocha, ...args], { cwd: projectFolder, stdio: 'inherit', env });
  let interruptedBy = null;
  // Mocha tells its own child to end on SIGINT only, which it has already if the terminal sent it; a second does no harm.
  for (const signal of Object.keys(INTERRUPTED)) {
    process.on(signal, () => {
      interruptedBy ??= signal;
      child.kill('SIGINT');
    });
  }
  return new Promise((resolve) => {
    // Once interrupted, mocha ends as if all were well.
    child.once('close', (code) => {
      watch.stop();
      resolve(INTERRUPTED[interruptedBy] ?? code ?? 1);
    });
  });
}
