import assert from 'node:assert/strict';
import { isTimeZone, segmentAt } from '../../../src/domain/recurrence/time-zone.js';

describe('isTimeZone', () => {
  const names = [
    'UTC',
    'Etc/UTC',
    'Etc/GMT+5',
    'Europe/Berlin',
    'Europe/Kyiv',
    'America/Argentina/Buenos_Aires',
    'Asia/Kolkata',
    'Asia/Calcutta',
    'US/Eastern',
    'Pacific/Apia',
  ];
  for (const name of names) it(`takes ${name}`, () => assert.equal(isTimeZone(name), true));

  const others = [
    '',
    ' ',
    'Z',
    '+02:00',
    '-05',
    '+0530',
    'UTC+2',
    'local',
    'Mars/Olympus',
    'Europe',
    'europe/berlin',
    'utc',
  ];
  const hidden = ['Europe/Berlin ', '2026-01-01T00:00[Europe/Berlin]', '2026-01-01T00:00Z'];
  for (const name of [...others, ...hidden]) it(`refuses '${name}'`, () => assert.equal(isTimeZone(name), false));

  it('takes every zone that the runtime names', () => {
    assert.deepEqual(
      Intl.supportedValuesOf('timeZone').filter((name) => !isTimeZone(name)),
      [],
    );
  });
});

describe('segmentAt', () => {
  const HOUR = 3_600_000;
  const spring = Date.parse('2026-03-29T01:00Z');
  const autumn = Date.parse('2026-10-25T01:00Z');

  it('gives the offset, and the clock change ahead', () => {
    const segment = segmentAt('Europe/Berlin', Date.parse('2026-07-01T00:00Z'));
    const { offset, offsetBefore, end, offsetAfter } = segment;
    assert.deepEqual([offset, offsetBefore, end, offsetAfter], [2 * HOUR, 2 * HOUR, autumn, HOUR]);
    assert.ok(segment.start <= Date.parse('2026-06-29T00:00Z'));
  });

  it('gives the clock change behind, for two days', () => {
    for (const after of [0, 1, 47 * HOUR]) {
      const { start, offsetBefore, offset } = segmentAt('Europe/Berlin', spring + after);
      assert.deepEqual([start, offsetBefore, offset], [spring, HOUR, 2 * HOUR], `${after} ms later`);
    }
  });

  it('begins a segment at the transition itself', () => {
    assert.equal(segmentAt('Europe/Berlin', spring - 1).offset, HOUR);
    assert.equal(segmentAt('Europe/Berlin', spring - 1).end, spring);
    assert.equal(segmentAt('Europe/Berlin', spring).offset, 2 * HOUR);
  });

  it('ends somewhere, unchanged, when no clock change is in sight', () => {
    const now = Date.parse('2026-07-01T00:00Z');
    const { offset, end, offsetAfter } = segmentAt('Asia/Kathmandu', now);
    assert.deepEqual([offset, offsetAfter], [5.75 * HOUR, 5.75 * HOUR]);
    assert.ok(end > now + 900 * 24 * HOUR);
  });

  it('keeps the seconds of an old offset', () => {
    assert.equal(segmentAt('Africa/Monrovia', Date.parse('1971-06-01T00:00Z')).offset, -(44 * 60 + 30) * 1000);
  });

  it('throws when the zone is unknown', () => assert.throws(() => segmentAt('Mars/Olympus', 0), RangeError));
});
