import assert from 'node:assert/strict';
import { warningWords } from '../../../src/domain/plan/warning-words.js';
import { WARNING_KINDS, type Warning } from '../../../src/domain/plan/warnings.js';

const warning = (given: Partial<Warning>): Warning => ({
  kind: 'gap',
  from: 0,
  to: 1,
  count: 1,
  videoIds: [4, 5],
  scheduleIds: [2, 3],
  overrideIds: [6],
  ...given,
});

describe('warnings in words', () => {
  it('are a sentence each, which names what it is about', () => {
    assert.deepEqual(
      WARNING_KINDS.map((kind) => warningWords(warning({ kind }))),
      [
        'Nothing is shown.',
        'Video 4, 5 is not shown, though everything that may show it had its turn.',
        'Override 6 is in effect, but never seen.',
        'The windows of videos 4, 5 overlap; only one is shown at a time.',
        'Slots of schedules 2, 3 fall on one instant, once; the last one is seen.',
        'With the expiry of video 4, 5, one video is left.',
      ],
    );
  });

  it('count', () => {
    assert.match(warningWords(warning({ kind: 'slots_coincide', count: 3 })), /instant, 3 times;/);
    assert.match(warningWords(warning({ kind: 'expiry_cliff', count: 0 })), /no video is left/);
  });
});
