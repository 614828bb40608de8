import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src/domain/errors.js';
import { createVideoMeasurer } from '../../src/storage/measure-video.js';
import { box, splitBoxes } from '../support/boxes.js';
import { fixture, fixturePath, seededRandom, temporaryFolder, type FixtureName } from '../support/videos.js';

/** Coverage of the measuring process needs NODE_V8_COVERAGE. */
const environment = process.env;

describe('what is taken as a video', () => {
  const measurer = createVideoMeasurer({ environment });
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => (folder = await temporaryFolder()));
  after(async () => {
    measurer.close();
    await folder.remove();
  });

  const measure = async (...parts: Buffer[]) => {
    const path = join(folder.path, 'case');
    await writeFile(path, Buffer.concat(parts));
    return measurer.measure(path);
  };
  const refuses = (measured: Promise<unknown>, code: string, message: RegExp) =>
    assert.rejects(measured, (error) => {
      assert(error instanceof AppError && error.code === code, String(error));
      assert.match(error.message, message);
      return true;
    });

  const kinds: [FixtureName, string, string][] = [
    ['phone.3gp', 'mp4', 'video/mp4'],
    ['apple.m4v', 'mp4', 'video/mp4'],
    ['cmaf.mp4', 'mp4', 'video/mp4'],
    ['matroska.mkv', 'mkv', 'video/x-matroska'],
    ['quicktime.mov', 'mov', 'video/quicktime'],
  ];
  for (const [name, extension, type] of kinds) {
    it(`is ${name}`, async () => {
      const found = await measurer.measure(fixturePath(name));
      assert.deepEqual([found.extension, found.mime_type, found.video_codec], [extension, type, 'avc']);
    });
  }

  for (const brand of [
    '3gp4',
    '3gp6',
    '3g2a',
    'M4V ',
    'M4A ',
    'f4v ',
    'cmfc',
    'dash',
    'XAVC',
    'MSNV',
    'mif1',
    'what',
  ]) {
    it(`is an MP4 of the brand "${brand}"`, async () => {
      const bytes = await fixture('faststart.mp4');
      bytes.write(brand, 8, 'latin1');
      assert.equal((await measure(bytes)).mime_type, 'video/mp4');
    });
  }

  it('is a QuickTime file, its kind told or not', async () => {
    const bytes = await fixture('faststart.mp4');
    bytes.write('qt  ', 8, 'latin1');
    assert.equal((await measure(bytes)).mime_type, 'video/quicktime');
    const [kind, index, free, media] = splitBoxes(bytes);
    assert.ok(kind && index && free && media);
    const found = await measure(index, free, box('free', kind.subarray(8)), media);
    assert.deepEqual([found.mime_type, found.width, found.duration], ['video/quicktime', 160, 2]);
    for (const type of ['wide', 'free', 'skip', 'uuid', 'pnot', 'junk']) {
      bytes.write(type, 4, 'latin1');
      assert.equal((await measure(bytes)).mime_type, 'video/quicktime', type);
    }
  });

  it('may have its kind behind other boxes', async () => {
    const [kind, index, free, media] = splitBoxes(await fixture('faststart.mp4'));
    assert.ok(kind && index && free && media);
    for (const parts of [
      [free, kind, index, media],
      [kind, free, index, media],
      [index, kind, free, media],
    ])
      assert.equal((await measure(...parts)).mime_type, 'video/mp4');
  });

  const draw = seededRandom(8);
  const appended: [string, Buffer][] = [
    ['one zero', Buffer.alloc(1)],
    ['4 KiB of zeros', Buffer.alloc(4_096)],
    ['ones', Buffer.alloc(4_096, 0xff)],
    ['an ID3 tag of MP3 files', Buffer.from(`TAG${'a song'.padEnd(125, '\0')}`)],
    ['a text', Buffer.from('<script>alert(1)</script>\n')],
    ['an archive', Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64')],
    ['random bytes', Buffer.from(Array.from({ length: 5_000 }, () => draw(256)))],
  ];
  for (const name of [
    'faststart.mp4',
    'moov-last.mp4',
    'fragmented.mp4',
    'quicktime.mov',
    'vp9.webm',
    'live.webm',
  ] as const) {
    for (const [what, tail] of appended) {
      it(`may have ${what} behind its end: ${name}`, async () => {
        const { bit_rate: _, ...whole } = await measurer.measure(fixturePath(name));
        const { bit_rate: __, ...found } = await measure(await fixture(name), tail);
        assert.deepEqual(found, whole);
      });
    }

    it(`may have another file behind its end: ${name}`, async () => {
      const found = await measure(await fixture(name), await fixture('rotated.mp4'));
      assert.equal(found.width, 160);
    });

    it(`is not what was cut off at the end: ${name}`, async () => {
      const whole = await fixture(name);
      const cut = whole.subarray(0, whole.length - 300);
      await refuses(measure(cut), 'validation_failed', /cut off|missing|damaged/);
    });
  }

  it('may have tracks that end at different times', async () => {
    assert.equal(Math.round((await measurer.measure(fixturePath('held-picture.webm'))).duration), 6);
    assert.equal(Math.round((await measurer.measure(fixturePath('short-sound.webm'))).duration), 6);
    assert.equal(Math.round((await measurer.measure(fixturePath('held-picture.mp4'))).duration), 6);
  });

  it('may have an edit list', async () => {
    const found = await measurer.measure(fixturePath('edit-list.mp4'));
    assert.equal(found.width, 160);
    assert(found.duration > 0.5 && found.duration < 2, String(found.duration));
  });

  it('may have a single frame, with or without a duration', async () => {
    for (const name of ['one-frame.mp4', 'one-frame.webm', 'one-frame-live.webm'] as const) {
      const found = await measurer.measure(fixturePath(name));
      assert(found.duration > 0, name);
    }
  });

  it('may have a single frame that lasts no time', async () => {
    const bytes = await fixture('one-frame.mp4');
    bytes.writeUInt32BE(0, bytes.indexOf('stts', 0, 'latin1') + 16);
    assert.equal((await measure(bytes)).duration, 0.04);
  });

  it('may have its sizes in a compact table', async () => {
    const bytes = await fixture('faststart.mp4');
    const at = bytes.indexOf('stsz', 0, 'latin1');
    const count = bytes.readUInt32BE(at + 12);
    const sizes = Array.from({ length: count }, (_, row) => bytes.readUInt32BE(at + 16 + 4 * row));
    bytes.write('stz2', at, 'latin1');
    bytes.writeUInt32BE(16, at + 8);
    sizes.forEach((size, row) => bytes.writeUInt16BE(size, at + 16 + 2 * row));
    assert.equal((await measure(bytes)).duration, 2);
    bytes.writeUInt32BE(0xffff, at + 12);
    await refuses(measure(bytes), 'validation_failed', /index is damaged/);
  });

  const kind = box('ftyp', Buffer.from('isom\0\0\0\0isom', 'latin1'));
  const wrong: [string, Buffer[], string, RegExp][] = [
    [
      'a still image',
      [box('ftyp', Buffer.from('avif\0\0\0\0mif1', 'latin1')), box('meta', Buffer.alloc(4))],
      'unsupported_media_type',
      /still image/,
    ],
    [
      'a segment of a stream without its beginning',
      [kind, box('moof', Buffer.alloc(8)), box('mdat', Buffer.alloc(8))],
      'validation_failed',
      /"moov" box\) is missing/,
    ],
    [
      'other boxes than those of a video',
      [box('abcd', Buffer.alloc(8)), kind],
      'unsupported_media_type',
      /no known type/,
    ],
    [
      'another document in the clothes of Matroska',
      [Buffer.from('1a45dfa3874282846f746872', 'hex')],
      'unsupported_media_type',
      /send MP4, MOV, WebM or Matroska/,
    ],
  ];
  for (const [what, parts, code, message] of wrong) {
    it(`is not ${what}`, () => refuses(measure(...parts), code, message));
  }
});
