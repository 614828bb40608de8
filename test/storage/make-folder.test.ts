import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src/domain/errors.js';
import { LocalStorage } from '../../src/storage/local-storage.js';
import { createLocalStorages } from '../../src/storage/local-storages.js';
import { makeFolder } from '../../src/storage/make-folder.js';
import { temporaryFolder } from '../support/videos.js';

const isUnavailable = (error: unknown): boolean => error instanceof AppError && error.code === 'storage_unavailable';

describe('folders of a storage', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());

  it('are made with those above them, once or again, also by several at once', async () => {
    const path = join(folder.path, 'a', 'b', 'c');
    await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder.path, 'a', 'd'))]);
    await makeFolder(path);
    assert.deepEqual(await readdir(join(folder.path, 'a')), ['b', 'd']);
    assert.equal(existsSync(path), true);
  });

  it('are refused where a file is in the way', async () => {
    await writeFile(join(folder.path, 'file'), '');
    await assert.rejects(makeFolder(join(folder.path, 'file')), /EEXIST/);
    await assert.rejects(makeFolder(join(folder.path, 'file', 'a', 'b')), /ENOTDIR/);
  });

  it('are refused where a file system makes none, instead of being tried forever', async function () {
    if (!existsSync('/proc/self')) this.skip();
    for (const basePath of ['/proc/nowhere', '/proc/nowhere/deeper']) {
      await assert.rejects(LocalStorage.open({ basePath, baseUrl: '' }), isUnavailable);
    }
  });

  it('are absolute, as API and worker may run in different folders', async () => {
    await assert.rejects(LocalStorage.open({ basePath: 'media', baseUrl: '' }), /must be absolute: media/);
  });

  it('are opened once a connection and path, and tried again after a failure', async () => {
    const storageOf = createLocalStorages();
    const path = join(folder.path, 'storage');
    assert.equal(await storageOf(1, path), await storageOf(1, path));
    assert.notEqual(await storageOf(1, path), await storageOf(2, path));
    await writeFile(join(folder.path, 'later'), '');
    const later = join(folder.path, 'later');
    await assert.rejects(storageOf(1, later), isUnavailable);
    await folder.remove();
    assert.equal((await storageOf(1, later)).url('videos/a.mp4'), '/media/1/videos/a.mp4');
  });
});
