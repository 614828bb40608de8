import assert from 'node:assert/strict';
import fc from 'fast-check';
import { foldPlan } from '../../../src/domain/plan/fold-plan.js';
import { forecastOf } from '../../../src/domain/plan/forecast.js';
import { isContentOpen, isShowable, liveAt } from '../../../src/domain/plan/live.js';
import type { Video } from '../../../src/domain/video.js';
import { anArContent, anOverride, aState, aVideo, NOON } from '../../support/builders.js';

const HOUR = 3_600_000;
const TO = NOON + 24 * HOUR;
const hour = (n: number): number => NOON + n * HOUR;
const none = { darkAt: null, darkUntil: null, expires: false, oneLeftAt: null, leftVideoId: null, reaches: TO };

const videos = (...given: Partial<Video>[]): Video[] => given.map((one, index) => aVideo({ id: index + 1, ...one }));
const forecast = (given: Partial<Video>[], content: Parameters<typeof anArContent>[0] = {}) =>
  forecastOf(aState({ arContent: anArContent(content), videos: videos(...given) }), NOON, TO);

describe('the forecast of a content', () => {
  it('says nothing where several videos stay, or one did all along', () => {
    assert.equal(forecast([{}, {}]), null);
    assert.equal(forecast([{}]), null);
  });

  it('tells when one is left, and when none', () => {
    assert.deepEqual(forecast([{ expires_at: hour(5) }, { expires_at: hour(2) }, { expires_at: hour(1) }]), {
      ...none,
      oneLeftAt: hour(2),
      leftVideoId: 1,
      darkAt: hour(5),
    });
  });

  it('tells when something comes back', () => {
    const coming = { schedule_start: hour(7), schedule_end: hour(8) };
    assert.deepEqual(forecast([{ schedule_end: hour(5) }, coming, { schedule_start: hour(9) }]), {
      ...none,
      darkAt: hour(5),
      darkUntil: hour(7),
    });
  });

  it('goes by what holds after all edges of an instant', () => {
    assert.equal(forecast([{ schedule_end: hour(5) }, { schedule_start: hour(5) }]), null);
  });

  it('tells of one that is dark already', () => {
    assert.deepEqual(forecast([]), { ...none, darkAt: NOON });
    assert.deepEqual(forecast([{ status: 'processing' }]), { ...none, darkAt: NOON });
  });

  it('tells of the expiry of the content, unless it is dark before', () => {
    assert.deepEqual(forecast([{}, {}], { expires_at: hour(3) }), { ...none, darkAt: hour(3), expires: true });
    assert.deepEqual(forecast([{ expires_at: hour(2) }], { expires_at: hour(3) }), { ...none, darkAt: hour(2) });
    assert.equal(forecast([{}], { expires_at: TO }), null);
  });

  it('passes over contents that are closed', () => {
    assert.equal(forecast([], { is_active: false }), null);
    assert.equal(forecast([], { expires_at: NOON }), null);
  });

  it('is what the fold then shows, whatever overrides there are', () => {
    const at = fc.option(fc.integer({ min: -2, max: 26 }).map(hour), { nil: null });
    const video = fc.record({ schedule_start: at, schedule_end: at, expires_at: at });
    const property = fc.property(fc.array(video, { maxLength: 4 }), at, (given, overrideEnd) => {
      const overrides = given.length > 0 ? [anOverride({ video_id: 1, starts_at: NOON, ends_at: overrideEnd })] : [];
      const state = aState({
        arContent: anArContent({ settled_at: NOON }),
        videos: videos(...given),
        schedules: [],
        overrides,
      });
      const told = forecastOf(state, NOON, TO);
      const ends = told?.darkUntil ?? TO;
      for (let n = 0; n < 24; n += 1) {
        const then = foldPlan(state, hour(n)).state;
        assert.ok(isContentOpen(then, hour(n)));
        const isDark = liveAt(then, hour(n)) === null;
        if (told?.darkAt == null || hour(n) < told.darkAt) assert.ok(!isDark, `${n}`);
        else if (hour(n) < ends) assert.ok(isDark, `${n}`);
        if (told?.oneLeftAt !== hour(n)) continue;
        const left = then.videos.filter((one) => isShowable(one, hour(n)));
        assert.deepEqual(
          left.map(({ id }) => id),
          [told.leftVideoId],
        );
      }
    });
    fc.assert(property, { seed: 7, numRuns: 100 });
  });
});
