import assert from 'node:assert/strict';
import { bytesText, durationText, lengthText, percentText, rateText } from '../../console/src/time/measures.js';
import { msLeft, NO_RATE, rateAfter } from '../../console/src/uploads/rate.js';

describe('the console measures', () => {
  it('files and lines in the largest unit that fits', () => {
    assert.deepEqual(
      [999, 999_999, 1_234_567, 2 ** 31].map((bytes) => bytesText(bytes, 'en')),
      ['999 byte', '1 MB', '1.2 MB', '2.1 GB'],
    );
    assert.equal(rateText(1_500_000, 'en'), '1.5 MB/s');
    assert.match(bytesText(12_345_678, 'ru'), /^12\sМБ$/);
  });

  it('videos as players do, and what takes its time in words', () => {
    assert.deepEqual([0.4, 9.7, 75, 3_723.4].map(lengthText), ['0:00', '0:10', '1:15', '1:02:03']);
    const told = [0, 12, 1_400, 60_000, 9_000_000, 86_400_000, 90_061_001].map((ms) => durationText(ms, 'en'));
    assert.deepEqual(told, ['0 ms', '12 ms', '1 sec 400 ms', '1 min', '2 hr 30 min', '1 day', '1 day 1 hr']);
    assert.equal(durationText(9_000_000, 'ru'), '2 ч 30 мин');
    assert.equal(durationText(9_000_000, 'en', 'long'), '2 hours 30 minutes');
  });

  it('shares, of which none is all before it is', () => {
    assert.deepEqual(
      [percentText(999, 1_000, 'en'), percentText(1, 1, 'en'), percentText(0, 0, 'en')],
      ['99%', '100%', '0%'],
    );
  });

  it('how fast bytes get through, and how long the rest takes', () => {
    let rate = rateAfter(NO_RATE, 1_000, 0);
    assert.equal(msLeft(rate, 500), null);
    // Less than a second tells of buffers.
    rate = rateAfter(rate, 900_000, 10);
    assert.equal(rate.bytesPerSecond, null);
    rate = rateAfter(rate, 3_000, 2_000);
    assert.equal(rate.bytesPerSecond, 1_000);
    rate = rateAfter(rate, 5_000, 3_000);
    assert.equal(rate.bytesPerSecond, 1_300);
    assert.equal(msLeft(rate, 2_600), 2_000);
    // It goes on with fewer bytes than were sent.
    assert.deepEqual(rateAfter(rate, 4_000, 9_000), { bytesPerSecond: 1_300, seen: { at: 9_000, bytes: 4_000 } });
  });
});
