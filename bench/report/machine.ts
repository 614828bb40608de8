import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { projectRoot } from '../../src/config/project-root.js';

interface PackageFile {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const PACKAGES = [
  'express',
  'pg',
  '@temporalio/worker',
  'fastify',
  'graphile-worker',
  'pg-boss',
  'bullmq',
  'autocannon',
];

/** What the figures were measured on and with. */
export function describeMachine(): Record<string, string> {
  const text = readFileSync(join(projectRoot(), 'package.json'), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(text) as PackageFile;
  const versions = PACKAGES.map((name) => `${name} ${dependencies[name] ?? devDependencies[name] ?? '?'}`);
  return {
    machine: `${cpus().length} cores (${cpus()[0]?.model.trim() ?? '?'}), ${Math.round(totalmem() / 1024 ** 3)} GiB`,
    system: `${platform()} ${release()} ${arch()}`,
    load_before: loadavg()[0]?.toFixed(2) ?? '?',
    node: process.version,
    packages: versions.join(', '),
  };
}
