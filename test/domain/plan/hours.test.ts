import assert from 'node:assert/strict';
import { weekHours } from '../../../src/domain/calendar/daypart.js';
import { Opening } from '../../../src/domain/calendar/opening.js';
import type { Override } from '../../../src/domain/override.js';
import { comingChanges } from '../../../src/domain/plan/coming-changes.js';
import { isRevisionPending, type ContentState } from '../../../src/domain/plan/content-state.js';
import { requireShowable } from '../../../src/domain/plan/edits.js';
import { foldPlan, foldSteps, stepsAhead } from '../../../src/domain/plan/fold-plan.js';
import { forecastOf } from '../../../src/domain/plan/forecast.js';
import { levelOf } from '../../../src/domain/plan/level.js';
import { liveAt } from '../../../src/domain/plan/live.js';
import { nextEdge, nextHoursAt, nextStepAt } from '../../../src/domain/plan/next-step.js';
import { resolveActive } from '../../../src/domain/plan/resolve-active.js';
import type { Video } from '../../../src/domain/video.js';
import { aSchedule, aState, aVideo, anArContent, anOverride, NOON } from '../../support/builders.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** Open from a time to another of every day, in UTC. */
const daily = (from: string, to: string): Opening =>
  new Opening({ timeZone: 'UTC', hours: weekHours([{ days: EVERY_DAY, from, to }]), only: null, except: [] });

const videos = (...given: Partial<Video>[]): Video[] => given.map((one, index) => aVideo({ id: index + 1, ...one }));

/** A content without schedules that shows the default video, or whatever a window or hours put in its place. */
const content = (given: Partial<Video>[], overrides: Partial<Override>[] = [], state: Partial<ContentState> = {}) =>
  aState({
    arContent: anArContent({ default_video_id: 1 }),
    videos: videos(...given),
    schedules: [],
    overrides: overrides.map((one, index) => anOverride({ id: index + 1, ...one })),
    ...state,
  });

const told = (state: ContentState, until: number): unknown[] =>
  foldPlan(state, until).steps.map(({ kind, at, toVideoId, note }) => [kind, (at - NOON) / MINUTE, toVideoId, note]);

/** Its own hours never show, as the first video is set by hand: all of their edges are passed. */
const unseen = (given: Partial<ContentState> = {}): ContentState =>
  content([{}, { opening: daily('18:00', '19:00') }], [], {
    arContent: anArContent({ active_video_id: 1, active_reason: 'manual' }),
    ...given,
  });

