import assert from 'node:assert/strict';
import { createSpacing } from '../../src/concurrency/spacing.js';

describe('spacing', () => {
  it('gives a key so many turns a second, however many ask at once', () => {
    const takeTurn = createSpacing(50);
    const waits = Array.from({ length: 300 }, () => takeTurn(1, 1_000));
    assert.deepEqual(
      waits,
      waits.map((_, n) => n * 20),
    );
  });

  it('makes nobody wait who asks seldom, nor for the turns of another', () => {
    const takeTurn = createSpacing(50);
    for (let n = 0; n < 300; n += 1) takeTurn(1, 0);
    assert.equal(takeTurn(2, 0), 0);
    assert.equal(takeTurn(2, 20), 0);
    assert.equal(takeTurn(2, 1_000), 0, 'also while the other has turns to wait for');
    assert.equal(takeTurn(1, 5_000), 1_000);
    assert.equal(takeTurn(1, 7_000), 0, 'what was not used is gone');
    assert.equal(takeTurn(1, 7_000), 20);
  });

  it('comes to its rate where each asks again after its wait', () => {
    const takeTurn = createSpacing(50);
    const next = Array.from({ length: 300 }, () => 0);
    let turns = 0;
    for (let now = 0; now < 60_000; now += 10) {
      for (const [n, at] of next.entries()) {
        if (at > now) continue;
        turns += 1;
        next[n] = now + Math.max(1_000, takeTurn(1, now));
      }
    }
    assert.ok(turns > 45 * 60 && turns < 56 * 60, `${turns} turns in a minute`);
  });
});
