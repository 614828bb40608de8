import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EncodedPacketSink, FilePathSource, Input, MP4, QTFF } from 'mediabunny';
import { createVideoMeasurer } from '../../src/storage/measure-video.js';
import { fixture, fixturePath, seededRandom, temporaryFolder } from '../support/videos.js';
import { fails } from '../support/faults.js';

/** Coverage of the process needs NODE_V8_COVERAGE. */
const environment = process.env;

/** The order of the boxes that matter. */
function boxes(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32BE(at))
    found.push(bytes.toString('latin1', at + 4, at + 8));
  return found.filter((type) => type === 'moov' || type === 'mdat');
}

/** Every packet of every track, in order: its kind, when it is due, and what is in it. */
async function packets(path: string): Promise<string[]> {
  const input = new Input({ formats: [MP4, QTFF], source: new FilePathSource(path) });
  const found: string[] = [];
  for (const track of await input.getTracks()) {
    for await (const { type, timestamp, data } of new EncodedPacketSink(track).packets()) {
      const content = createHash('sha256').update(data).digest('hex');
      found.push(`${track.type} ${type} ${timestamp.toFixed(2)} ${content}`);
    }
  }
  input.dispose();
  return found;
}

describe('moving the index to the front', () => {
  const measurer = createVideoMeasurer({ environment });
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let target: string;
  before(async () => {
    folder = await temporaryFolder();
    target = join(folder.path, 'target');
  });
  after(async () => {
    measurer.close();
    await folder.remove();
  });

  for (const name of ['moov-last.mp4', 'rotated.mp4', 'quicktime.mov'] as const) {
    it(`does so with ${name}, and plays the same`, async () => {
      const path = fixturePath(name);
      assert.deepEqual(boxes(await fixture(name)), ['mdat', 'moov']);
      assert.equal(await measurer.moveIndexToFront(path, target), true);
      assert.deepEqual(boxes(await readFile(target)), ['moov', 'mdat']);
      assert.deepEqual(await packets(target), await packets(path));
      const { bit_rate: _, ...before } = await measurer.measure(path);
      const { bit_rate: __, ...after } = await measurer.measure(target);
      assert.deepEqual(after, before);
    });
  }

  it('does so with a file that does not tell its kind', async () => {
    const path = join(folder.path, 'old');
    const bytes = await fixture('quicktime.mov');
    bytes.write('wide', 4, 'latin1');
    await writeFile(path, Buffer.concat([bytes, Buffer.from('appended')]));
    assert.equal(await measurer.moveIndexToFront(path, target), true);
    assert.deepEqual(boxes(await readFile(target)), ['moov', 'mdat']);
    assert.deepEqual(await packets(target), await packets(fixturePath('quicktime.mov')));
  });

  for (const name of ['faststart.mp4', 'fragmented.mp4', 'matroska.mkv'] as const) {
    it(`leaves ${name} alone`, async () => {
      assert.equal(await measurer.moveIndexToFront(fixturePath(name), target), false);
    });
  }

  it('gives up a file that its process cannot cope with, and one that is no video', async () => {
    const damaged = join(folder.path, 'damaged');
    await writeFile(damaged, (await fixture('moov-last.mp4')).subarray(0, 9_000));
    assert.equal(await measurer.moveIndexToFront(damaged, target), false);
    const hasty = createVideoMeasurer({ timeoutMs: 1, environment });
    assert.equal(await hasty.moveIndexToFront(fixturePath('moov-last.mp4'), target), false);
    hasty.close();
    await assert.rejects(
      measurer.moveIndexToFront(fixturePath('moov-last.mp4'), folder.path),
      fails('storage_unavailable'),
    );
  });

  it('never gives out what does not play the same, whatever it is given', async () => {
    const whole = await fixture('moov-last.mp4');
    const random = seededRandom(5);
    const path = join(folder.path, 'mutated');
    let rewritten = 0;
    for (let n = 0; n < 60; n += 1) {
      const bytes = Buffer.from(whole);
      const index = bytes.indexOf('moov', 0, 'latin1');
      for (let k = 0; k < 3; k += 1) bytes[index + 8 + random(bytes.length - index - 8)] = random(256);
      await writeFile(path, bytes);
      if (!(await measurer.moveIndexToFront(path, target).catch(() => false))) continue;
      rewritten += 1;
      assert.deepEqual(await packets(target), await packets(path));
    }
    assert.ok(rewritten > 0, 'some still play');
  });
});
