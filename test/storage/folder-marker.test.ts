import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src/domain/errors.js';
import { MARKER } from '../../src/storage/folder-marker.js';
import { LocalStorage } from '../../src/storage/local-storage.js';
import { temporaryFolder } from '../support/videos.js';

describe('whose the folder of a local storage is', () => {
  const [own, other] = [randomUUID(), randomUUID()];
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => (folder = await temporaryFolder()));
  afterEach(() => folder.remove());

  const optionsOf = (installation: string) => ({ basePath: folder.path, baseUrl: '/media/1', installation });
  const marker = () => join(folder.path, MARKER);
  const isForeign = (error: unknown) =>
    error instanceof AppError &&
    error.code === 'storage_unavailable' &&
    [own, other, MARKER, 'Choose another folder'].every((word) => error.message.includes(word));

  it('is said by its marker, and another installation neither makes nor opens it', async () => {
    await LocalStorage.make(optionsOf(own));
    assert.match(await readFile(marker(), 'utf8'), new RegExp(`^Installation: ${own}$`, 'm'));
    await assert.rejects(LocalStorage.make(optionsOf(other)), isForeign);
    await assert.rejects(LocalStorage.open(optionsOf(other)), isForeign);
    await LocalStorage.make(optionsOf(own));
    await LocalStorage.open(optionsOf(own));
  });

  it('is asked before anything is written or removed, also when it changed hands meanwhile', async () => {
    const storage = await LocalStorage.make(optionsOf(own));
    const key = storage.newKey('videos', 7, 'mp4');
    await mkdir(join(folder.path, 'videos', '7'));
    await writeFile(join(folder.path, key), 'bytes');
    await writeFile(marker(), '');
    await storage.deleteFile(storage.newKey('videos', 7, 'mp4'));
    await LocalStorage.open(optionsOf(other));
    await assert.rejects(storage.beginUpload(), isForeign);
    await assert.rejects(storage.deleteFile(key), isForeign);
    const gathered = await storage.gather(randomUUID());
    await assert.rejects(gathered.create(), isForeign);
    await assert.rejects(gathered.remove(), isForeign);
    assert.equal(await readFile(join(folder.path, key), 'utf8'), 'bytes');
  });

  it('is that of the first one to open a folder whose marker names nobody, as earlier versions left it', async () => {
    await LocalStorage.make({ basePath: folder.path, baseUrl: '/media/1' });
    await Promise.all([LocalStorage.open(optionsOf(own)), LocalStorage.open(optionsOf(own))]);
    await assert.rejects(LocalStorage.open(optionsOf(other)), isForeign);
  });

  it('is that of whoever opens a folder from before there were markers', async () => {
    await mkdir(join(folder.path, 'videos', '7'), { recursive: true });
    await LocalStorage.open(optionsOf(own));
    await assert.rejects(LocalStorage.open(optionsOf(other)), isForeign);
  });
});
