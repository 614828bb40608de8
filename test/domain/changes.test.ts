import assert from 'node:assert/strict';
import { changesOf } from '../../src/domain/changes.js';

describe('changesOf', () => {
  it('takes fields as they are', () => assert.deepEqual(changesOf({ a: 1 }, { a: 0 }), { a: 1 }));

  it('asks what tells them, of the thing as it is', () => {
    const grown = ({ a }: { a: number }) => ({ a: a + 1 });
    assert.deepEqual(changesOf(grown, { a: 1 }), { a: 2 });
  });
});
