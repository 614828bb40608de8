import assert from 'node:assert/strict';
import { kept } from '../../../src/domain/recurrence/kept.js';

describe('what is kept of a rule', () => {
  it('is made once for each of the last texts, and anew for one before them', () => {
    const made: string[] = [];
    const lengthOf = kept(2, (text) => {
      made.push(text);
      return text.length;
    });
    assert.deepEqual(['a', 'bb', 'a', 'ccc', 'bb', 'a'].map(lengthOf), [1, 2, 1, 3, 2, 1]);
    assert.deepEqual(made, ['a', 'bb', 'ccc', 'a']);
  });

  it('is nothing of a text that cannot be read', () => {
    let isFine = false;
    const read = kept(2, () => {
      if (!isFine) throw new RangeError('not yet');
      return 1;
    });
    assert.throws(() => read('a'), RangeError);
    isFine = true;
    assert.equal(read('a'), 1);
  });
});