describe('the hours of a video', () => {
  it('say when it can be shown, and give no reason of their own', () => {
    const state = content([{ opening: daily('09:00', '13:00') }, {}]);
    assert.deepEqual(told(state, NOON + DAY), [
      ['window', 60, 2, null],
      ['window', 21 * 60, 1, null],
    ]);
    assert.equal(liveAt(state, NOON)?.reason, 'default');
    assert.equal(liveAt(state, NOON + HOUR - 1)?.video.id, 1, 'they are half-open');
    assert.equal(liveAt(state, NOON + HOUR)?.reason, 'fallback');
  });

  it('are kept within its window and until its expiry', () => {
    const windowed = {
      schedule_start: NOON + 10 * MINUTE,
      schedule_end: NOON + 3 * HOUR,
      opening: daily('12:30', '14:00'),
    };
    assert.deepEqual(told(content([{}, windowed]), NOON + DAY), [
      ['window', 10, 1, null],
      ['window', 30, 2, null],
      ['window', 120, 1, null],
      ['window', 180, 1, null],
    ]);
    const later = { schedule_start: NOON + 30 * DAY, opening: daily('12:30', '14:00') };
    assert.deepEqual(told(content([{}, later]), NOON + 30 * DAY + 3 * HOUR), [
      ['window', 30 * 24 * 60, 1, null],
      ['window', 30 * 24 * 60 + 30, 2, null],
      ['window', 30 * 24 * 60 + 120, 1, null],
    ]);
    const expiring = { expires_at: NOON + HOUR, opening: daily('12:30', '14:00') };
    const state = content([expiring, {}], [], { arContent: anArContent({ default_video_id: 1 }) });
    assert.deepEqual(told(state, NOON + 2 * DAY), [
      ['window', 30, 1, null],
      ['expiry', 60, 2, null],
    ]);
  });

  it('are looked at again where a later video keeps to them', () => {
    const hours = daily('12:30', '14:00');
    const state = content([
      {},
      { opening: hours, expires_at: NOON + HOUR },
      { opening: hours, schedule_start: NOON + 9 * DAY },
    ]);
    assert.deepEqual(told(state, NOON + 10 * DAY), [
      ['expiry', 60, 1, null],
      ['window', 9 * 24 * 60, 1, null],
      ['window', 9 * 24 * 60 + 30, 3, null],
      ['window', 9 * 24 * 60 + 120, 1, null],
    ]);
    const apart = content([
      {},
      { opening: hours, expires_at: NOON + 9 * DAY },
      { opening: hours, schedule_start: NOON + 5 * DAY, schedule_end: NOON + 8 * DAY },
    ]);
    assert.equal(told(apart, NOON + 20 * DAY).filter((step) => (step as unknown[])[2] === 3).length, 3);
  });

  it('say nothing of one that is not ready, nor of a content that is closed', () => {
    const hours = { opening: daily('12:30', '14:00') };
    assert.deepEqual(told(content([{ ...hours, status: 'processing' }, {}]), NOON + DAY), []);
    const closed = content([hours, {}], [], { arContent: anArContent({ is_active: false }) });
    assert.deepEqual([told(closed, NOON + DAY), nextHoursAt(closed)], [[], null]);
    const expiring = content([hours, {}], [], {
      arContent: anArContent({ expires_at: NOON + HOUR, default_video_id: 1 }),
    });
    assert.deepEqual(told(expiring, NOON + DAY), [
      ['window', 30, 1, null],
      ['expiry', 60, null, null],
    ]);
  });

  it('have its schedule pass it over, and come back to it', () => {
    const state = content([{}, { opening: daily('12:02', '12:04') }, {}], [], { schedules: [aSchedule()] });
    assert.deepEqual(
      foldPlan({ ...state, arContent: anArContent({ active_video_id: 1 }) }, NOON + 5 * MINUTE).steps.map(
        ({ kind, toVideoId }) => [kind, toVideoId],
      ),
      [
        ['schedule', 3],
        ['schedule', 1],
        ['schedule', 2],
        ['window', 1],
        ['schedule', 3],
        ['schedule', 1],
      ],
    );
  });

  it('are why it cannot be activated', () => {
    const video = aVideo({ opening: daily('09:00', '10:00') });
    assert.throws(() => requireShowable(video, NOON), /outside its hours and days/);
    assert.throws(() => requireShowable(aVideo({ schedule_end: NOON }), NOON), /outside its window/);
    const both = aVideo({ opening: daily('09:00', '13:00'), schedule_end: NOON });
    assert.throws(() => requireShowable(both, NOON), /outside its window/);
  });
});

describe('the hours of an override', () => {
  it('say when it is in effect, within its bounds', () => {
    const overrides = [{ video_id: 2, opening: daily('12:30', '13:00'), ends_at: NOON + DAY + 45 * MINUTE }];
    assert.deepEqual(told(content([{}, {}], overrides), NOON + 3 * DAY), [
      ['override', 30, 2, null],
      ['override', 60, 1, null],
      ['override', 24 * 60 + 30, 2, null],
      ['override', 24 * 60 + 45, 1, null],
    ]);
  });

  it('have a slot at their beginning under it, and leave the one at their end to the rotation', () => {
    const overrides = [{ video_id: 3, opening: daily('12:01', '12:02'), holds_rotation: true }];
    const state = content([{}, {}, {}], overrides, { schedules: [aSchedule()], arContent: anArContent() });
    assert.deepEqual(told(state, NOON + 2 * MINUTE), [
      ['override', 1, 3, null],
      ['schedule', 1, 3, 'held'],
      ['override', 2, 1, null],
      ['schedule', 2, 2, null],
    ]);
  });

  it('hide what hours of videos do beneath', () => {
    const overrides = [{ video_id: 2, opening: daily('12:10', '12:30') }];
    const state = content([{ opening: daily('12:00', '12:20') }, {}, {}], overrides);
    assert.deepEqual(told(state, NOON + HOUR), [
      ['override', 10, 2, null],
      ['override', 30, 2, null],
    ]);
  });
});

