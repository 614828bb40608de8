import assert from 'node:assert/strict';
import { fuzzMedia } from './fuzz-media.js';
import { hostileUploads } from './hostile-uploads.js';

const SEED = 20_261_121;
const COUNT = 500;
const MIB = 1024 * 1024;

describe('hostile uploads', function () {
  this.timeout(180_000);

  it('are the same ones for the same seed and number', async () => {
    const [one, same, other] = await Promise.all([SEED, SEED, SEED + 1].map((seed) => hostileUploads(seed)));
    assert.deepEqual(one?.(42), same?.(42));
    assert.notDeepEqual(one?.(42), other?.(42));
  });

  it(`are refused clearly or taken whole, ${COUNT} of them, and leave nothing behind`, async () => {
    const { answers, faults, warm, last } = await fuzzMedia({ seed: SEED, count: COUNT, first: 0 });
    assert.deepEqual(faults, [], `npm run fuzz:media -- --seed ${SEED} --count ${COUNT}`);
    for (const answer of ['201 ', '400 malformed_request', '413 payload_too_large', '415 unsupported_media_type']) {
      assert.ok((answers[answer] ?? 0) > 0, `${answer} was never answered`);
    }
    assert.ok((answers['422 validation_failed'] ?? 0) > COUNT / 10);
    assert.ok(last.openFiles <= warm.openFiles + 5, `${warm.openFiles} open files became ${last.openFiles}`);
    const grown = (last.rssBytes - warm.rssBytes) / MIB;
    assert.ok(grown < 64, `memory grew by ${grown.toFixed(1)} MiB`);
  });
});
