import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { withLock } from './lock.js';
import { projectFolder, say } from './project.js';
import { runStep } from './run.js';

const SOURCES = ['src', 'migrations', 'packages', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
const STAMP = '.built-from';

/**
 * Compiles the service into dist/, together with the bundle that Temporal's workers run, unless that was made from
 * these very sources. dist/ is replaced as a whole, so that nobody ever starts half a build.
 */
export async function ensureBuild() {
  if (isCurrent()) return;
  await withLock(
    'build',
    () => say('Another process is building; waiting for it.'),
    async () => {
      if (!isCurrent()) await build();
    },
  );
}

/** A digest of every file that the build reads, by name and content. */
export function digestOf(folder, sources = SOURCES) {
  const digest = createHash('sha256');
  for (const file of sources.flatMap((source) => filesOf(join(folder, source)))) {
    digest
      .update(`${relative(folder, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return digest.digest('hex');
}

function isCurrent() {
  const stamp = join(projectFolder, 'dist', STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digestOf(projectFolder);
}

async function build() {
  const sources = digestOf(projectFolder);
  // Beside dist/ and not in it: the paths in the source maps then stay right when it is renamed.
  const fresh = join(projectFolder, 'dist.new');
  const old = join(projectFolder, 'dist.old');
  for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(fresh);
  writeFileSync(join(fresh, '.gitignore'), '*\n');
  try {
    await compile(fresh);
    await bundleWorkflows(fresh);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  writeFileSync(join(fresh, STAMP), sources);
  if (existsSync(join(projectFolder, 'dist'))) renameSync(join(projectFolder, 'dist'), old);
  renameSync(fresh, join(projectFolder, 'dist'));
  rmSync(old, { recursive: true, force: true });
}

async function compile(folder) {
  const compiler = join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc');
  const command = [process.execPath, compiler, '-p', 'tsconfig.build.json', '--outDir', folder];
  await runStep('Compiling', command);
}

async function bundleWorkflows(folder) {
  const options = join(folder, 'src', 'temporal', 'workflow-code.js');
  if (!existsSync(options)) return;
  const bundler = join(projectFolder, 'scripts', 'lib', 'bundle-workflows.js');
  const command = [process.execPath, bundler, options, join(folder, 'workflow-bundle.js')];
  await runStep('Bundling the workflows', command);
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true, encoding: 'utf8' });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${sep}node_modules${sep}`))
    .toSorted();
}
