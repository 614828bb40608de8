import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src/domain/errors.js';
import { createVideoMeasurer } from '../../src/storage/measure-video.js';
import { fixture, fixturePath, GOOD_VIDEOS, seededRandom, temporaryFolder } from '../support/videos.js';

/** Coverage of the measuring process needs NODE_V8_COVERAGE. */
const environment = process.env;

describe('measuring a video', () => {
  const measurer = createVideoMeasurer({ environment });
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => (folder = await temporaryFolder()));
  after(async () => {
    measurer.close();
    await folder.remove();
  });

  const measureBytes = async (bytes: Uint8Array, name = 'case') => {
    await writeFile(join(folder.path, name), bytes);
    return measurer.measure(join(folder.path, name));
  };
  const refuses = (measured: Promise<unknown>, code: string, message: RegExp) =>
    assert.rejects(measured, (error) => {
      assert(error instanceof AppError, String(error));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, message);
      assert.equal(error.fields[0]?.field, 'file');
      return true;
    });

  for (const name of GOOD_VIDEOS) {
    it(`finds what ${name} is`, async () => {
      const found = await measurer.measure(fixturePath(name));
      const sides = [found.width, found.height];
      assert.deepEqual(sides, name === 'rotated.mp4' ? [120, 160] : [160, 120]);
      assert(Math.abs(found.duration - 2) < 0.2, `${found.duration} s`);
      assert.equal(found.extension, name.slice(name.lastIndexOf('.') + 1));
    });

    it(`refuses ${name} cut off anywhere`, async () => {
      const whole = await fixture(name);
      for (const part of [0.1, 0.3, 0.5, 0.7, 0.9, 0.99]) {
        await refuses(
          measureBytes(whole.subarray(0, Math.floor(whole.length * part))),
          'validation_failed',
          /cut off|damaged|missing/,
        );
      }
    });
  }

  it('finds rotation, codecs, bit rate and frame rate', async () => {
    const { extension: _, ...found } = await measurer.measure(fixturePath('rotated.mp4'));
    const { size } = statSync(fixturePath('rotated.mp4'));
    assert.deepEqual(found, {
      mime_type: 'video/mp4',
      duration: 2,
      width: 120,
      height: 160,
      rotation: 270,
      video_codec: 'avc',
      audio_codec: 'aac',
      codecs: 'avc1.64000a, mp4a.40.2',
      has_alpha: false,
      playable_in: ['chrome', 'firefox', 'safari', 'android', 'ios'],
      bit_rate: size * 4,
      frame_rate: 15,
    });
    const { video_codec, audio_codec, rotation } = await measurer.measure(fixturePath('vp9.webm'));
    assert.deepEqual([video_codec, audio_codec, rotation], ['vp9', null, 0]);
  });

  it('finds the type by content, whatever the name says', async () => {
    assert.equal((await measureBytes(await fixture('vp9.webm'), 'vp9.mp4')).mime_type, 'video/webm');
  });

  it('notices that a whole cluster is missing at the end', async () => {
    const whole = await fixture('long.webm');
    assert.equal((await measureBytes(whole)).duration, 12);
    const segmentSize = whole.indexOf(Buffer.from([0x18, 0x53, 0x80, 0x67])) + 4;
    const lastClusters = [...positions(whole, Buffer.from([0x1f, 0x43, 0xb6, 0x75]))];
    const cut = Buffer.from(whole.subarray(0, lastClusters.at(-4)));
    cut.set([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], segmentSize); // Of unknown size, as a pipe writes it.
    await refuses(measureBytes(cut), 'validation_failed', /cut off: a part begins at byte \d+/);
  });

  it('notices frames that the index places beyond the end', async () => {
    const bytes = Buffer.from(await fixture('moov-last.mp4'));
    bytes.writeUInt32BE(bytes.length * 2, bytes.indexOf('stco', 0, 'latin1') + 12);
    await refuses(measureBytes(bytes), 'validation_failed', /its frames go to byte/);
  });

  it('notices a chunk with more frames than there are, over which a library would walk for minutes', async () => {
    const bytes = Buffer.from(await fixture('faststart.mp4'));
    bytes.writeUInt32BE(0xf0000000, bytes.indexOf('stsc', 0, 'latin1') + 16);
    await refuses(measureBytes(bytes), 'validation_failed', /index is damaged/);
  });

  const wrong: [string, () => Promise<Buffer>, string, RegExp][] = [
    ['an empty file', async () => Buffer.alloc(0), 'validation_failed', /it is empty/],
    ['a text', async () => Buffer.from('not a video\n'.repeat(50)), 'unsupported_media_type', /no known type/],
    ['an image', () => fixture('picture.jpg'), 'unsupported_media_type', /image\/jpeg/],
    ['sound alone', () => fixture('audio-only.mp4'), 'unsupported_media_type', /no video track/],
    [
      'a header alone',
      async () => (await fixture('faststart.mp4')).subarray(0, 32),
      'validation_failed',
      /"moov" box\) is missing/,
    ],
    [
      'an image with an MP4 behind',
      async () => Buffer.concat([await fixture('picture.jpg'), await fixture('faststart.mp4')]),
      'unsupported_media_type',
      /image/,
    ],
  ];
  for (const [what, bytes, code, message] of wrong) {
    it(`refuses ${what}`, async () => refuses(measureBytes(await bytes()), code, message));
  }

  it('says 503 when the file is not there', async () => {
    const missing = measurer.measure(join(folder.path, 'missing'));
    await assert.rejects(missing, (error) => error instanceof AppError && error.code === 'storage_unavailable');
  });

  it('gives up a file that takes too long, and goes on with the next', async () => {
    const hasty = createVideoMeasurer({ timeoutMs: 1, environment });
    await refuses(hasty.measure(fixturePath('faststart.mp4')), 'validation_failed', /takes too long/);
    hasty.close();
    assert.equal((await measurer.measure(fixturePath('faststart.mp4'))).width, 160);
  });

  it('gives up a file that takes too much memory, and takes it where there is enough', async function () {
    this.timeout(20_000);
    const offsets = Buffer.alloc(8 + 1_500_000 * 8);
    offsets.writeUInt32BE(1_500_000, 4);
    const hostile = insertBox(
      await fixture('moov-last.mp4'),
      ['moov', 'trak', 'mdia', 'minf', 'stbl'],
      'ctts',
      offsets,
    );
    await writeFile(join(folder.path, 'hostile'), hostile);
    const poor = createVideoMeasurer({ maxHeapMiB: 48 });
    await refuses(poor.measure(join(folder.path, 'hostile')), 'validation_failed', /too much memory/);
    assert.equal((await poor.measure(fixturePath('vp9.webm'))).width, 160);
    poor.close();
    assert.equal((await measurer.measure(join(folder.path, 'hostile'))).width, 160);
  });

  it('starts another process when the last one was ended for idleness', async () => {
    const measurer = createVideoMeasurer({ idleMs: 1, environment });
    await measurer.measure(fixturePath('faststart.mp4'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await measurer.measure(fixturePath('faststart.mp4'))).width, 160);
    measurer.close();
  });

  it('ends every one of 400 damaged files in an answer or an AppError, soon', async function () {
    this.timeout(60_000);
    const random = seededRandom(20_260_101);
    const outcomes = { measured: 0, refused: 0 };
    for (const name of GOOD_VIDEOS) {
      const whole = await fixture(name);
      for (let round = 0; round < 40; round += 1) {
        const startedAt = performance.now();
        await measureBytes(damage(whole, random)).then(
          () => (outcomes.measured += 1),
          (error: unknown) => {
            assert(error instanceof AppError && error.code !== 'storage_unavailable', String(error));
            outcomes.refused += 1;
          },
        );
        assert(performance.now() - startedAt < 5_000, `${name}, round ${round}`);
      }
    }
    assert.equal(outcomes.measured + outcomes.refused, 400);
    assert(outcomes.refused > 100, JSON.stringify(outcomes));
  });
});