describe('at one instant', () => {
  it('an expiry comes before hours of videos, then those of overrides, the end of a pause, slots', () => {
    const at = NOON + MINUTE;
    const schedules = [
      aSchedule({ id: 1, next_rotation_at: at }),
      aSchedule({
        id: 2,
        is_active: false,
        next_rotation_at: null,
        resume_at: at,
        resume_missed: 'once',
        paused_at: NOON,
      }),
    ];
    const state = content(
      [{ expires_at: at }, { opening: daily('09:00', '12:01') }, { opening: daily('12:01', '13:00') }, {}],
      [{ video_id: 4, opening: daily('12:01', '13:00') }],
      { schedules, arContent: anArContent({ active_video_id: 2, active_reason: 'manual' }) },
    );
    assert.deepEqual(
      foldPlan(state, at).steps.map(({ kind, subjectId, toVideoId }) => [kind, subjectId, toVideoId]),
      [
        ['expiry', 1, 4],
        ['resume', 2, 4],
        ['schedule', 1, 4],
        ['schedule', 2, 4],
      ],
      'the expiry tells what all edges of the instant come to',
    );
    const apart = { ...state, videos: state.videos.map((video) => ({ ...video, expires_at: null })) };
    assert.deepEqual(
      foldPlan(apart, at).steps.map(({ kind, subjectId }) => [kind, subjectId]),
      [
        ['window', 2],
        ['resume', 2],
        ['schedule', 1],
        ['schedule', 2],
      ],
    );
    const overridden = { ...apart, videos: apart.videos.map((video) => ({ ...video, opening: null })) };
    assert.deepEqual(
      foldPlan(overridden, at).steps.map(({ kind, subjectId }) => [kind, subjectId]),
      [
        ['override', 1],
        ['resume', 2],
        ['schedule', 1],
        ['schedule', 2],
      ],
    );
  });

  it('one edge tells of all that keep to the same hours', () => {
    const hours = daily('12:30', '13:00');
    const state = content([{}, { opening: hours }, { opening: hours, schedule_start: NOON - 1 }]);
    assert.deepEqual(told(state, NOON + DAY), [
      ['window', 30, 3, null],
      ['window', 60, 1, null],
    ]);
  });
});

describe('an edge of hours that changes nothing that is seen', () => {
  it('is no step, no version, and no end of an answer', () => {
    const state = unseen();
    const { steps, state: after, passedMany } = foldPlan(state, NOON + 2 * DAY);
    assert.deepEqual([steps, after.arContent.version, passedMany], [[], state.arContent.version, false]);
    const schedules = [aSchedule({ video_sequence: [1, 3], next_rotation_at: NOON + DAY })];
    const rotating = unseen({ schedules, videos: [...unseen().videos, aVideo({ id: 3 })] });
    assert.equal(resolveActive(rotating, NOON).validUntil, NOON + DAY);
    assert.equal(nextStepAt(rotating), NOON + DAY);
  });

  it('is passed by the thousand before a look ahead ends, which says so', () => {
    const state = unseen();
    const bound = NOON + 6 * HOUR + 500 * DAY;
    assert.deepEqual([...stepsAhead(state)], []);
    const { validUntil, next } = resolveActive(state, NOON);
    assert.deepEqual([validUntil, next], [bound, null]);
    assert.deepEqual([nextStepAt(state), nextHoursAt(state)], [bound, bound]);
    const reaches = [];
    for (const { change, reach } of comingChanges(state, liveAt(state, NOON))) {
      assert.equal(change, null);
      reaches.push((reach - NOON - 6 * HOUR) / DAY);
      if (reaches.length === 3) break;
    }
    assert.deepEqual(reaches, [50, 100, 150]);
  });

  it('is not passed twice by who goes on from where it stopped', () => {
    const state = unseen();
    const until = NOON + 800 * DAY;
    assert.ok(foldPlan(state, until).complete);
    const part = foldPlan(state, until, 32);
    assert.deepEqual([part.complete, part.passedMany], [false, true]);
    assert.equal(part.state.arContent.settled_at, NOON + 6 * HOUR + 500 * DAY - 1);
    const rest = foldPlan(part.state, until, 32);
    assert.deepEqual([rest.complete, rest.state.arContent.settled_at], [true, until]);
    assert.ok(foldPlan(state, NOON + 50 * DAY).passedMany);
    assert.ok(!foldPlan(state, NOON + 49 * DAY).passedMany);
  });

  it('does not hide the steps after it', () => {
    const expires_at = NOON + 200 * DAY;
    const state = unseen({
      arContent: anArContent({ active_video_id: 1, active_reason: 'manual', expires_at }),
      schedules: [],
    });
    const { validUntil, next } = resolveActive(state, NOON);
    assert.deepEqual([validUntil, next], [expires_at, null]);
    const limited = foldPlan(state, expires_at, 0);
    assert.deepEqual([limited.complete, limited.passedMany, limited.steps], [false, true, []]);
    assert.equal([...foldSteps(state, expires_at)].filter(({ step }) => step === null).length, 4);
    const changes = [...comingChanges(state, liveAt(state, NOON))].flatMap(({ change }) => change ?? []);
    assert.deepEqual(
      changes.map(({ startsAt, live }) => [startsAt, live]),
      [[expires_at, null]],
    );
  });

  it('never ends a look within an instant', () => {
    // As many kinds of hours as are passed at once, whose edges all fall on one instant.
    const many = Array.from({ length: 120 }, () => ({ opening: daily('18:00', '19:00') }));
    const state = content([{}, ...many], [], {
      arContent: anArContent({ active_video_id: 1, active_reason: 'manual' }),
    });
    const rests = [...foldSteps(state, NOON + 7 * HOUR)];
    assert.deepEqual(
      rests.map(({ at }) => (at - NOON) / HOUR),
      [7, 7],
    );
  });
});

