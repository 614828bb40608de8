import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { openLocalFile } from '../../../src/api/delivery/local-file.js';

const SIZE = 1_000_000;
const DOWNLOADS = 40;
/** What the handing on of a piece takes where sockets are slow. */
const BUSY_MS = 2;

describe('reading files for many downloads', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'paced-'))));
  after(() => rm(folder, { recursive: true }));

  async function readStream() {
    const path = join(folder, 'a.mp4');
    return (await openLocalFile(path, folder)).read({ start: 0, end: SIZE - 1 });
  }

  it('hands on one piece in a turn of the event loop, and the whole of each file', async () => {
    await writeFile(join(folder, 'a.mp4'), Buffer.alloc(SIZE));
    const streams = await Promise.all(Array.from({ length: DOWNLOADS }, readStream));
    let inTurn = 0;
    let most = 0;
    let isOver = false;
    const turn = (): void => {
      most = Math.max(most, inTurn);
      inTurn = 0;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const sizes = streams.map(() => 0);
    const ends = streams.map((stream, index) => {
      stream.on('data', (piece: Buffer) => {
        inTurn += 1;
        sizes[index] = (sizes[index] ?? 0) + piece.length;
        for (const endAt = performance.now() + BUSY_MS; performance.now() < endAt;);
      });
      return finished(stream);
    });
    await Promise.all(ends);
    isOver = true;
    assert.deepEqual(
      sizes,
      streams.map(() => SIZE),
    );
    assert.equal(most, 1, 'So many pieces were handed on in one turn.');
  });

  it('leaves half of the time to others where there is a crowd, and takes it all where there is none', async () => {
    await writeFile(join(folder, 'a.mp4'), Buffer.alloc(SIZE));
    /** The pauses that reading takes, and the pieces that it hands on, each of which takes long. */
    const readAll = async (downloads: number): Promise<{ pauses: number; pieces: number }> => {
      const streams = await Promise.all(Array.from({ length: downloads }, readStream));
      const counts = { pauses: 0, pieces: 0 };
      const real = globalThis.setTimeout;
      const counting = (...args: Parameters<typeof setTimeout>) => {
        counts.pauses += 1;
        return real(...args);
      };
      globalThis.setTimeout = Object.assign(counting, real);
      try {
        const ends = streams.map((stream) => {
          stream.on('data', () => {
            counts.pieces += 1;
            for (const endAt = performance.now() + BUSY_MS; performance.now() < endAt;);
          });
          return finished(stream);
        });
        await Promise.all(ends);
      } finally {
        globalThis.setTimeout = real;
      }
      return counts;
    };
    const crowd = await readAll(DOWNLOADS);
    assert.ok(crowd.pauses > crowd.pieces / 2, JSON.stringify(crowd));
    assert.equal((await readAll(8)).pauses, 0);
  });

  it('goes on where some downloads are broken off', async () => {
    await writeFile(join(folder, 'a.mp4'), Buffer.alloc(SIZE));
    const broken = await Promise.all(Array.from({ length: DOWNLOADS }, readStream));
    for (const stream of broken) {
      stream.once('data', () => stream.destroy());
    }
    let size = 0;
    for await (const piece of await readStream()) size += (piece as Buffer).length;
    assert.equal(size, SIZE);
  });
});
