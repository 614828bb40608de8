import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { AppError } from '../../src/domain/errors.js';
import { createFrameExtractor } from '../../src/storage/extract-frame.js';
import { createLimiter } from '../../src/storage/limiter.js';
import type { VideoMeasures } from '../../src/storage/read-video.js';
import { checkThumbnail } from '../../src/storage/thumbnail.js';
import { fixture, fixturePath, temporaryFolder } from '../support/videos.js';

const MEASURES: VideoMeasures = { extension: 'mp4', mime_type: 'video/mp4', duration: 2, width: 160, height: 120 };

describe('thumbnails', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const warnings: string[] = [];
  const log = { warn: (_details: object, message: string) => void warnings.push(message) };
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

  it('takes a frame by ffmpeg (skipped where there is none)', async function () {
    const extract = await createFrameExtractor({ log });
    if (extract === null) this.skip(); // The machine has no ffmpeg, which is optional.
    const webm = { ...MEASURES, extension: 'webm' as const };
    for (const frame of [
      await extract(fixturePath('rotated.mp4'), MEASURES),
      await extract(fixturePath('vp9.webm'), webm),
    ]) {
      assert(frame !== null);
      assert.equal((await fileTypeFromBuffer(frame))?.mime, 'image/jpeg');
    }
    assert.deepEqual(warnings, []);
    assert.equal(await extract(fixturePath('picture.jpg'), MEASURES), null);
    assert.match(warnings[0] ?? '', /no thumbnail/);
  });

  it('does without ffmpeg', async () => {
    assert.equal(await createFrameExtractor({ log, ffmpegPath: join(folder.path, 'none') }), null);
    assert.match(warnings[0] ?? '', /FFMPEG_PATH/);
  });

  it('gives up an ffmpeg that does not end, and gives it no environment', async function () {
    if (process.platform === 'win32') this.skip();
    const fake = await file('#!/bin/sh\n[ "$1" = -version ] && echo yes && exit\nwhile :; do :; done\n', 0o755);
    const extract = await createFrameExtractor({ log, ffmpegPath: fake, timeoutMs: 100 });
    assert.equal(await extract?.('video', MEASURES), null);
    await file('#!/bin/sh\n[ "$1" = -version ] && echo yes && exit\necho "home=$HOME"\n', 0o755);
    assert.equal((await extract?.('video', MEASURES))?.toString(), 'home=\n');
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
