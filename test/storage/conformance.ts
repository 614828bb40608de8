import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AppError } from '../../src/domain/errors.js';
import { OBJECT_CACHE_CONTROL } from '../../src/storage/object-store.js';
import type { ListedFile, MediaFolder, VideoStorage } from '../../src/storage/video-storage.js';

/** Is large enough for several parts, where a backend has parts. */
const LARGE_BYTES = 12 * 1024 * 1024 + 7;

/** What every backend must do. `open` runs in a `before` hook, and may skip. */
export function itBehavesLikeAVideoStorage(open: (this: Mocha.Context) => Promise<VideoStorage>): void {
  let storage: VideoStorage;
  before(async function () {
    storage = await open.call(this);
  });

  const place = async (content: Buffer, key: string): Promise<void> => {
    const pending = await storage.beginUpload();
    for (let at = 0; at < content.length; at += 64 * 1024) await pending.write(content.subarray(at, at + 64 * 1024));
    const { size_bytes, sha256 } = await pending.finish();
    assert.deepEqual([size_bytes, sha256], [content.length, createHash('sha256').update(content).digest('hex')]);
    assert.ok(existsSync(pending.localPath));
    await pending.commit(key);
    await pending.abort();
    assert.equal(existsSync(pending.localPath), false);
  };
  const isNotFound = (error: unknown): boolean => error instanceof AppError && error.code === 'not_found';

  it('shows a file under its key once it is committed, and not before', async () => {
    const key = storage.newKey('videos', 7, 'mp4');
    assert.equal(await storage.fileSize(key), null);
    await assert.rejects(async () => storage.readFile(key), isNotFound);
    await place(Buffer.from('some bytes'), key);
    assert.equal(await storage.fileSize(key), 10);
    assert.equal((await buffer(await storage.readFile(key))).toString(), 'some bytes');
  });

  it('reads ranges', async () => {
    const key = storage.newKey('thumbnails', 7, 'jpg');
    await place(Buffer.from('0123456789'), key);
    const read = async (start: number, end: number) =>
      (await buffer(await storage.readFile(key, { start, end }))).toString();
    assert.deepEqual([await read(0, 0), await read(2, 5), await read(9, 9)], ['0', '2345', '9']);
  });

  it('keeps a large file whole', async () => {
    const key = storage.newKey('videos', 7, 'webm');
    const content = randomBytes(LARGE_BYTES);
    await place(content, key);
    assert.equal(await storage.fileSize(key), content.length);
    assert.ok((await buffer(await storage.readFile(key))).equals(content));
    const [start, end] = [content.length - 9, content.length - 1];
    assert.ok((await buffer(await storage.readFile(key, { start, end }))).equals(content.subarray(-9)));
  });

  it('lends a file as a local one, and leaves nothing of it', async () => {
    const key = storage.newKey('videos', 7, 'mp4');
    await assert.rejects(async () => storage.localCopy(key), isNotFound);
    const content = randomBytes(200_000);
    await place(content, key);
    const copy = await storage.localCopy(key);
    assert.ok((await readFile(copy.path)).equals(content));
    await copy.release();
    assert.ok((await buffer(await storage.readFile(key))).equals(content));
    assert.equal(existsSync(copy.path), copy.path.endsWith(key), 'only the stored file itself stays');
  });

  it('keeps an empty file', async () => {
    const key = storage.newKey('videos', 7, 'mp4');
    await place(Buffer.alloc(0), key);
    assert.equal(await storage.fileSize(key), 0);
  });

  it('lets a reader stop half-way', async () => {
    const key = storage.newKey('videos', 7, 'mp4');
    await place(randomBytes(3_000_000), key);
    const stream = await storage.readFile(key);
    await once(stream, 'readable');
    stream.destroy();
    assert.ok(stream.destroyed);
  });

  it('copies a file under another key, and tells of one that is missing', async () => {
    const [key, large] = [storage.newKey('videos', 7, 'mp4'), storage.newKey('videos', 7, 'webm')];
    const content = randomBytes(LARGE_BYTES);
    await place(Buffer.from('some bytes'), key);
    await place(content, large);
    // Into a folder that is not there yet.
    const [copy, largeCopy] = [storage.newKey('videos', 71, 'mp4'), storage.newKey('videos', 71, 'webm')];
    await assert.rejects(storage.copyFile(storage.newKey('videos', 7, 'mp4'), copy), isNotFound);
    assert.equal(await storage.fileSize(copy), null);
    await storage.copyFile(key, copy);
    await storage.copyFile(large, largeCopy);
    for (const original of [key, large]) await storage.deleteFile(original);
    assert.equal((await buffer(await storage.readFile(copy))).toString(), 'some bytes');
    assert.ok((await buffer(await storage.readFile(largeCopy))).equals(content));
    const address = await storage.temporaryUrl(copy);
    if (address === null) return;
    const { headers } = await fetch(address);
    assert.deepEqual([headers.get('content-type'), headers.get('cache-control')], ['video/mp4', OBJECT_CACHE_CONTROL]);
  });

  it('deletes a file; one that is missing is success', async () => {
    const key = storage.newKey('videos', 7, 'mov');
    await place(Buffer.from('some bytes'), key);
    await storage.deleteFile(key);
    await storage.deleteFile(key);
    assert.equal(await storage.fileSize(key), null);
  });

  it('leaves nothing of an aborted file', async () => {
    const pending = await storage.beginUpload();
    await pending.write(Buffer.from('some bytes'));
    await pending.abort();
    await pending.abort();
    assert.equal(existsSync(pending.localPath), false);
  });

  it('gathers a file in pieces, keeps those of a source that breaks off, and stores it once it is whole', async () => {
    const id = randomUUID();
    const content = randomBytes(300_000);
    const file = await storage.gather(id);
    assert.equal(await file.size(), null);
    await assert.rejects(file.take(), (error: AppError) => error.code === 'storage_unavailable');
    await file.create();
    await assert.rejects(file.create());
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield content.subarray(0, 100_000);
      throw new Error('broken off');
    };
    await assert.rejects(file.append(broken(), 0), /broken off/);
    // Another process goes on.
    const again = await storage.gather(id);
    assert.equal(await again.size(), 100_000);
    assert.equal(await again.append(Readable.from([content.subarray(100_000)]), 100_000), content.length);
    const { pending, written } = await again.take();
    const sha256 = createHash('sha256').update(content).digest('hex');
    assert.deepEqual(written, { size_bytes: content.length, sha256 });
    const key = storage.newKey('videos', 7, 'mp4');
    await pending.commit(key);
    assert.ok((await buffer(await storage.readFile(key))).equals(content));
    assert.equal(await file.size(), null);
    await file.remove();
    await assert.rejects(async () => storage.gather('../../etc/passwd'), /Not the id/);
  });

  it('takes no key that leads elsewhere', async () => {
    for (const key of ['../x', 'videos/../../x', 'uploads/x', '/etc/passwd', 'videos', 'videos//x', '']) {
      await assert.rejects(async () => storage.deleteFile(key), /Not a key/, key);
      await assert.rejects(async () => storage.fileSize(key), /Not a key/, key);
      await assert.rejects(async () => storage.readFile(key), /Not a key/, key);
      await assert.rejects(storage.copyFile(key, 'videos/7/a.mp4'), /Not a key/, key);
      const pending = await storage.beginUpload();
      await pending.finish();
      await assert.rejects(pending.commit(key), /Not a key/, key);
      await pending.abort();
    }
  });

  it('lists the files of a content, and of all, as they are', async () => {
    const listed = async (folder: MediaFolder) => {
      const found = new Map<string, ListedFile>();
      for await (const file of storage.listFiles(folder)) found.set(file.key, file);
      return found;
    };
    const [ours, other] = [storage.newKey('thumbnails', 70, 'jpg'), storage.newKey('thumbnails', 701, 'jpg')];
    assert.equal((await listed('thumbnails/70')).size, 0);
    const begun = Date.now();
    await place(Buffer.from('some bytes'), ours);
    await place(Buffer.from('others'), other);
    assert.deepEqual([...(await listed('thumbnails/70')).keys()], [ours]);
    const all = await listed('thumbnails');
    assert.deepEqual([all.get(ours)?.size_bytes, all.get(other)?.size_bytes], [10, 6]);
    const age = (all.get(ours)?.modified_at ?? 0) - begun;
    assert.ok(age > -2_000 && age < 60_000, `${age} ms`);
    await storage.deleteFile(ours);
    assert.equal((await listed('thumbnails')).has(ours), false);
  });

  it('gives an address that anybody may read for a while, or none', async () => {
    const key = storage.newKey('videos', 7, 'mp4');
    await place(Buffer.from('0123456789'), key);
    const address = await storage.temporaryUrl(key);
    assert.match(storage.url(key), /^\/media\/1\/videos\/7\//);
    if (address === null) return;
    const answer = await fetch(address, { headers: { range: 'bytes=2-5' } });
    assert.deepEqual([answer.status, await answer.text()], [206, '2345']);
    assert.equal(answer.headers.get('content-type'), 'video/mp4');
  });
}

/**
 * That listings go on after the first page.
 * @param put puts a file with these bytes where the backend keeps its own, without us.
 */
export function itListsManyFiles(
  open: () => Promise<VideoStorage>,
  put: (key: string, bytes: string) => Promise<unknown>,
): void {
  it('lists more files than one answer has', async function () {
    this.timeout(60_000);
    const keys = Array.from({ length: 1_005 }, (_, n) => `videos/88/${n}.mp4`);
    for (const key of keys) await put(key, key);
    const found: string[] = [];
    for await (const { key } of (await open()).listFiles('videos/88')) found.push(key);
    assert.deepEqual(found.toSorted(), keys.toSorted());
  });
}

/** Puts a file into a folder. */
export async function putInto(folder: string, key: string, bytes: string): Promise<void> {
  await mkdir(join(folder, dirname(key)), { recursive: true });
  await writeFile(join(folder, key), bytes);
}
