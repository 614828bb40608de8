import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from '../../src/runtime/ports.js';
import { eventually } from './eventually.js';
import { CannotBeHad, goProgram, type GoProgram } from './go-program.js';

const VERSITYGW = { name: 'versitygw', module: 'github.com/versity/versitygw/cmd/versitygw', version: '1.8.0' };
/** Its last state; the versions of its own naming are not to be had from the module proxy. */
const MINIO = { name: 'minio', module: 'github.com/minio/minio', version: '0.0.0-20260212201848-7aac2a2c5b7c' };
const FAKE_GCS = { name: 'fake-gcs-server', module: 'github.com/fsouza/fake-gcs-server', version: '1.56.1' };

/** A storage server of a test, with an empty bucket `videos`. */
export interface StorageServer {
  url: string;
  /** The folder in which the server keeps the bucket. */
  folder: string;
  settings: Record<string, unknown>;
  credentials: Record<string, unknown>;
  stop(): Promise<void>;
}

/** One that runs in a process of its own. */
export interface StorageProcess extends StorageServer {
  /** Kills it; what it holds stays. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, at the same address. */
  restart(): Promise<void>;
  /** Lets it take requests and say nothing, until `goOn`. */
  freeze(): void;
  goOn(): void;
}

const BUCKET = 'videos';

/** S3, by a gateway to a folder that checks signatures. */
export async function startS3Server(): Promise<StorageProcess> {
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

/** S3, by MinIO. */
export async function startMinioServer(): Promise<StorageProcess> {
  const root = mkdtempSync(join(tmpdir(), 'ar minio '));
  const port = await freePort();
  const [accessKeyId, secretAccessKey] = ['test-access-key', 'test-secret-access-key'];
  const environment = { MINIO_ROOT_USER: accessKeyId, MINIO_ROOT_PASSWORD: secretAccessKey, MINIO_BROWSER: 'off' };
  const running = await run(MINIO, ['server', '--address', `127.0.0.1:${port}`, root], port, root, environment);
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint: running.url, region: 'us-east-1', forcePathStyle: true, credentials });
  await eventually(() => client.send(new CreateBucketCommand({ Bucket: BUCKET })));
  client.destroy();
  return {
    ...running,
    folder: join(root, BUCKET),
    settings: { bucket: BUCKET, endpoint: running.url, force_path_style: true },
    credentials: { access_key_id: accessKeyId, secret_access_key: secretAccessKey },
  };
}

/** Google Cloud Storage, by an emulator, which checks neither keys nor signatures. */
export async function startGcsServer(): Promise<StorageProcess> {
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

async function run(program: GoProgram, args: string[], port: number, root: string, environment: object = {}) {
  const url = `http://127.0.0.1:${port}`;
  const path = await goProgram(program);
  const env = { ...process.env, ...environment };
  let child: ChildProcess;
  const restart = async (): Promise<void> => {
    child = spawn(path, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
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
  const freeze = (): void => void child.kill('SIGSTOP');
  const goOn = (): void => void child.kill('SIGCONT');
  return { url, kill, restart, freeze, goOn, stop };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await closed;
}

/**
 * Starts a server in a `before` hook; where it cannot be had, the tests of the suite are skipped and say why.
 * @throws never returns in that case: mocha's `skip` throws. What goes wrong with a server that is there is a failure.
 */
export async function serverOrSkip<T extends StorageServer>(hook: Mocha.Context, start: () => Promise<T>): Promise<T> {
  // It may have to be built first, on a machine that is busy.
  hook.timeout(1_200_000);
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof CannotBeHad)) throw error;
    process.stderr.write(`Skipped, as its server cannot be had: ${error.message}\n`);
    return hook.skip();
  }
}
