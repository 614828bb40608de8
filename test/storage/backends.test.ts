import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { noReserve } from '../../src/storage/disk-reserve.js';
import { AppError } from '../../src/domain/errors.js';
import type { StorageConnection, StorageProvider } from '../../src/domain/storage-connection.js';
import { s3Credentials, s3Settings } from '../../src/storage/connection-settings.js';
import { LocalStorage } from '../../src/storage/local-storage.js';
import { createStorageOpener } from '../../src/storage/open-storage.js';
import { S3Store } from '../../src/storage/s3-store.js';
import type { VideoStorage } from '../../src/storage/video-storage.js';
import { freePort } from '../../src/runtime/ports.js';
import {
  serverOrSkip,
  startGcsServer,
  startMinioServer,
  startS3Server,
  type StorageServer,
} from '../support/storage-servers.js';
import { temporaryFolder } from '../support/videos.js';
import { YandexDiskServer } from '../support/yandex-disk-server.js';
import { itBehavesLikeAVideoStorage, itListsManyFiles, putInto } from './conformance.js';

const PATIENCE = { answerMs: 5_000, idleMs: 5_000, uploadMs: 15_000 };

type Given = Pick<StorageServer, 'settings' | 'credentials'>;

/** All of it is of one. */
const INSTALLATION = randomUUID();

