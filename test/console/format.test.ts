import assert from 'node:assert/strict';
import { clockText, datesText, dateText, distanceText, instantText } from '../../console/src/time/format.js';

describe('the console says', () => {
  it('an instant by the clocks of a zone, with their offset, on both sides of a clock change', () => {
    const at = (iso: string, zone: string, language = 'en'): string => instantText(Date.parse(iso), zone, language);
    assert.equal(at('2026-11-28T13:03:00Z', 'UTC'), '28 Nov 2026, 13:03:00 +00:00');
    assert.equal(at('2026-11-28T13:03:00Z', 'Asia/Kolkata'), '28 Nov 2026, 18:33:00 +05:30');
    assert.equal(at('2026-11-28T13:03:00Z', 'America/St_Johns'), '28 Nov 2026, 09:33:00 -03:30');
    // Half past two, twice.
    assert.equal(at('2026-10-25T00:30:00Z', 'Europe/Berlin'), '25 Oct 2026, 02:30:00 +02:00');
    assert.equal(at('2026-10-25T01:30:00Z', 'Europe/Berlin'), '25 Oct 2026, 02:30:00 +01:00');
    assert.match(at('2026-11-28T13:03:00Z', 'Asia/Yekaterinburg', 'ru'), /^28 нояб\. 2026 г\., 18:03:00 \+05:00$/);
  });

  it('how far away an instant is', () => {
    const told = [49_000, -1_000, 61_000, 3_600_000, 47 * 3_600_000, 72 * 3_600_000].map((ms) =>
      distanceText(ms, 'en'),
    );
    assert.deepEqual(told, ['in 49 seconds', '1 second ago', 'in 1 minute', 'in 1 hour', 'in 47 hours', 'in 3 days']);
    assert.equal(distanceText(2 * 60_000, 'ru'), 'через 2 минуты');
  });

  it('times and dates by the clocks of a zone', () => {
    const at = Date.parse('2026-11-28T23:30:00Z');
    assert.deepEqual(
      [clockText(at, 'Asia/Kolkata', 'en'), dateText(at, 'Asia/Kolkata', 'en', 'day')],
      ['05:00', 'Sun 29 Nov'],
    );
    const week = datesText(at - 5 * 86_400_000, at, 'UTC', 'en', 'days');
    assert.match(week, /^23\s?–\s?28 November 2026$/);
  });
});
