import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { yandexDiskCredentials, yandexDiskSettings } from '../../src/storage/connection-settings.js';
import { toRemoteError } from '../../src/storage/remote-error.js';
import { YandexDiskStore } from '../../src/storage/yandex-disk-store.js';
import { type Refusal, YandexDiskServer } from '../support/yandex-disk-server.js';

const NAME = 'videos/7/one.mp4';
const RESOURCES = '/v1/disk/resources';

describe('the Yandex Disk store', function () {
  this.timeout(10_000);
  let server: YandexDiskServer;
  let store: YandexDiskStore;
  beforeEach(async () => {
    server = await YandexDiskServer.start();
    store = new YandexDiskStore(
      yandexDiskSettings.parse(server.settings),
      yandexDiskCredentials.parse(server.credentials),
    );
  });
  afterEach(async () => {
    await server.stop();
    assert.deepEqual(server.leaks, []);
  });

  const never = new AbortController().signal;
  const put = (bytes = 10, name = NAME) =>
    store.put(name, Readable.from([Buffer.alloc(bytes)]), { sizeBytes: bytes, contentType: 'video/mp4' }, never);
  const files = (): string[] =>
    readdirSync(server.folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [entry.name] : [],
    );
  const refuse = (refusal: Pick<Refusal, 'method' | 'status' | 'error' | 'times'> & Partial<Refusal>): void =>
    void server.refusals.push({ path: RESOURCES, ...refusal });
  const asked = (request: string): number => server.requests.filter((each) => each === request).length;
  /** The message that the API tells of a fault. */
  const told = async (action: Promise<unknown>): Promise<string> =>
    action.then(
      () => 'no fault',
      (error: unknown) => `${toRemoteError(error, 'trying').code}: ${toRemoteError(error, 'trying').message}`,
    );

  it('makes missing folders once, and removes what a killed process left beside the file', async () => {
    await put();
    refuse({ path: `${RESOURCES}/move`, method: 'POST', status: 500, error: 'InternalServerError', times: 1 });
    await assert.rejects(put());
    assert.deepEqual(files(), ['one', 'one.mp4']);
    assert.equal(asked(`PUT ${RESOURCES}`), 3);
    await store.remove(NAME, never);
    assert.deepEqual(files(), []);
  });

  it('takes several files at once, also when their folders are missing', async () => {
    const names = ['a', 'b', 'c', 'd'].map((name) => `${name}.mp4`);
    await Promise.all(names.map((name) => put(10, `videos/7/${name}`)));
    assert.deepEqual(files().toSorted(), names);
  });

  it('comes back when it is told to, as long as it is soon', async () => {
    refuse({ method: 'GET', status: 429, error: 'TooManyRequestsError', times: 2, retryAfter: 0 });
    assert.equal(await store.size(NAME, never), null);
    refuse({ method: 'GET', status: 429, error: 'TooManyRequestsError', times: 1 });
    assert.equal(await store.size(NAME, never), null);
    assert.equal(asked(`GET ${RESOURCES}`), 5);
    refuse({ method: 'GET', status: 429, error: 'TooManyRequestsError', times: 1, retryAfter: 3_600 });
    assert.match(await told(store.size(NAME, never)), /^storage_unavailable: .*429 \(TooManyRequestsError\)/);
    assert.equal(asked(`GET ${RESOURCES}`), 6);
  });

  it('gives up after three tries, and at once when the time allowed is over', async () => {
    refuse({ method: 'GET', status: 429, error: 'TooManyRequestsError', times: 9, retryAfter: 0 });
    assert.match(await told(store.size(NAME, never)), /429/);
    assert.equal(asked(`GET ${RESOURCES}`), 3);
    server.refusals.length = 0;
    refuse({ method: 'GET', status: 429, error: 'TooManyRequestsError', times: 9, retryAfter: 5 });
    const started = performance.now();
    await assert.rejects(store.size(NAME, AbortSignal.timeout(100)));
    assert.ok(performance.now() - started < 2_000);
  });

  it('waits for a lock that passes, and not for one that lasts', async () => {
    refuse({ path: `${RESOURCES}/move`, method: 'POST', status: 423, error: 'DiskResourceLockedError', times: 1 });
    await put();
    refuse({ method: 'DELETE', status: 423, error: 'DiskUploadTrafficLimitExceeded', times: 1 });
    assert.match(await told(store.remove(NAME, never)), /423 \(DiskUploadTrafficLimitExceeded\)/);
    assert.deepEqual([asked(`DELETE ${RESOURCES}`), files()], [1, ['one.mp4']]);
  });

  it('says that the disk is full, wherever that turns out', async () => {
    server.freeBytes = 5;
    assert.match(await told(put()), /^storage_full/);
    assert.match(await told(put(9_000_000)), /^storage_full/);
    refuse({ path: `${RESOURCES}/upload`, method: 'GET', status: 507, error: 'DiskNoFreeSpaceError', times: 1 });
    assert.match(await told(put()), /^storage_full/);
    assert.deepEqual(files(), []);
  });

  it('leaves nothing of an upload that breaks off or is stopped in the middle', async () => {
    server.cutAfterBytes = 1_000_000;
    assert.match(await told(put(3_000_000)), /^storage_unavailable: .*did not answer/);
    server.cutAfterBytes = Infinity;
    const stop = new AbortController();
    const endless = Readable.from(
      (async function* () {
        yield Buffer.alloc(1_000_000);
        stop.abort();
        yield Buffer.alloc(1_000_000);
      })(),
      { objectMode: false },
    );
    const facts = { sizeBytes: 9_000_000, contentType: 'video/mp4' };
    await assert.rejects(store.put(NAME, endless, facts, stop.signal));
    assert.deepEqual(files(), []);
    await put();
    assert.deepEqual(files(), ['one.mp4']);
  });

  it('fails when it has other bytes to send than it said', async () => {
    const facts = { sizeBytes: 11, contentType: 'video/mp4' };
    await assert.rejects(store.put(NAME, Readable.from([Buffer.alloc(10)]), facts, never));
    assert.deepEqual(files(), []);
  });

  it('waits for what is done later, and tells when that fails', async () => {
    await put();
    server.changes = 'failing later';
    assert.match(await told(store.remove(NAME, never)), /^storage_unavailable: .*500 \(OperationFailed\)/);
    assert.deepEqual(files(), ['one.mp4']);
    server.changes = 'done later';
    await store.remove(NAME, never);
    assert.deepEqual(files(), []);
  });

  it('stops waiting for what is never done when the time allowed is over', async () => {
    await put();
    server.changes = 'never done';
    await assert.rejects(store.remove(NAME, AbortSignal.timeout(500)));
    assert.deepEqual(files(), ['one.mp4']);
  });

  it('takes a missing file for one that is missing, and no other fault', async () => {
    assert.equal(await store.get(NAME, undefined, never), null);
    await store.remove(NAME, never);
    refuse({ method: 'DELETE', status: 404, error: 'DiskOperationNotFoundError', times: 1 });
    assert.match(await told(store.remove(NAME, never)), /404|does not exist/);
    refuse({ method: 'GET', status: 403, error: 'ForbiddenError', times: 1 });
    assert.match(await told(store.size(NAME, never)), /refused the credentials.*\(ForbiddenError\)/);
  });

  it('asks for a new address for each download, as they run out', async () => {
    await put();
    assert.equal((await buffer((await store.get(NAME, { start: 2, end: 4 }, never)) ?? Readable.from([]))).length, 3);
    server.now = () => Date.now() + 3_600_000;
    assert.equal((await buffer((await store.get(NAME, undefined, never)) ?? Readable.from([]))).length, 10);
    assert.equal(asked(`GET ${RESOURCES}/download`), 2);
    assert.equal(await store.temporaryUrl(), null);
  });
});