describe('the next edge that changes something', () => {
  it('is found behind slots, as far as they are gone through', () => {
    const hours = { opening: daily('12:30', '13:00') };
    const windowed = { ...hours, schedule_start: NOON - 1 };
    const schedules = [aSchedule({ video_sequence: [1], is_active: true })];
    const state = content([{ expires_at: NOON + 10 * MINUTE }, windowed], [], { schedules });
    assert.equal(nextHoursAt(state), NOON + 10 * MINUTE, 'or another edge before it');
    assert.equal(nextStepAt(state), NOON + MINUTE);
    const open = content([{}, windowed], [], { schedules: [aSchedule({ video_sequence: [3] })] });
    assert.equal(nextHoursAt(open), NOON + 30 * MINUTE);
    assert.equal(nextEdge({ ...open, arContent: { ...open.arContent, next_hours_at: NOON + 9 } }, NOON), NOON + 9);
  });

  it('is the next that may, behind more slots than are gone through', () => {
    const schedules = [aSchedule({ interval_seconds: 1, next_rotation_at: NOON + 1_000, video_sequence: [1] })];
    const state = content([{}, { opening: daily('18:00', '19:00') }], [], { schedules });
    assert.equal(nextHoursAt(state), NOON + 6 * HOUR);
    const over = new Opening({ timeZone: 'UTC', hours: null, only: { first: 0, bits: new Uint8Array(1) }, except: [] });
    assert.equal(nextHoursAt(content([{}, { opening: over }], [], { schedules })), null);
    assert.equal(nextHoursAt(content([{}, { opening: over }])), null);
    assert.equal(nextHoursAt(content([{}])), null);
    assert.equal(nextEdge(content([{}]), NOON), null);
  });
});

describe('a content whose things keep to hours', () => {
  it('takes a level of its own', () => {
    const names = { daypart_id: 1 };
    assert.equal(levelOf(content([names])), 5);
    assert.equal(levelOf(content([{}], [{ calendar_id: 1, calendar_mode: 'only' }])), 5);
    assert.equal(levelOf(content([{}], [{}])), 2);
    assert.equal(levelOf(content([{}], [], { schedules: [aSchedule(names)] })), 4);
  });

  it('says when any of them is about to follow other hours', () => {
    const pending = { revision_pending: true };
    assert.ok(isRevisionPending(content([{}, pending])));
    assert.ok(isRevisionPending(content([{}], [pending])));
    assert.ok(isRevisionPending(content([{}], [], { schedules: [aSchedule(pending)] })));
    assert.ok(!isRevisionPending(content([{}], [{}], { schedules: [aSchedule()] })));
  });

  it('goes dark by them, and comes back', () => {
    const found = forecastOf(content([{ opening: daily('09:00', '18:00') }]), NOON, NOON + 7 * DAY);
    assert.deepEqual([found?.darkAt, found?.darkUntil], [NOON + 6 * HOUR, NOON + 21 * HOUR]);
    const two = [
      { opening: daily('09:00', '18:00') },
      { opening: daily('09:00', '17:00'), expires_at: NOON + 3 * DAY },
    ];
    const both = forecastOf(content(two), NOON, NOON + 7 * DAY);
    assert.deepEqual([both?.oneLeftAt, both?.leftVideoId, both?.darkAt], [NOON + 5 * HOUR, 1, NOON + 6 * HOUR]);
    const always = content([{}, {}, { opening: daily('09:00', '18:00') }]);
    assert.equal(forecastOf(always, NOON, NOON + 7 * DAY), null);
    assert.equal(forecastOf(always, NOON, NOON + 999 * DAY), null);
  });

  it('are looked at so many times, and the forecast says how far that reaches', () => {
    const always = content([{}, {}, { opening: daily('09:00', '18:00') }]);
    const cut = forecastOf(always, NOON, Infinity);
    // An evening and a morning a day: the 2,000th edge is the morning of the 1,000th day, and the next one its evening.
    assert.deepEqual([cut?.darkAt, cut?.oneLeftAt, cut?.reaches], [null, null, NOON + 1_000 * DAY + 6 * HOUR]);
    const later = { ...always, arContent: { ...always.arContent, expires_at: NOON + 1_001 * DAY } };
    assert.deepEqual(forecastOf(later, NOON, Infinity)?.darkAt, null, 'what lies beyond is not told');
    const sooner = { ...always, arContent: { ...always.arContent, expires_at: NOON + 999 * DAY } };
    const { darkAt, reaches } = forecastOf(sooner, NOON, Infinity) ?? {};
    assert.deepEqual([darkAt, reaches], [NOON + 999 * DAY, Infinity]);
  });
});
