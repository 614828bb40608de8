import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../src/domain/errors.js';
import { createVideoMeasurer } from '../../src/storage/measure-video.js';
import { showing, sounding } from '../../src/storage/usual-players.js';
import { fixture, fixturePath, temporaryFolder, type FixtureName } from '../support/videos.js';

const refusal = (message: RegExp) => (error: unknown) =>
  error instanceof AppError && error.code === 'validation_failed' && message.test(error.message);

describe('who plays a video', () => {
  const measurer = createVideoMeasurer({ environment: process.env });
  after(() => measurer.close());

  const all = 'chrome firefox safari android ios';
  const told: [FixtureName, RegExp, string, boolean?][] = [
    ['moov-last.mp4', /^avc1\.64000a, mp4a\.40\.2$/, all],
    ['matroska.mkv', /^avc1\.64000a$/, 'chrome android'],
    ['vp8.webm', /^vp8$/, 'chrome firefox safari android'],
    ['vp9.webm', /^vp09\.00\.10\.08/, 'chrome firefox safari android'],
    ['alpha.webm', /^vp09\.00\.10\.08/, 'chrome firefox safari android', true],
    ['av1.mp4', /^av01\.0\.00M\.08$/, all],
    ['hvc1.mp4', /^hvc1\.1\./, all],
    ['hev1.mp4', /^hev1\.1\./, 'chrome firefox android'],
    ['high10.mp4', /^avc1\.6e00/, 'chrome'],
    ['high444.mp4', /^avc1\.f400/, 'chrome'],
    ['ac3.mp4', /^avc1\.\w+, ac-3$/, 'safari ios'],
    ['mpeg4.mp4', /^mp4v\.20\.1, mp4a\.40\.2$/, 'safari android ios'],
    ['mjpeg.mov', /^jpeg$/, 'safari ios'],
    ['prores4444.mov', /^ap4h$/, 'safari ios', true],
  ];
  for (const [name, codecs, players, alpha = false] of told) {
    it(`is told of ${name}`, async () => {
      const found = await measurer.measure(fixturePath(name));
      assert.match(found.codecs, codecs);
      assert.deepEqual([found.playable_in.join(' '), found.has_alpha], [players, alpha]);
    });
  }

  for (const [name, what] of [
    ['mpeg2.mp4', /plays its picture \(mp4v\.6\w\).*ffmpeg -i/],
    ['cinepak.mov', /plays its picture \(cvid\).*ffmpeg -i/],
    ['theora.mkv', /plays its picture \(V_THEORA\).*ffmpeg -i/],
    ['dts.mkv', /plays its picture and sound together \(avc1\.\w+, dtsc\).*ffmpeg -i/],
  ] as const) {
    it(`is nobody: ${name} is refused, with what to do`, () =>
      assert.rejects(measurer.measure(fixturePath(name)), refusal(what)));
  }

  it('is nobody for what is encrypted', async () => {
    const folder = await temporaryFolder();
    const bytes = await fixture('faststart.mp4');
    bytes.write('encv', bytes.indexOf('avc1', bytes.indexOf('stsd', 0, 'latin1'), 'latin1'), 'latin1');
    await writeFile(join(folder.path, 'encrypted'), bytes);
    const measured = measurer.measure(join(folder.path, 'encrypted'));
    await assert.rejects(measured, refusal(/plays its picture \(encv\)/));
    await folder.remove();
  });

  it('is told by codec and container', () => {
    assert.deepEqual(showing('mp4', 'vp09.01.10.08'), ['chrome', 'firefox']);
    assert.deepEqual(showing('mkv', 'mp4v.20'), ['android']);
    assert.deepEqual(showing('mp4', 's263'), ['android']);
    assert.deepEqual(showing('webm', 'jpeg'), []);
    assert.deepEqual(sounding('mp4', []).join(' '), all);
    assert.deepEqual(sounding('mov', ['apac', 'mp4a.40.2']).join(' '), all);
    assert.deepEqual(sounding('mov', ['sowt']), ['chrome', 'safari', 'android', 'ios']);
    assert.deepEqual(sounding('mp4', ['dtsc']), []);
  });
});