/** Flips bytes, cuts, writes giant numbers where sizes stand, or swaps two parts. */
function damage(whole: Buffer, random: (limit: number) => number): Buffer {
  const bytes = Buffer.from(whole);
  const kind = random(4);
  if (kind === 0) return bytes.subarray(0, random(bytes.length));
  // Most of what a reader believes stands in the first and last 2,000 bytes.
  const place = () => (random(2) === 0 ? random(Math.min(2_000, bytes.length - 8)) : bytes.length - 8 - random(2_000));
  for (let count = 1 + random(8); count > 0; count -= 1) {
    if (kind === 1) bytes[place()] = random(256);
    if (kind === 2) bytes.writeUInt32BE([0, 1, 7, 0x7fffffff, 0xffffffff][random(5)] ?? 0, place());
    if (kind === 3) bytes.copy(bytes, place(), place());
  }
  return bytes;
}

function* positions(bytes: Buffer, wanted: Buffer): Generator<number> {
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) yield at;
}

/** An MP4 with one more box in the first box of each of these types, one inside the other; sizes grow with it. */
function insertBox(bytes: Buffer, path: readonly string[], type: string, content: Buffer): Buffer {
  const box = Buffer.concat([Buffer.alloc(8), content]);
  box.writeUInt32BE(box.length);
  box.write(type, 4, 'latin1');
  const copy = Buffer.from(bytes);
  let at = 0;
  for (const parent of path) {
    at = copy.indexOf(parent, at, 'latin1') - 4;
    copy.writeUInt32BE(copy.readUInt32BE(at) + box.length, at);
    at += 8;
  }
  return Buffer.concat([copy.subarray(0, at), box, copy.subarray(at)]);
}
