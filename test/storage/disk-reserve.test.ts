import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DiskReserve, noReserve } from '../../src/storage/disk-reserve.js';
import { temporaryFolder } from '../support/videos.js';

const MIB = 1024 ** 2;
const full = { code: 'storage_full' };

describe('the reserve of a disk', () => {
  /** A disk of which so much is free, as a test says; real ones are always too large to be filled. */
  function disk(freeAtFirst: number) {
    const told = { free: freeAtFirst, looks: 0 };
    const freeBytes = async (): Promise<number> => {
      told.looks += 1;
      return told.free;
    };
    return Object.assign(told, { reserve: new DiskReserve('/disk', 100 * MIB, freeBytes) });
  }
  /** Takes pieces until there is no room, or there were so many. */
  const take = async (reserve: DiskReserve, piece: number, most: number): Promise<number> => {
    for (let taken = 0; taken < most; taken += 1) {
      const isFull = await reserve.take(piece).then(
        () => false,
        () => true,
      );
      if (isFull) return taken;
    }
    return most;
  };

  it('is kept by whoever writes, but for the pieces that many write at once', async () => {
    const told = disk(103 * MIB);
    const write = async (): Promise<number> => {
      for (let pieces = 0; ; pieces += 1) {
        if ((await take(told.reserve, MIB / 4, 1)) === 0) return pieces;
        told.free -= MIB / 4;
      }
    };
    const written = await Promise.all(Array.from({ length: 8 }, write));
    const pieces = written.reduce((sum, count) => sum + count, 0);
    assert.ok(pieces >= 12 && pieces < 12 + 8, `${pieces} pieces of 256 KiB into 3 MiB`);
    await assert.rejects(disk(100 * MIB).reserve.take(0), full);
    await assert.rejects(disk(100 * MIB + 9).reserve.take(10), full);
    await disk(100 * MIB + 10).reserve.take(10);
  });

  it('is looked at every 8 MiB, however small the pieces are', async () => {
    const counted = disk(1_000 * MIB);
    const begunAt = performance.now();
    assert.equal(await take(counted.reserve, MIB / 16, 640), 640);
    const seconds = (performance.now() - begunAt) / 1_000;
    assert.ok(counted.looks >= 5 && counted.looks <= 6 + seconds, `${counted.looks} looks at 40 MiB`);
  });

  it('notices what others write', async () => {
    const told = disk(200 * MIB);
    await told.reserve.take(MIB);
    told.free = 100 * MIB;
    const taken = await take(told.reserve, MIB, 100);
    assert.ok(taken <= 7, `${taken} MiB were taken before the disk was looked at`);
  });

  it('is no more once there is room again', async () => {
    for (const bytes of [0, 1]) {
      const told = disk(100 * MIB);
      await assert.rejects(told.reserve.take(bytes), full);
      told.free = 101 * MIB;
      await told.reserve.take(bytes);
    }
  });

  it('does not refuse small pieces for a large one', async () => {
    const { reserve } = disk(110 * MIB);
    const [large, small] = await Promise.allSettled([reserve.take(50 * MIB), reserve.take(MIB)]);
    assert.deepEqual([large.status, small.status], ['rejected', 'fulfilled']);
  });

  it('is kept from the others for a file that is written elsewhere', async () => {
    const told = disk(110 * MIB);
    const giveBack = await told.reserve.hold(8 * MIB);
    await assert.rejects(told.reserve.hold(3 * MIB), full);
    await told.reserve.take(2 * MIB);
    giveBack();
    giveBack();
    await told.reserve.take(10 * MIB);
    await assert.rejects(told.reserve.hold(11 * MIB), full);
  });

  it('is that of a real disk, unless there is none', async () => {
    const folder = await temporaryFolder();
    try {
      await new DiskReserve(folder.path, 1).take(1);
      await assert.rejects(new DiskReserve(folder.path, Number.MAX_SAFE_INTEGER).take(0), full);
      await noReserve(folder.path).take(Number.MAX_SAFE_INTEGER);
      // Whoever writes there says what is wrong.
      await new DiskReserve(join(folder.path, 'gone'), 1).take(1);
    } finally {
      await folder.remove();
    }
  });
});
