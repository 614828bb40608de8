import assert from 'node:assert/strict';
import {
  foretellingsOf,
  lookAt,
  saidOf,
  type Darkness,
  type ToldAhead,
  type Listener,
  type Outlook,
} from '../../src/domain/foretold.js';
import type { VideoChange } from '../../src/domain/plan/video-changes.js';
import type { Instant } from '../../src/domain/scalars.js';
import { aVideo, NOON } from '../support/builders.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 1_440 * MINUTE;
const ENDLESS = Number.POSITIVE_INFINITY;

const listener = (given: Partial<Listener> = {}): Listener => ({
  webhookId: 6,
  leadMs: 10 * MINUTE,
  darkMs: 7 * DAY,
  ...given,
});
const change = (at: Instant, videoId: number | null): VideoChange => ({
  at,
  from: null,
  to: videoId === null ? null : { video: aVideo({ id: videoId }), reason: 'rotation', scheduleId: 2, overrideId: null },
});
const dark = (at: Instant, given: Partial<Darkness> = {}): Darkness => ({ at, until: null, expires: false, ...given });
const outlook = (given: Partial<Outlook> = {}): Outlook => ({
  arContent: { id: 1, unique_id: 'u' },
  settledAt: NOON,
  changes: [],
  reach: ENDLESS,
  dark: null,
  darkReach: NOON,
  ...given,
});
const told = (given: Partial<ToldAhead> = {}): ToldAhead => ({
  arContentId: 1,
  webhookId: 6,
  type: 'rotation.will_change',
  dueAt: NOON + 5 * MINUTE,
  said: '4',
  eventId: 7,
  ...given,
});
const nothing = (): null => null;
const look = (
  given: Partial<Outlook>,
  rows: ToldAhead[] = [],
  now = NOON,
  was: (at: Instant) => string | null = nothing,
) => lookAt([listener()], rows, outlook(given), now, was);
/** What becomes of one told thing. */
function fate(
  row: ToldAhead,
  given: Partial<Outlook>,
  now = NOON,
  was: (at: Instant) => string | null = nothing,
): string {
  const { withdraw, forget } = look(given, [row], now, was);
  return withdraw.length === 1 ? 'withdrawn' : forget.length === 1 ? 'forgotten' : 'holds';
}

describe('what is foretold', () => {
  it('is a change to a video within the time ahead, and no sooner than is any use', () => {
    const instants = [NOON - 1, NOON + 1_999, NOON + 2_000, NOON + 10 * MINUTE, NOON + 10 * MINUTE + 1];
    const changes = [...instants.map((at) => change(at, 4)), change(NOON + MINUTE, null)];
    const found = foretellingsOf(listener(), outlook({ changes }), NOON);
    assert.deepEqual(
      found.map(({ dueAt }) => dueAt),
      [NOON + 2_000, NOON + 10 * MINUTE],
    );
    assert.deepEqual(foretellingsOf(listener({ leadMs: null }), outlook({ changes }), NOON), []);
  });

  it('says what is shown before and after', () => {
    const from = aVideo({ id: 3, title: 'Winter' });
    const { to } = change(NOON, 4);
    const changes = [
      { at: NOON + MINUTE, from, to },
      { at: NOON + 2 * MINUTE, from: null, to },
    ];
    const [first, second] = foretellingsOf(listener(), outlook({ changes }), NOON);
    assert.deepEqual(first, {
      webhookId: 6,
      type: 'rotation.will_change',
      dueAt: NOON + MINUTE,
      said: '4',
      data: {
        ar_content_id: 1,
        unique_id: 'u',
        due_at: new Date(NOON + MINUTE).toISOString(),
        from_video_id: 3,
        from_title: 'Winter',
        to_video_id: 4,
        to_title: to?.video.title,
        reason: 'rotation',
        schedule_id: 2,
        override_id: null,
      },
    });
    assert.ok(second && 'from_title' in second.data && second.data.from_title === null);
    assert.deepEqual([saidOf(null), saidOf(undefined), saidOf(4)], ['', '', '4']);
  });

  it('is that a content goes dark, so many days before, and why', () => {
    const at = NOON + 7 * DAY;
    const until = dark(at, { until: at + DAY });
    const [found] = foretellingsOf(listener(), outlook({ dark: until }), NOON);
    assert.deepEqual(
      [found?.type, found?.dueAt, found?.data],
      [
        'content.going_dark',
        at,
        {
          ar_content_id: 1,
          unique_id: 'u',
          due_at: new Date(at).toISOString(),
          dark_until: new Date(at + DAY).toISOString(),
          dark_because: 'no_video',
        },
      ],
    );
    const [expiring] = foretellingsOf(listener(), outlook({ dark: dark(NOON + DAY, { expires: true }) }), NOON);
    assert.ok(expiring && 'dark_because' in expiring.data && expiring.data.dark_because === 'content_expires');
    const others = [dark(at + 1), dark(NOON), null];
    for (const one of others) assert.deepEqual(foretellingsOf(listener(), outlook({ dark: one }), NOON), []);
    assert.deepEqual(foretellingsOf(listener({ darkMs: null }), outlook({ dark: until }), NOON), []);
  });
});

