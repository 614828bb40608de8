import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../src/runtime/ports.js';
import { eventually } from './eventually.js';

/** A running nginx. */
export interface Nginx {
  url: string;
  version: string;
  stop(): Promise<void>;
}

const run = promisify(execFile);

/** The nginx of this machine, else one out of Debian's package, kept in the user's cache. @throws where there is none */
async function nginxProgram(): Promise<string> {
  const installed = ['nginx', '/usr/sbin/nginx'].find((command) => spawnSync(command, ['-v']).status === 0);
  if (installed !== undefined) return installed;
  const cache = process.env['XDG_CACHE_HOME'] || join(process.env['HOME'] || homedir(), '.cache');
  const target = join(cache, 'ar-video-rotation', 'nginx');
  const program = join(target, 'usr', 'sbin', 'nginx');
  if (!existsSync(program)) await unpack(target);
  await run(program, ['-v']); // Debian's libraries may be missing.
  return program;
}

async function unpack(target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(`${target}-try-`);
  try {
    await run('apt-get', ['download', 'nginx'], { cwd: folder });
    const [file = ''] = await readdir(folder);
    await run('dpkg-deb', ['-x', join(folder, file), join(folder, 'unpacked')]);
    await rename(join(folder, 'unpacked'), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Starts nginx in a folder of its own.
 * @param serverAt the `server` block for a port of this machine
 * @throws where nginx cannot be had or does not start
 */
export async function startNginx(serverAt: (port: number) => string): Promise<Nginx> {
  const program = await nginxProgram();
  const { stderr: version } = await run(program, ['-v']);
  const folder = await mkdtemp(join(tmpdir(), 'ar nginx '));
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`);
  const http = ['access_log off;', 'default_type application/octet-stream;', ...temporary, serverAt(port)].join('\n');
  const common = 'daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log stderr warn;\nevents {}';
  await writeFile(config, `${common}\nhttp {\n${http}\n}\n`);
  const child = spawn(program, ['-p', folder, '-e', 'stderr', '-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  const closed = once(child, 'close');
  const stop = async (): Promise<void> => {
    kill();
    await closed;
    process.off('exit', kill);
    await rm(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await eventually(async () => {
      if (child.exitCode === null) await (await fetch(url)).text();
    });
    if (child.exitCode !== null) throw new Error(`nginx does not start: ${said}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, version: version.trim(), stop };
}
