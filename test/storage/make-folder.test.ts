import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noReserve } from '../../src/storage/disk-reserve.js';
import { AppError } from '../../src/domain/errors.js';
import type { StorageConnection } from '../../src/domain/storage-connection.js';
import { LocalStorage } from '../../src/storage/local-storage.js';
import { makeFolder } from '../../src/storage/make-folder.js';
import { createStorageOpener } from '../../src/storage/open-storage.js';
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
    if (!existsSync('/proc/self')) this.skip(); // Only Linux has such a file system.
    for (const basePath of ['/proc/nowhere', '/proc/nowhere/deeper']) {
      await assert.rejects(LocalStorage.make({ basePath, baseUrl: '' }), isUnavailable);
    }
  });

  it('are absolute, as API and worker may run in different folders', async () => {
    await assert.rejects(LocalStorage.make({ basePath: 'media', baseUrl: '' }), /must be absolute: media/);
  });

  it('are opened once as long as the connection stays as it is, and tried again after a failure', async () => {
    const installation = randomUUID();
    const open = createStorageOpener({
      stagingFolder: folder.path,
      installationOf: async () => installation,
      credentialsOf: async () => null,
      reserveOf: noReserve,
    });
    const connection = (id: number, revision: number, name = 'storage'): StorageConnection => ({
      id,
      revision,
      company_id: null,
      name,
      provider: 'local',
      base_path: join(folder.path, name),
      settings: {},
      is_default: false,
      created_at: 0,
      updated_at: 0,
    });
    await LocalStorage.make({ basePath: join(folder.path, 'storage'), baseUrl: '' });
    assert.equal(await open(connection(1, 1)), await open(connection(1, 1)));
    assert.notEqual(await open(connection(1, 1)), await open(connection(2, 1)));
    assert.notEqual(await open(connection(1, 1)), await open(connection(1, 2)));
    const later = connection(3, 1, 'later');
    await writeFile(join(folder.path, 'later'), '');
    await assert.rejects(open(later), isUnavailable);
    await folder.remove();
    await LocalStorage.make({ basePath: join(folder.path, 'later'), baseUrl: '' });
    assert.equal((await open(later)).url('videos/a.mp4'), '/media/3/videos/a.mp4');
  });
});
