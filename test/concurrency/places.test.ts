import assert from 'node:assert/strict';
import { Places } from '../../src/concurrency/places.js';
import { seldom } from '../../src/concurrency/seldom.js';

describe('places', () => {
  it('bounds what is taken in all and by each, and takes each back once', () => {
    const places = new Places({ inAll: 3, perKey: 2 });
    const [first] = [places.take('a'), places.take('a')];
    assert.deepEqual([places.whyNot('a'), places.whyNot('b'), places.whyNot(null)], ['key', null, null]);
    places.take(null);
    assert.equal(places.whyNot('b'), 'all');
    first();
    first();
    assert.deepEqual([places.taken, places.whyNot('a')], [2, null]);
  });
});

describe('seldom', () => {
  it('says so much at once and no more, and how much was left out', () => {
    const said: [string, number][] = [];
    const say = seldom({ atOnce: 2, perSecond: 0 }, (what: string, leftOut) => void said.push([what, leftOut]));
    for (const what of ['a', 'b', 'c', 'd']) say(what);
    assert.deepEqual(said, [
      ['a', 0],
      ['b', 0],
    ]);
  });

  it('says more as time passes', () => {
    const said: [string, number][] = [];
    const say = seldom({ atOnce: 1, perSecond: 1_000_000_000 }, (what: string, leftOut) => {
      said.push([what, leftOut]);
    });
    say('a');
    while (said.length < 2) say('b');
    assert.equal(said[1]?.[0], 'b');
  });
});
