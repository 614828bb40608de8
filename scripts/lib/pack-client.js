import { copyFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from './dependencies.js';
import { projectFolder } from './project.js';
import { runStep } from './run.js';

const PACKAGE = join(projectFolder, 'packages', 'client');

/** Writes client.tgz into a folder: the client with JavaScript in the place of its sources, as npm installs it. */
export async function packClient(folder) {
  const stage = mkdtempSync(join(tmpdir(), 'ar-video-rotation-client-'));
  try {
    const compiler = join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc');
    const project = join(PACKAGE, 'tsconfig.build.json');
    await runStep('Compiling the client', [process.execPath, compiler, '-p', project, '--outDir', join(stage, 'dist')]);
    const manifest = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'));
    writeFileSync(join(stage, 'package.json'), JSON.stringify(handedOut(manifest), null, 2));
    copyFileSync(join(PACKAGE, 'README.md'), join(stage, 'README.md'));
    const options = ['--ignore-scripts', '--loglevel=error', `--pack-destination=${folder}`];
    await runStep('Packing the client', [...npm(), 'pack', stage, ...options]);
    renameSync(join(folder, `${manifest.name}-${manifest.version}.tgz`), join(folder, 'client.tgz'));
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** The package.json of what is handed out. */
function handedOut({ exports, devDependencies: _ours, ...manifest }) {
  const compiled = Object.entries(exports).map(([name, source]) => {
    const file = source.replace('./src/', './dist/').replace(/\.ts$/, '');
    return [name, { types: `${file}.d.ts`, default: `${file}.js` }];
  });
  return { ...manifest, exports: Object.fromEntries(compiled), files: ['dist'] };
}
