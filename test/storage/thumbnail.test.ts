import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { projectRoot } from '../../src/config/project-root.js';
import { AppError } from '../../src/domain/errors.js';
import { findFfmpeg } from '../../src/storage/ffmpeg.js';
import { findFfmpegModule } from '../../src/storage/ffmpeg-module.js';
import { jpegSize } from '../../src/storage/jpeg-size.js';
import { createLimiter } from '../../src/concurrency/limiter.js';
import { createImageMaker } from '../../src/storage/make-image.js';
import { checkThumbnail } from '../../src/storage/thumbnail.js';
import type { MediaExtension } from '../../src/storage/video-storage.js';
import { fixture, fixturePath, temporaryFolder, type FixtureName } from '../support/videos.js';

describe('thumbnails', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const warnings: string[] = [];
  const told: string[] = [];
  const log = {
    info: (message: string) => void told.push(message),
    warn: (_details: object, message: string) => void warnings.push(message),
  };
  before(async () => (folder = await temporaryFolder()));
  after(() => folder.remove());
  beforeEach(() => void (warnings.length = 0));

  const file = async (content: Buffer | string, mode = 0o644) => {
    const path = join(folder.path, 'file');
    await writeFile(path, content);
    await chmod(path, mode);
    return path;
  };

  for (const type of ['jpg', 'png', 'webp'] as const) {
    it(`takes ${type}, and refuses half of one`, async () => {
      const whole = await fixture(`picture.${type}`);
      assert.equal((await checkThumbnail(await file(whole))).extension, type);
      await assert.rejects(
        checkThumbnail(await file(whole.subarray(0, whole.length / 2))),
        (error) =>
          error instanceof AppError && error.code === 'validation_failed' && error.fields[0]?.field === 'thumbnail',
      );
    });
  }

  it('refuses what is no image', async () => {
    for (const content of [await fixture('vp8.webm'), Buffer.from('<svg/>'), Buffer.alloc(0)]) {
      await assert.rejects(
        checkThumbnail(await file(content)),
        (error) => error instanceof AppError && error.code === 'unsupported_media_type',
      );
    }
    await assert.rejects(
      checkThumbnail(join(folder.path, 'none')),
      (error) => error instanceof AppError && error.code === 'storage_unavailable',
    );
  });

  it('makes images of videos and pictures by ffmpeg (skipped where there is none)', async function () {
    const makeImage = await createImageMaker({ log });
    if (makeImage === null) this.skip(); // The machine has no ffmpeg, which is optional.
    const sizeOf = async (name: FixtureName, maxWidth: number) => {
      const extension = name.slice(name.lastIndexOf('.') + 1) as MediaExtension;
      const image = await makeImage({ path: fixturePath(name), extension, duration: 2 }, maxWidth);
      assert.ok(image);
      assert.equal((await fileTypeFromBuffer(image.bytes))?.mime, 'image/jpeg');
      return [image.width, image.height];
    };
    assert.deepEqual(await sizeOf('rotated.mp4', 640), [120, 160]);
    assert.deepEqual(await sizeOf('vp9.webm', 80), [80, 60]);
    for (const type of ['jpg', 'png', 'webp'] as const) {
      const picture = { path: fixturePath(`picture.${type}`), extension: type, duration: null };
      const image = await makeImage(picture, 32);
      assert.deepEqual([image?.width, image?.height], [32, 32], type);
    }
    assert.deepEqual(warnings, []);
    const lie = { path: fixturePath('picture.jpg'), extension: 'mp4', duration: 2 } as const;
    assert.equal(await makeImage(lie, 640), null);
    assert.match(warnings[0] ?? '', /no image/);
  });

  it('reads the size of a JPEG, and of nothing else', async () => {
    assert.deepEqual(jpegSize(await fixture('picture.jpg')), { width: 64, height: 64 });
    for (const other of [await fixture('picture.png'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0, 0, 0])]) {
      assert.throws(() => jpegSize(other), /no JPEG/);
    }
  });

  it('does without ffmpeg', async () => {
    assert.equal(await createImageMaker({ log, ffmpegPath: join(folder.path, 'none'), withModule: false }), null);
    assert.match(warnings[0] ?? '', /FFMPEG_PATH/);
    assert.match(told.at(-1) ?? '', /^No thumbnails/);
  });

  const ways = { 'the ffmpeg on PATH': {}, 'ffmpeg as WebAssembly': { ffmpegPath: '/none' } };
  for (const [what, way] of Object.entries(ways)) {
    it(`are made by ${what} of every kind of video (skipped where it is missing)`, async function () {
      this.timeout(240_000);
      const makeImage = await createImageMaker({ log, ...way, timeoutMs: 60_000 });
      if (makeImage === null || !told.at(-1)?.includes(what)) this.skip(); // Both are optional.
      warnings.length = 0;
      const sizes: Record<string, string> = {};
      const names = ['rotated.mp4', 'vp9.webm', 'matroska.mkv', 'hev1.mp4', 'mpeg4.mp4'];
      for (const name of [...names, 'mjpeg.mov', 'one-frame.mp4', 'one-frame-live.webm', 'slow.mp4'] as FixtureName[]) {
        const { duration } = name === 'slow.mp4' ? { duration: 30 } : { duration: 2 };
        const extension = name.slice(name.lastIndexOf('.') + 1) as MediaExtension;
        const image = await makeImage({ path: fixturePath(name), extension, duration }, 120);
        sizes[name] = `${image?.width} x ${image?.height}`;
      }
      assert.deepEqual(warnings, []);
      assert.deepEqual(
        new Set(Object.values(sizes)),
        new Set(['120 x 160', '120 x 90', '64 x 48']),
        JSON.stringify(sizes),
      );
      for (const type of ['jpg', 'png', 'webp'] as const) {
        const picture = { path: fixturePath(`picture.${type}`), extension: type, duration: null };
        assert.equal((await makeImage(picture, 32))?.width, 32, type);
      }
      const lie = { path: fixturePath('picture.jpg'), extension: 'mp4', duration: 2 } as const;
      assert.equal(await makeImage(lie, 640), null);
    });
  }

  it('are made by ffmpeg as WebAssembly of a picture for which its best Huffman tables run out of bounds', async function () {
    this.timeout(120_000);
    const makeImage = await createImageMaker({ log, ffmpegPath: '/none', timeoutMs: 60_000 });
    if (makeImage === null) this.skip(); // It is optional.
    const spring = {
      path: join(projectRoot(), 'demo', 'videos', 'spring.mp4'),
      extension: 'mp4',
      duration: 4,
    } as const;
    assert.equal((await makeImage(spring, 640))?.width, 640, JSON.stringify(warnings));
  });

  it('gives up ffmpeg as WebAssembly when it takes too long', async function () {
    const ffmpeg = findFfmpegModule({ timeoutMs: 1, maxOutputBytes: 1_000 });
    if (ffmpeg === null) this.skip(); // It is optional.
    await assert.rejects(ffmpeg({ path: fixturePath('vp9.webm'), demuxer: 'matroska' }, []), /ended with SIGKILL/);
  });

  it('refuses images of very many pixels, whatever their type', async () => {
    const refuses = async (bytes: Buffer, message: RegExp) =>
      assert.rejects(checkThumbnail(await file(bytes)), (error) => {
        assert(error instanceof AppError && error.code === 'validation_failed', String(error));
        assert.match(error.message, message);
        return error.fields[0]?.field === 'thumbnail';
      });
    const png = await fixture('picture.png');
    png.writeUInt32BE(30_000, 16);
    await refuses(png, /30000 x 64 pixels, and may be 8192 a side and 25 million in all/);
    png.writeUInt32BE(6_000, 16);
    png.writeUInt32BE(6_000, 20);
    await refuses(png, /6000 x 6000 pixels/);
    const jpeg = await fixture('picture.jpg');
    jpeg.writeUInt16BE(30_000, jpeg.indexOf(Buffer.from([0xff, 0xc0])) + 5);
    await refuses(jpeg, /64 x 30000 pixels/);
    const webp = await fixture('picture.webp');
    webp.writeUInt16LE(9_000, 26);
    await refuses(webp, /9000 x 64 pixels/);
    webp.write('VP8X', 12, 'latin1');
    webp.writeUIntLE(19_999, 24, 3);
    await refuses(webp, /20000 x \d+ pixels/);
    webp.write('VP8L', 12, 'latin1');
    webp.writeUInt32LE(0x3fff | (99 << 14), 21);
    await refuses(webp, /16384 x 100 pixels/);
  });

  it('gives up an ffmpeg that does not end or writes too much, and gives it no environment', async function () {
    if (process.platform === 'win32') this.skip();
    const version = '#!/bin/sh\n[ "$1" = -version ] && echo yes && exit\n';
    const limits = { timeoutMs: 100, maxOutputBytes: 1_000 };
    const input = { path: 'video', demuxer: 'mov' };
    const ffmpegPath = await file(`${version}while :; do :; done\n`, 0o755);
    const ffmpeg = await findFfmpeg({ ...limits, ffmpegPath });
    assert.ok(ffmpeg);
    await assert.rejects(ffmpeg(input, []), /made nothing/);
    const patient = await findFfmpeg({ ...limits, timeoutMs: 10_000, ffmpegPath });
    assert.ok(patient);
    await file(`${version}while :; do echo more; done\n`, 0o755);
    await assert.rejects(patient(input, []), /made nothing/);
    await file(`${version}echo "home=$HOME $*"\n`, 0o755);
    const said = (await patient(input, [])).toString();
    assert.match(said, /^home= .*-protocol_whitelist file -f mov -i file:video/);
  });
});

describe('limiter', () => {
  it('runs so many at once, in order, also after a failure', async () => {
    const limit = createLimiter(2);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    const action = (index: number) => async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      order.push(index);
      if (index === 1) throw new Error('expected');
    };
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => limit(action(index))));
    assert.deepEqual(order, [0, 1, 2, 3, 4]);
    assert.equal(most, 2);
    assert.equal(results.filter((result) => result.status === 'rejected').length, 1);
  });
});
