import assert from 'node:assert/strict';
import { Stays, staysOf } from '../../src/activities/stays.js';
import { NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';

describe('stays', () => {
  const clock = new TestClock(NOON);
  const stays = new Stays({ clock, places: { inAll: 3, perKey: 2 }, isStopping: () => false });

  it('are so many of a company and in all, and places are free again at their end', () => {
    const [first, second, third] = [stays.begin(1), stays.begin(1), stays.begin(1)];
    assert.deepEqual([first.goesOn(), first.goesOn(), second.goesOn(), third.goesOn()], [true, true, true, false]);
    const [other, last] = [stays.begin(2), stays.begin(3)];
    assert.deepEqual([other.goesOn(), last.goesOn()], [true, false]);
    first.end();
    first.end();
    third.end();
    assert.equal(last.goesOn(), true);
    for (const stay of [second, other, last]) stay.end();
  });

  it('end after half a minute', () => {
    const stay = stays.begin(1);
    clock.advance(29_999);
    assert.equal(stay.goesOn(), true);
    clock.advance(1);
    assert.equal(stay.goesOn(), false);
    stay.end();
  });

  it('leave half of the activity slots to others, and a company takes a fifteenth of all', () => {
    assert.deepEqual(staysOf(300), { inAll: 150, perKey: 20 });
    assert.deepEqual(staysOf(10), { inAll: 5, perKey: 0 });
  });
});
