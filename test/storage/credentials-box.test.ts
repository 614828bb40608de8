import assert from 'node:assert/strict';
import { AppError } from '../../src/domain/errors.js';
import { createCredentialsBox } from '../../src/storage/credentials-box.js';

describe('the credentials box', () => {
  const secret = { access_key_id: 'a', secret_access_key: 'ü' };
  const unreadable = (error: unknown): boolean =>
    error instanceof AppError && error.code === 'storage_unavailable' && /CREDENTIALS_KEY/.test(error.message);

  it('opens what it sealed, never the same twice', () => {
    const box = createCredentialsBox(['one']);
    const [first, second] = [box.seal(secret), box.seal(secret)];
    assert.deepEqual([box.open(first), box.open(second)], [secret, secret]);
    assert.notDeepEqual(first, second);
    assert.ok(!first.toString('latin1').includes('access'));
  });

  it('seals with the first key and opens with all of them', () => {
    const old = createCredentialsBox(['one']).seal(secret);
    const box = createCredentialsBox(['two', 'one']);
    assert.deepEqual([box.open(old), box.isCurrent(old), box.isCurrent(box.seal(secret))], [secret, false, true]);
    assert.throws(() => createCredentialsBox(['two']).open(old), unreadable);
  });

  it('refuses what was changed, cut off or never sealed', () => {
    const box = createCredentialsBox(['one']);
    const sealed = box.seal(secret);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.throws(() => box.open(changed), unreadable, `byte ${at}`);
    }
    for (const length of [0, 1, 12, sealed.length - 1]) {
      assert.throws(() => box.open(sealed.subarray(0, length)), unreadable);
    }
  });

  it('seals nothing without a key', () => {
    const box = createCredentialsBox([]);
    assert.throws(() => box.seal(secret), /CREDENTIALS_KEY is not set/);
  });
});
