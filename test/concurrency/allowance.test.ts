import assert from 'node:assert/strict';
import { Allowance } from '../../src/concurrency/allowance.js';

const RULES = { atOnce: 3, everyMs: 100, maxKeys: 4 };

describe('an allowance', () => {
  const takeAll = (allowance: Allowance, key: string, now: number): number => {
    let count = 0;
    for (; allowance.has(key, now); count += 1) allowance.take(key, now);
    return count;
  };

  it('gives so many at once, and then one after each interval', () => {
    const allowance = new Allowance(RULES);
    assert.equal(takeAll(allowance, 'a', 0), 3);
    assert.equal(takeAll(allowance, 'a', 99), 0);
    assert.equal(takeAll(allowance, 'a', 100), 1);
    assert.equal(takeAll(allowance, 'a', 350), 2);
    assert.equal(takeAll(allowance, 'a', 10_000), 3);
  });

  it('is each key’s own, and asking for it takes nothing', () => {
    const allowance = new Allowance(RULES);
    for (let count = 0; count < 10; count += 1) assert.ok(allowance.has('a', 0));
    assert.deepEqual([takeAll(allowance, 'a', 0), takeAll(allowance, 'b', 0)], [3, 3]);
  });

  it('remembers no more keys than it may: the one that took longest ago starts afresh', () => {
    const allowance = new Allowance(RULES);
    for (const key of ['a', 'b', 'c', 'd']) takeAll(allowance, key, 0);
    allowance.take('e', 0);
    assert.equal(takeAll(allowance, 'b', 0), 0);
    assert.equal(takeAll(allowance, 'a', 0), 3);
  });
});
