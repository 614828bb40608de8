import assert from 'node:assert/strict';
import { requireWithin, uploadLimit } from '../../src/domain/upload-limit.js';

const faultOf = (limit: ReturnType<typeof uploadLimit>): string => {
  const { code, message } = limit.exceeded();
  return `${code}: ${message}`;
};

describe('the limit of an upload', () => {
  it('is what any file may have, where the company has more room', () => {
    for (const max_storage_bytes of [null, 150]) {
      const limit = uploadLimit(100, { max_storage_bytes, used_bytes: 50, beside_bytes: 0 });
      assert.equal(limit.maxBytes, 100);
      assert.equal(faultOf(limit), 'payload_too_large: The upload is too large: file must be at most 100 bytes.');
    }
  });

  it('is what the company has room for, where that is less', () => {
    const limit = uploadLimit(100, { max_storage_bytes: 149, used_bytes: 50, beside_bytes: 0 });
    assert.equal(limit.maxBytes, 99);
    assert.match(faultOf(limit), /^quota_exceeded: The company may store 149 bytes and stores 50: there is no room/);
    assert.equal(uploadLimit(100, { max_storage_bytes: 10, used_bytes: 50, beside_bytes: 0 }).maxBytes, 0);
  });

  it('leaves room for what is on its way', () => {
    const limit = uploadLimit(100, { max_storage_bytes: 150, used_bytes: 50, beside_bytes: 0 }, 30);
    assert.equal(limit.maxBytes, 70);
    assert.match(faultOf(limit), /may store 150 bytes and stores 50, and 30 more are on their way: there is no room/);
  });

  it('refuses one byte more', () => {
    const limit = uploadLimit(100, { max_storage_bytes: null, used_bytes: 0, beside_bytes: 0 });
    requireWithin(limit, 100);
    assert.throws(() => requireWithin(limit, 101), { code: 'payload_too_large' });
  });

  it('counts what is beside the videos once it is more than the quota', () => {
    const room = (beside_bytes: number) =>
      uploadLimit(1_000, { max_storage_bytes: 100, used_bytes: 40, beside_bytes }).maxBytes;
    assert.deepEqual([room(0), room(100), room(101), room(159), room(160), room(500)], [60, 60, 59, 1, 0, 0]);
    const { exceeded } = uploadLimit(1_000, { max_storage_bytes: 100, used_bytes: 40, beside_bytes: 160 });
    assert.match(exceeded().message, /stores 40, and 160 of images and of files that are about to be removed/);
  });
});
