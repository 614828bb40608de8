import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ensureClients } from './lib/clients.js';
import { ensureConsole } from './lib/console.js';
import { ensureDependencies } from './lib/dependencies.js';
import { main, projectFolder, say, SetUpFailure } from './lib/project.js';
import { runStep } from './lib/run.js';

/** The versions beside the machine's own. */
const VERSIONS = ['22', '24', '26'];

/** What depends on Node itself: dates and zones, streams, files, HTTP, child processes, the bundle of the workflows. */
const FILES = [
  'test/domain/**/*.test.ts',
  'test/config/*.test.ts',
  'test/db/*.test.ts',
  'test/storage/*.test.ts',
  'test/reading/*.test.ts',
  'test/api/**/*.test.ts',
  'test/replay/*.test.ts',
  'test/packages/**/*.test.ts',
  'test/temporal/*.test.ts',
  'test/runtime/*.test.ts',
];

/**
 * `npm run test:nodes`: runs them on each version, with the executable from npm, and says of each how it went.
 * `npm run test:nodes -- 24` takes one version, `own` the machine's.
 */
await main(async () => {
  await ensureDependencies();
  await ensureClients();
  await ensureConsole();
  const asked = process.argv.slice(2);
  const results = [];
  for (const version of asked.length > 0 ? asked : ['own', ...VERSIONS]) {
    const executable = version === 'own' ? process.execPath : await install(version);
    results.push({ executable, ...(await runTests(executable)) });
  }
  for (const { version, summary } of results) say(`Node ${version}: ${summary}`);
  if (results.some(({ code }) => code !== 0)) process.exitCode = 1;
});

/** The executable of a major version, as npm has it for this platform. */
async function install(version) {
  if (!/^\d+$/.test(version)) throw new SetUpFailure(`A version of Node is a number such as 24, not "${version}".`);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(projectFolder, '.set-up', 'nodes', version);
  const executable = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(executable)) return executable;
  mkdirSync(folder, { recursive: true });
  const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  await runStep(`Fetching Node ${version}`, ['npm', 'install', '--prefix', folder, ...options, `${name}@${version}`]);
  return executable;
}

/** Runs mocha; its last line says how many tests passed and failed. */
async function runTests(executable) {
  const env = { ...process.env, PATH: `${dirname(executable)}${delimiter}${process.env.PATH}` };
  const mocha = join(projectFolder, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const [version] = await outputOf(executable, ['--version'], env);
  say(`Node ${version}`);
  const [output, code] = await outputOf(executable, [mocha, ...FILES], env, process.stdout);
  return { version, code, summary: output.split('\n').at(-1) };
}

function outputOf(program, args, env, copy) {
  const child = spawn(program, args, { cwd: projectFolder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const parts = [];
  child.stdout.on('data', (part) => parts.push(part));
  if (copy) child.stdout.pipe(copy, { end: false });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve([Buffer.concat(parts).toString().trim(), code ?? 1]));
  });
}
