import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../src/runtime/ports.js';
import { eventually } from './eventually.js';
import { goProgram, type GoProgram } from './go-program.js';

const VERSITYGW = { name: 'versitygw', module: 'github.com/versity/versitygw/cmd/versitygw', version: '1.8.0' };
const FAKE_GCS = { name: 'fake-gcs-server', module: 'github.com/fsouza/fake-gcs-server', version: '1.56.1' };

/** A storage server of a test, with an empty bucket `videos`. */
export interface StorageServer {
  url: string;
  /** The folder in which the server keeps the bucket. */
  folder: string;
  settings: Record<string, unknown>;
  credentials: Record<string, unknown>;
  /** Kills it; what it holds stays. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const BUCKET = 'videos';

/** S3, by a gateway to a folder that checks signatures. */
export async function startS3Server(): Promise<StorageServer> {
  const root = mkdtempSync(join(tmpdir(), 'ar s3 '));
  mkdirSync(join(root, BUCKET));
  const port = await freePort();
  const [key, secret] = ['test-access-key', 'test-secret-access-key'];
  const login = ['--access', key, '--secret', secret];
  const running = await run(VERSITYGW, [...login, '--port', `127.0.0.1:${port}`, '--quiet', 'posix', root], port, root);
  return {
    ...running,
    folder: join(root, BUCKET),
    settings: { bucket: BUCKET, endpoint: running.url, force_path_style: true },
    credentials: { access_key_id: key, secret_access_key: secret },
  };
}

/** Google Cloud Storage, by an emulator, which checks neither keys nor signatures. */
export async function startGcsServer(): Promise<StorageServer> {
  const root = mkdtempSync(join(tmpdir(), 'ar gcs '));
  mkdirSync(join(root, BUCKET));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const at = ['-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-external-url', url];
  const more = ['-public-host', `127.0.0.1:${port}`, '-filesystem-root', root, '-log-level', 'error'];
  const running = await run(FAKE_GCS, [...at, ...more], port, root);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    ...running,
    folder: join(root, BUCKET),
    settings: { bucket: BUCKET, api_endpoint: url },
    credentials: {
      type: 'service_account',
      client_email: 'tests@example.iam.gserviceaccount.com',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    },
  };
}

async function run(program: GoProgram, args: string[], port: number, root: string) {
  const url = `http://127.0.0.1:${port}`;
  const path = await goProgram(program);
  let child: ChildProcess;
  const restart = async (): Promise<void> => {
    child = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    await eventually(async () => (await fetch(url)).text());
  };
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const kill = (): Promise<void> => ended(child);
  const stop = async (): Promise<void> => {
    await kill();
    process.off('exit', killAtExit);
    rmSync(root, { recursive: true, force: true });
  };
  await restart();
  return { url, kill, restart, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await closed;
}

/**
 * Starts a server in a `before` hook; where it cannot be had, the tests of the suite are skipped and say why.
 * @throws never returns in that case: mocha's `skip` throws.
 */
export async function serverOrSkip(hook: Mocha.Context, start: () => Promise<StorageServer>): Promise<StorageServer> {
  // It may have to be built first, on a machine that is busy.
  hook.timeout(1_200_000);
  try {
    return await start();
  } catch (error) {
    process.stderr.write(
      `Skipped, as its server cannot be had: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return hook.skip();
  }
}