describe('what was foretold', () => {
  it('is not told again, unless something else comes at that instant', () => {
    const changes = [change(NOON + 5 * MINUTE, 4)];
    assert.deepEqual(look({ changes }, [told()]).tell, []);
    assert.equal(fate(told(), { changes }), 'holds');
    const other = look({ changes }, [told({ said: '5' })]);
    assert.deepEqual([other.tell.length, other.withdraw.length], [1, 1]);
  });

  it('is withdrawn once it is not going to happen, as far as that is known', () => {
    assert.equal(fate(told(), { changes: [change(NOON + 6 * MINUTE, 4)] }), 'withdrawn');
    assert.equal(fate(told(), { reach: NOON + 5 * MINUTE + 1 }), 'withdrawn');
    assert.equal(fate(told(), { reach: NOON + 5 * MINUTE }), 'holds');
    const darkness = told({ type: 'content.going_dark', said: '' });
    const darkReach = NOON + 7 * MINUTE;
    assert.equal(fate(darkness, { dark: dark(NOON + 5 * MINUTE), darkReach }), 'holds');
    for (const one of [dark(NOON + 6 * MINUTE), null]) {
      assert.equal(fate(darkness, { dark: one, darkReach }), 'withdrawn');
    }
    assert.equal(fate(darkness, { darkReach: NOON + 5 * MINUTE }), 'holds', 'so far it was not looked');
  });

  it('is over when it came, as the ledger says or the fold does, and withdrawn when it did not', () => {
    const later = { settledAt: NOON + 5 * MINUTE };
    const now = NOON + 6 * MINUTE;
    assert.equal(
      fate(told(), later, now, () => '4'),
      'forgotten',
    );
    assert.equal(
      fate(told(), later, now, () => '5'),
      'withdrawn',
    );
    assert.equal(fate(told(), later, now), 'withdrawn');
    // Nobody has committed it yet.
    assert.equal(fate(told(), { changes: [change(NOON + 5 * MINUTE, 4)] }, now), 'holds');
    const darkness = told({ type: 'content.going_dark', said: '' });
    assert.equal(fate(darkness, { changes: [change(NOON + 5 * MINUTE, null)] }, now), 'holds');
    assert.equal(fate(darkness, { changes: [change(NOON + 5 * MINUTE, 4)] }, now), 'withdrawn');
    assert.equal(
      fate(darkness, later, now, () => ''),
      'forgotten',
    );
  });

  it('is forgotten where nobody wants it any more', () => {
    const changes = [change(NOON + 5 * MINUTE, 4)];
    assert.equal(fate(told({ webhookId: 9 }), { changes }), 'forgotten');
    const rows = [told(), told({ type: 'content.going_dark', said: '' })];
    const wantsNone = [listener({ leadMs: null, darkMs: null })];
    assert.equal(lookAt(wantsNone, rows, outlook({ changes }), NOON, nothing).forget.length, 2);
  });
});

describe('the next look at a content', () => {
  const again = (given: Partial<Outlook>, listeners = [listener()]): Instant | null =>
    lookAt(listeners, [], outlook(given), NOON, nothing).againAt;

  it('comes when there is something else to tell though nothing changes', () => {
    assert.equal(again({}), null);
    const changes = [change(NOON + 5 * MINUTE, 4), change(NOON + HOUR, null), change(NOON + 2 * HOUR, 4)];
    assert.equal(again({ changes }), NOON + 110 * MINUTE);
    assert.equal(again({ changes: changes.slice(0, 1), reach: NOON + HOUR }), NOON + 50 * MINUTE);
    assert.equal(again({ reach: NOON + MINUTE }), NOON);
    assert.equal(again({ changes }, [listener({ leadMs: null })]), null);
  });

  it('comes so many days before the content goes dark', () => {
    assert.equal(again({ dark: dark(NOON + 8 * DAY) }), NOON + DAY);
    assert.equal(again({ dark: dark(NOON + 7 * DAY) }), null);
    assert.equal(again({ dark: dark(NOON + 8 * DAY) }, [listener({ darkMs: null })]), null);
    // None was found so far: it is looked for again.
    assert.equal(again({ darkReach: NOON + 8 * DAY }), NOON + DAY);
    assert.equal(again({ darkReach: NOON + 8 * DAY, dark: dark(NOON + 9 * DAY) }), NOON + 2 * DAY);
    // Hours ended the look before the days that are to be told: it goes on from there.
    assert.equal(again({ darkReach: NOON + 3 * DAY }), NOON + 1.5 * DAY);
    assert.equal(again({ darkReach: NOON + 3 * DAY, dark: dark(NOON + 2 * DAY) }), null);
  });
});