describe('storage backends', function () {
  this.timeout(30_000);
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => {
    folder = await temporaryFolder();
  });
  after(() => folder.remove());

  function open(provider: StorageProvider, given: Given, patience = PATIENCE): Promise<VideoStorage> {
    const connection: StorageConnection = {
      id: 1,
      company_id: null,
      name: 'test',
      provider,
      base_path: join(folder.path, 'local'),
      settings: given.settings,
      is_default: false,
      revision: 1,
      created_at: 0,
      updated_at: 0,
    };
    const credentialsOf = () => Promise.resolve(given.credentials);
    return createStorageOpener({
      stagingFolder: join(folder.path, 'staging'),
      credentialsOf,
      installationOf: async () => INSTALLATION,
      reserveOf: noReserve,
      patience,
    })(connection);
  }
  const refuses = (words: RegExp) => (error: unknown) =>
    error instanceof AppError && error.code === 'storage_unavailable' && words.test(error.message);
  const upload = async (storage: VideoStorage, bytes = 10) => {
    const pending = await storage.beginUpload();
    await pending.write(Buffer.alloc(bytes));
    await pending.finish();
    return pending.commit(storage.newKey('videos', 7, 'mp4')).finally(() => pending.abort());
  };
  const noStaging = (): void => assert.deepEqual(readdirSync(join(folder.path, 'staging', 'uploads')), []);

  /** Begins an upload to S3 in another process, kills that in the middle, and returns the key. */
  async function killHalfWay(server: StorageServer): Promise<string> {
    const script = fileURLToPath(new URL('half-put.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import=tsx', script, JSON.stringify(server)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    return said.toString().trim();
  }

  function itSaysWhatIsWrong(serverOf: () => StorageServer): void {
    it('says what is wrong with a key, a secret and a bucket', async () => {
      const server = serverOf();
      for (const [credentials, word] of [
        [{ ...server.credentials, access_key_id: 'nobody' }, /refused the credentials/],
        [{ ...server.credentials, secret_access_key: 'wrong' }, /refused the credentials.*SignatureDoesNotMatch/],
      ] as const) {
        await assert.rejects(upload(await open('s3', { ...server, credentials })), refuses(word));
      }
      const settings = { ...server.settings, bucket: 'no-such-bucket' };
      const storage = await open('s3', { ...server, settings });
      await assert.rejects(upload(storage), refuses(/bucket or folder does not exist/));
      await assert.rejects(upload(storage, 11_000_000), refuses(/bucket or folder does not exist/));
      noStaging();
    });
  }

  describe('local disk', () => {
    before(() => LocalStorage.make({ basePath: join(folder.path, 'local'), baseUrl: '/media/1' }));
    const openLocal = () => open('local', { settings: {}, credentials: {} });
    itBehavesLikeAVideoStorage(openLocal);
    itListsManyFiles(openLocal, (key, bytes) => putInto(join(folder.path, 'local'), key, bytes));
  });

  describe('S3 (versitygw)', () => {
    let server: StorageServer;
    before(async function () {
      server = await serverOrSkip(this, startS3Server);
    });
    after(() => server?.stop());

    itBehavesLikeAVideoStorage(() => open('s3', server));
    itListsManyFiles(
      () => open('s3', server),
      (key, bytes) => putInto(server.folder, key, bytes),
    );

    it('keeps to its folder of the bucket', async () => {
      const storage = await open('s3', { ...server, settings: { ...server.settings, prefix: 'ours/media' } });
      await upload(storage);
      assert.equal(readdirSync(join(server.folder, 'ours/media/videos/7')).length, 1);
    });

    it('sends again what is too large to be copied by S3 in one request', async () => {
      const [settings, credentials] = [s3Settings.parse(server.settings), s3Credentials.parse(server.credentials)];
      const store = new S3Store(settings, credentials, 1_000);
      const [content, never] = [randomBytes(5_300_000), new AbortController().signal];
      const facts = { sizeBytes: content.length, contentType: 'video/mp4' };
      await store.put('videos/7/large.mp4', Readable.from([content]), facts, never);
      assert.equal(await store.copy('videos/7/large.mp4', 'videos/7/copy.mp4', never), true);
      const copy = await store.get('videos/7/copy.mp4', undefined, never);
      assert.ok(copy !== null && (await buffer(copy)).equals(content));
      assert.equal(await store.copy('videos/7/missing.mp4', 'videos/7/none.mp4', never), false);
    });

    itSaysWhatIsWrong(() => server);

    it('removes the parts that a killed process left', async () => {
      const key = await killHalfWay(server);
      const parts = (): string[] =>
        readdirSync(server.folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
          entry.isFile() && entry.parentPath.includes('.sgwtmp') ? [entry.name] : [],
        );
      assert.ok(parts().length > 0);
      const storage = await open('s3', server);
      assert.equal(await storage.fileSize(key), null);
      await storage.deleteFile(key);
      assert.deepEqual(parts(), []);
    });
  });

  describe('S3 (MinIO)', () => {
    let server: StorageServer;
    before(async function () {
      server = await serverOrSkip(this, startMinioServer);
    });
    after(() => server?.stop());

    itBehavesLikeAVideoStorage(() => open('s3', server));
    itSaysWhatIsWrong(() => server);

    it('removes the parts that a killed process left', async () => {
      const key = await killHalfWay(server);
      const parts = (): string[] =>
        readdirSync(join(server.folder, '..', '.minio.sys', 'multipart'), { recursive: true, encoding: 'utf8' }).filter(
          (name) => /part\.\d+/.test(name),
        );
      assert.ok(parts().length > 0);
      const storage = await open('s3', server);
      assert.equal(await storage.fileSize(key), null);
      await storage.deleteFile(key);
      assert.deepEqual(parts(), []);
    });
  });

  describe('Google Cloud Storage (fake-gcs-server, which checks no keys)', () => {
    let server: StorageServer;
    before(async function () {
      server = await serverOrSkip(this, startGcsServer);
    });
    after(() => server?.stop());

    itBehavesLikeAVideoStorage(() => open('gcs', server));
    itListsManyFiles(
      () => open('gcs', server),
      (key, body) =>
        fetch(`${server.url}/upload/storage/v1/b/videos/o?uploadType=media&name=${key}`, { method: 'POST', body }),
    );

    it('says that a bucket is missing', async () => {
      const storage = await open('gcs', { ...server, settings: { ...server.settings, bucket: 'no-such-bucket' } });
      await assert.rejects(upload(storage), refuses(/bucket or folder does not exist/));
      noStaging();
    });
  });

  describe('Yandex Disk (a stand-in after its published description)', () => {
    let server: YandexDiskServer;
    before(async () => {
      server = await YandexDiskServer.start();
    });
    after(() => server.stop());

    describe('that answers at once', () => {
      itBehavesLikeAVideoStorage(() => open('yandex_disk', server));
      itListsManyFiles(
        () => open('yandex_disk', server),
        (key, bytes) => putInto(server.folder, key, bytes),
      );
    });

    describe('that takes its time', () => {
      before(() => void (server.changes = 'done later'));
      after(() => void (server.changes = 'at once'));
      itBehavesLikeAVideoStorage(() => open('yandex_disk', server));
    });

    it('keeps to its folder of the whole disk', async () => {
      const settings = { ...server.settings, root: 'disk', prefix: 'ours/media' };
      await upload(await open('yandex_disk', { settings, credentials: server.credentials }));
      const folder = join(server.folder, '..', 'ours/media');
      assert.deepEqual(readdirSync(folder).toSorted(), ['uploads', 'videos']);
      assert.deepEqual([readdirSync(join(folder, 'videos/7')).length, readdirSync(join(folder, 'uploads'))], [1, []]);
    });

    it('says what is wrong with a token, and shows it to the API alone', async () => {
      const credentials = { oauth_token: 'somebody-elses-token' };
      const storage = await open('yandex_disk', { settings: server.settings, credentials });
      await assert.rejects(upload(storage), refuses(/refused the credentials.*\(UnauthorizedError\)/));
      noStaging();
      assert.deepEqual(server.leaks, []);
    });
  });

  describe('a backend that is away', () => {
    let silent: Server;
    let url: string;
    before(async () => {
      silent = createServer(() => undefined).listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const address = silent.address();
      url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    });
    after(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const s3 = (endpoint: string): Given => ({
      settings: { bucket: 'videos', endpoint, force_path_style: true },
      credentials: { access_key_id: 'key', secret_access_key: 'secret' },
    });

    it('is a 503 when nobody listens', async () => {
      const storage = await open('s3', s3(`http://127.0.0.1:${await freePort()}`));
      await assert.rejects(
        storage.fileSize('videos/1/a.mp4'),
        refuses(/did not answer: nothing listens at its address/),
      );
      await assert.rejects(upload(storage), refuses(/did not answer/));
      noStaging();
    });

    it('is a 503 when it takes requests and says nothing, after the time allowed', async () => {
      const storage = await open('s3', s3(url), { answerMs: 300, idleMs: 300, uploadMs: 5_000 });
      const slow = refuses(/did not answer: it took too long/);
      await assert.rejects(storage.fileSize('videos/1/a.mp4'), slow);
      await assert.rejects(storage.readFile('videos/1/a.mp4'), slow);
      await assert.rejects(storage.deleteFile('videos/1/a.mp4'), slow);
      const listing = storage.listFiles('videos')[Symbol.asyncIterator]();
      await assert.rejects(async () => listing.next(), slow);
      await assert.rejects(upload(storage), slow);
      await assert.rejects(upload(storage, 11_000_000), slow);
      noStaging();
      const impatient = await open('s3', s3(url), { answerMs: 300, idleMs: 300, uploadMs: 300 });
      await assert.rejects(impatient.copyFile('videos/1/a.mp4', 'videos/1/b.mp4'), slow);
    });
  });
});
