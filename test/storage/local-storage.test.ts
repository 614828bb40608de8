import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { noReserve } from '../../src/storage/disk-reserve.js';
import { AppError } from '../../src/domain/errors.js';
import { LocalPendingFile } from '../../src/storage/local-pending-file.js';
import { LocalStorage } from '../../src/storage/local-storage.js';
import { isAlive, parsePartialFileName } from '../../src/storage/partial-file-name.js';
import { isFileKey, newFileKey } from '../../src/storage/video-storage.js';
import { temporaryFolder } from '../support/videos.js';

describe('local storage', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let storage: LocalStorage;
  beforeEach(async () => {
    folder = await temporaryFolder();
    storage = await LocalStorage.make({ basePath: join(folder.path, 'storage'), baseUrl: '/media/1' });
  });
  afterEach(() => folder.remove());

  const uploads = () => readdir(join(folder.path, 'storage', 'uploads'));
  const write = async (text: string) => {
    const pending = await storage.beginUpload();
    await pending.write(Buffer.from(text.slice(0, 3)));
    await pending.write(Buffer.from(text.slice(3)));
    return { pending, written: await pending.finish() };
  };
  const hasCode = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

  it('makes its folders', async () => {
    const names = ['.video-storage', 'thumbnails', 'uploads', 'videos'];
    assert.deepEqual((await readdir(join(folder.path, 'storage'))).toSorted(), names);
  });

  it('shows a file under its key once it is committed, and not before', async () => {
    const { pending, written } = await write('some bytes');
    const key = storage.newKey('videos', 7, 'mp4');
    assert.equal(await storage.fileSize(key), null);
    await pending.commit(key);
    await pending.abort();
    assert.deepEqual(written, { size_bytes: 10, sha256: createHash('sha256').update('some bytes').digest('hex') });
    assert.equal(await storage.fileSize(key), 10);
    assert.equal((await buffer(await storage.readFile(key))).toString(), 'some bytes');
    assert.equal((await buffer(await storage.readFile(key, { start: 2, end: 5 }))).toString(), 'me b');
    assert.equal(storage.url(key), `/media/1/${key}`);
    assert.deepEqual(await uploads(), []);
  });

  it('forgets an aborted file, again and again, open or finished', async () => {
    const { pending } = await write('some bytes');
    const other = await storage.beginUpload();
    assert.equal((await uploads()).length, 2);
    for (const file of [pending, other, pending, other]) await file.abort();
    assert.deepEqual(await uploads(), []);
    await assert.rejects(other.write(Buffer.from('late')), /closed/);
  });

  it('deletes a file; one that is missing is success', async () => {
    const { pending } = await write('some bytes');
    const key = storage.newKey('thumbnails', 7, 'jpg');
    await pending.commit(key);
    await storage.deleteFile(key);
    await storage.deleteFile(key);
    await assert.rejects(storage.readFile(key), hasCode('not_found'));
  });

  it('takes no key that leads elsewhere', async () => {
    for (const key of [
      '../x',
      'videos/../../x',
      'uploads/x.part',
      'videos/7/.hidden',
      '/etc/passwd',
      'videos',
      'videos/7/a\0',
      'videos//x',
      '',
    ]) {
      assert.equal(isFileKey(key), false, key);
      await assert.rejects(storage.deleteFile(key), key);
      const { pending } = await write('some bytes');
      await assert.rejects(pending.commit(key), /Not a key/);
    }
    assert.match(newFileKey('videos', 7, 'webm'), /^videos\/7\/[0-9a-f-]{36}\.webm$/);
  });

  it('says 507 when the device is full (a file handle of /dev/full stands in for the disk)', async function () {
    if (!existsSync('/dev/full')) this.skip(); // Linux has it, other systems may not.
    const pending = new LocalPendingFile(
      { basePath: folder.path, reserve: noReserve(folder.path), owner: null },
      join(folder.path, 'partial'),
      await open('/dev/full', 'r+'),
    );
    await assert.rejects(pending.write(Buffer.alloc(10)), hasCode('storage_full'));
    await pending.abort();
  });

  it('says 507 when a real disk of 1 MiB is full, and leaves nothing (needs root)', async function () {
    const disk = join(folder.path, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      this.skip(); // Only root may mount, and not in every container.
    }
    try {
      const small = await LocalStorage.make({ basePath: disk, baseUrl: '/media/1' });
      const pending = await small.beginUpload();
      await pending.write(Buffer.alloc(600_000));
      await assert.rejects(pending.write(Buffer.alloc(600_000)), hasCode('storage_full'));
      await pending.abort();
      assert.deepEqual(await readdir(join(disk, 'uploads')), []);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('says 503 when the folder is gone or is none', async () => {
    await rm(join(folder.path, 'storage'), { recursive: true });
    await assert.rejects(storage.beginUpload(), hasCode('storage_unavailable'));
    assert.equal(await storage.removeAbandonedUploads(), 0);
    await writeFile(join(folder.path, 'file'), '');
    const open = LocalStorage.make({ basePath: join(folder.path, 'file'), baseUrl: '/media/1' });
    await assert.rejects(open, hasCode('storage_unavailable'));
  });

  it('takes no file for deleted or missing while its disk is not mounted', async () => {
    const { pending } = await write('some bytes');
    const key = storage.newKey('videos', 7, 'mp4');
    await pending.commit(key);
    const [mounted, elsewhere] = [join(folder.path, 'storage'), join(folder.path, 'unmounted')];
    const options = { basePath: mounted, baseUrl: '/media/1' };
    await rename(mounted, elsewhere);
    await mkdir(mounted); // What is left of an unmounted disk: an empty folder.
    for (const present of [true, false]) {
      if (!present) await rm(mounted, { recursive: true });
      await assert.rejects(LocalStorage.open(options), hasCode('storage_unavailable'));
      await assert.rejects(storage.deleteFile(key), hasCode('storage_unavailable'));
      await assert.rejects(storage.fileSize(key), hasCode('storage_unavailable'));
      await assert.rejects(storage.readFile(key), hasCode('storage_unavailable'));
      await assert.rejects(storage.beginUpload(), hasCode('storage_unavailable'));
      assert.deepEqual(existsSync(mounted) ? await readdir(mounted) : [], []);
    }
    await rename(elsewhere, mounted);
    assert.equal(await (await LocalStorage.open(options)).fileSize(key), 10);
    await storage.deleteFile(key);
    assert.equal(await storage.fileSize(key), null);
  });

  it('opens the folder of an earlier version, which had no marker, as soon as anything lies in it', async () => {
    const basePath = join(folder.path, 'earlier');
    const open = () => LocalStorage.open({ basePath, baseUrl: '/media/1' });
    for (const name of ['videos', 'thumbnails', 'uploads']) await mkdir(join(basePath, name), { recursive: true });
    // An earlier version made the same folders on top of a disk that was not mounted.
    await assert.rejects(open, hasCode('storage_unavailable'));
    await mkdir(join(basePath, 'videos', '7'));
    await open();
    await rm(join(basePath, 'videos', '7'), { recursive: true });
    await open();
  });

  it('removes what a killed process left, and only that', async () => {
    const script = fileURLToPath(new URL('half-upload.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import=tsx', script, join(folder.path, 'storage')]);
    const path = await new Promise<string>((resolve) =>
      child.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString())),
    );
    const own = await storage.beginUpload();
    assert.equal(await storage.removeAbandonedUploads(), 0);
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGKILL');
    await closed;
    assert.equal((await readFile(path)).length, 100_000);
    assert.equal(await storage.removeAbandonedUploads(), 1);
    assert.equal(existsSync(path), false);
    assert.deepEqual(await uploads(), [own.localPath.slice(own.localPath.lastIndexOf('/') + 1)]);
    await own.abort();
  });

  it('removes files of other hosts after an hour without a change, and never what is not its own', async () => {
    const place = (name: string) => join(folder.path, 'storage', 'uploads', name);
    const foreign = 'other-host~1~abc~00000000-0000-0000-0000-000000000000.part';
    for (const name of [foreign, 'notes.txt']) {
      await writeFile(place(name), '');
      await utimes(place(name), 1_000_000, 1_000_000);
    }
    assert.equal(await storage.removeAbandonedUploads(1_000_000_000 + 3_599_000), 0);
    assert.equal(await storage.removeAbandonedUploads(1_000_000_000 + 3_601_000), 1);
    assert.deepEqual(await uploads(), ['notes.txt']);
  });

  it('removes what was gathered over several requests once it has expired, whichever process wrote it', async () => {
    const gathered = '00000000-0000-0000-0000-000000000000.upload';
    const place = join(folder.path, 'storage', 'uploads', gathered);
    await writeFile(place, '');
    await utimes(place, 1_000_000, 1_000_000);
    assert.equal(await storage.removeAbandonedUploads(1_000_000_000 + 25 * 3_600_000), 0);
    assert.equal(await storage.removeAbandonedUploads(1_000_000_000 + 25 * 3_600_000 + 1), 1);
    assert.deepEqual(await uploads(), []);
  });

  it('gathers nothing on a disk that is not mounted', async () => {
    const file = await storage.gather('00000000-0000-0000-0000-000000000000');
    await file.create();
    await rm(join(folder.path, 'storage'), { recursive: true });
    await mkdir(join(folder.path, 'storage'));
    for (const action of [() => file.size(), () => file.take(), () => file.create(), () => file.remove()]) {
      await assert.rejects(action, hasCode('storage_unavailable'));
    }
  });

  it('tells a process from a later one with the same pid', async () => {
    const pending = await storage.beginUpload();
    const owner = parsePartialFileName(pending.localPath.slice(pending.localPath.lastIndexOf('/') + 1));
    assert(owner !== null);
    assert.equal(isAlive(owner), true);
    assert.equal(isAlive({ ...owner, processStart: '00000000-1' }), false);
    assert.equal(isAlive({ host: 'x', pid: 4_194_305, processStart: 'unknown' }), false);
    await pending.abort();
  });
});
