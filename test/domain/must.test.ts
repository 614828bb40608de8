import assert from 'node:assert/strict';
import { must } from '../../src/domain/must.js';

describe('must', () => {
  it('gives what is there, also when it counts as false, and names what is not', () => {
    for (const value of [0, '', false]) assert.equal(must(value, 'a value'), value);
    for (const missing of [null, undefined]) assert.throws(() => must(missing, 'the row'), /must be: the row\.$/);
  });
});
