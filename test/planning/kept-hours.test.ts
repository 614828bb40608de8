import assert from 'node:assert/strict';
import { AdminDoor } from '../../src/admin/admin-door.js';
import { deleteCalendar } from '../../src/admin/calendar-edits.js';
import { deleteDaypart } from '../../src/admin/daypart-edits.js';
import { createOverrides } from '../../src/db/overrides.js';
import { isRevisionPending } from '../../src/domain/plan/content-state.js';
import type { Id } from '../../src/domain/scalars.js';
import { bringOver } from '../../src/planning/bring-over.js';
import {
  createOverride,
  deleteOverride,
  updateOverride,
  type OverrideInput,
} from '../../src/planning/override-edits.js';
import { addVideo } from '../../src/planning/add-video.js';
import { activateVideo, deleteVideo, updateVideo, type VideoChanges } from '../../src/planning/video-edits.js';
import { aNewVideo, insertCompany, NOON } from '../support/builders.js';
import { aCalendar, aDaypart, changeCalendar, changeDaypart } from '../support/calendars.js';
import type { TestClock } from '../support/clock.js';
import { fails } from '../support/faults.js';
import { CALLER, stageForEachTest, WORKFLOW, type Stage } from '../support/planning.js';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The day of NOON. */
const SATURDAY = '2026-11-21';

const hours = (from: string, to: string) => [{ days: EVERY_DAY, from, to }];

describe('hours and days of videos and overrides', () => {
  let stage: Stage;
  let clock: TestClock;
  stageForEachTest((setting) => ({ stage, clock } = setting), { shown: true });

  const video = (index: number): Id => stage.videos[index] ?? Number.NaN;
  const put = (index: number, changes: VideoChanges) => updateVideo(stage.planner, CALLER, video(index), changes, null);
  const override = (given: Partial<OverrideInput> = {}) =>
    createOverride(stage.planner, CALLER, stage.content.id, { video_id: video(2), ...given });
  const putOverride = (id: Id, changes: Partial<OverrideInput>) =>
    updateOverride(stage.planner, CALLER, id, changes, null);
  const removal = { detach: true, expected: null, fileGraceMs: 1 };
  const afternoon = async (): Promise<Id> => (await aDaypart(stage, hours('13:00', '14:00'))).id;
  const go = async (ms: number): Promise<void> => {
    clock.set(NOON + ms);
    await stage.settle();
  };
  const told = async (): Promise<unknown[]> =>
    (await stage.ledger()).map(({ cause, to_video_id, reason, due_at }) => [
      cause,
      stage.videos.indexOf(to_video_id ?? 0),
      reason,
      (due_at - NOON) / MINUTE,
    ]);
  const uses = async (): Promise<number> => {
    const of = { ar_content_id: stage.content.id };
    const rows = ['content_dayparts', 'content_calendars'].map((table) => stage.db(table).where(of));
    return (await Promise.all(rows)).flat().length;
  };
  const woken = async (): Promise<unknown[]> =>
    stage.db('workflow_outbox').where('workflow_id', `content-windows-${stage.content.id}`).pluck('op');

  it('have an override in effect within them only, and the ledger tell of each edge', async () => {
    const { id, time_zone } = await override({ daypart_id: await afternoon() });
    assert.equal(time_zone, 'UTC');
    assert.deepEqual(await woken(), ['poke']);
    const { next_step_at, next_hours_at } = (await stage.state()).arContent;
    assert.deepEqual([next_step_at, next_hours_at], [NOON + HOUR, NOON + HOUR]);
    await go(DAY);
    assert.deepEqual(await told(), [
      ['override', 2, 'override', 60],
      ['override', 0, 'manual', 120],
    ]);
    assert.equal((await stage.state()).arContent.next_hours_at, NOON + DAY + HOUR);
    await putOverride(id, { daypart_id: null });
    assert.deepEqual((await told()).slice(2), [['override', 2, 'override', 24 * 60]]);
    assert.deepEqual([await uses(), (await stage.state()).arContent.next_hours_at], [0, null]);
  });

  it('have a video shown within them only, without a reason of their own', async () => {
    await put(0, { daypart_id: await afternoon() });
    assert.deepEqual(await told(), [['manual', 1, 'fallback', 0]]);
    await go(3 * HOUR);
    assert.deepEqual((await told()).slice(1), [
      ['window', 0, 'manual', 60],
      ['window', 1, 'fallback', 120],
    ]);
    await assert.rejects(activateVideo(stage.planner, CALLER, video(0)), /outside its hours and days/);
  });

  it('go by the zone of the company at the time, or the one that is given, or that of the daypart', async () => {
    const { company_id } = stage.content;
    const berlin = await aDaypart(stage, hours('14:00', '15:00'));
    const zoned = await aDaypart(stage, hours('22:00', '23:00'), { time_zone: 'Asia/Tokyo' });
    await stage.db('companies').where('id', company_id).update({ time_zone: 'Europe/Berlin' });
    const { id, time_zone } = await override({ daypart_id: berlin.id, ends_at: NOON + DAY });
    await stage.db('companies').where('id', company_id).update({ time_zone: 'America/New_York' });
    await putOverride(id, { note: 'Still in Berlin' });
    assert.equal(time_zone, 'Europe/Berlin');
    const nextHours = async (): Promise<number> => ((await stage.state()).arContent.next_hours_at ?? 0) - NOON;
    assert.equal(await nextHours(), HOUR);
    await putOverride(id, { time_zone: 'UTC' });
    assert.equal(await nextHours(), 2 * HOUR);
    await putOverride(id, { daypart_id: zoned.id });
    assert.equal(await nextHours(), HOUR);
    const [old] = (await stage.state()).videos;
    assert.equal(old?.time_zone, 'UTC');
    const added = await addVideo(stage.planner, CALLER, stage.content.id, aNewVideo(), { activate: false });
    assert.equal(added.state.videos.at(-1)?.time_zone, 'America/New_York');
    const { videos } = await put(1, { time_zone: 'Asia/Tokyo' });
    assert.equal(videos[1]?.time_zone, 'Asia/Tokyo');
  });

  it('are refused where nobody knows them, where they do not go together, and where they leave nothing', async () => {
    const daypart_id = await afternoon();
    const { id: calendar_id } = await aCalendar(stage, [{ date: '2026-01-01' }]);
    const foreign = await insertCompany(stage.db);
    const { id: other } = await aDaypart(
      { db: stage.db, content: { company_id: foreign.id } },
      hours('09:00', '10:00'),
    );
    const { id } = await override({ daypart_id });
    const begun = (await stage.state()).arContent.version;
    const cases: [Partial<OverrideInput> & VideoChanges, ...string[]][] = [
      [{ daypart_id: 999_999, calendar_id: 999_999, calendar_mode: 'only' }, 'daypart_id', 'calendar_id'],
      [{ daypart_id: other }, 'daypart_id'],
      [{ calendar_id }, 'calendar_mode'],
      [{ calendar_mode: 'only' }, 'calendar_mode'],
      [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
      [{ daypart_id: null, calendar_id, calendar_mode: 'only' }, 'calendar_id'],
      [{ daypart_id, calendar_id, calendar_mode: 'only' }, 'daypart_id'],
    ];
    for (const [given, ...fields] of cases) {
      const refused = fails('validation_failed', ...fields);
      await assert.rejects(override(given), refused);
      await assert.rejects(putOverride(id, given), refused);
      await assert.rejects(put(1, given), refused);
    }
    await assert.rejects(
      override({ daypart_id, ends_at: NOON + 30 * MINUTE }),
      fails('validation_failed', 'daypart_id'),
    );
    await assert.rejects(putOverride(id, { ends_at: NOON + 30 * MINUTE }), fails('validation_failed', 'daypart_id'));
    await assert.rejects(put(1, { daypart_id, expires_at: NOON + HOUR }), fails('validation_failed', 'daypart_id'));
    assert.equal((await stage.state()).arContent.version, begun, 'nothing was changed');
    // A video that is over anyway is not refused because of its hours.
    await put(1, { daypart_id, expires_at: NOON });
    const only = { calendar_id, calendar_mode: 'exclude' } as const;
    await put(1, only);
    const { videos } = await put(1, { calendar_id: null });
    assert.deepEqual(
      videos.map(({ calendar_mode }) => calendar_mode),
      [null, null, null],
    );
  });

  it('keep what they use from being deleted, until nothing uses it or what does is over', async () => {
    const admin = new AdminDoor({ db: stage.db });
    const inUse = { code: 'conflict' };
    const daypart_id = await afternoon();
    const { id: calendar_id } = await aCalendar(stage, [{ date: SATURDAY }]);
    const days = { calendar_id, calendar_mode: 'exclude' } as const;
    await put(1, { daypart_id });
    const { id } = await override({ ...days, starts_at: NOON + DAY });
    assert.equal(await uses(), 2);
    await assert.rejects(deleteDaypart(admin, CALLER, daypart_id, null), inUse);
    await assert.rejects(deleteCalendar(admin, CALLER, calendar_id, null), inUse);
    await deleteVideo(stage.planner, CALLER, video(1), removal);
    await deleteDaypart(admin, CALLER, daypart_id, null);
    await deleteOverride(stage.planner, CALLER, id, null);
    assert.equal(await uses(), 0);
    await override({ ...days, starts_at: NOON + DAY, ends_at: NOON + 2 * DAY });
    await deleteVideo(stage.planner, CALLER, video(2), removal);
    assert.equal(await uses(), 0, 'the override went with its video');
    const over = await override({ ...days, video_id: video(0), starts_at: NOON + DAY, ends_at: NOON + 2 * DAY });
    await go(3 * DAY);
    assert.equal(await uses(), 1);
    await deleteCalendar(admin, CALLER, calendar_id, null);
    const row = await createOverrides(stage.db).get(over.id, CALLER);
    assert.deepEqual([row.calendar_id, row.revision_pending], [calendar_id, false]);
  });

  it('count among the twenty dayparts and calendars of a content', async () => {
    for (let count = 0; count < 10; count += 1) {
      await override({ daypart_id: await afternoon() });
      const { id: calendar_id } = await aCalendar(stage, [{ date: SATURDAY }]);
      await override({ calendar_id, calendar_mode: 'exclude' });
    }
    const daypart_id = await afternoon();
    await assert.rejects(put(1, { daypart_id }), { code: 'conflict' });
    await assert.rejects(override({ daypart_id }), { code: 'conflict' });
    assert.equal(await uses(), 20);
  });

  it('are followed as they were until the content is brought over, and the ledger tells what that changes', async () => {
    const daypart_id = await afternoon();
    const { id: closed_calendar_id } = await aCalendar(stage, [{ date: '2026-01-01' }]);
    const closing = await aDaypart(stage, hours('11:00', '15:00'), { closed_calendar_id });
    await put(1, { daypart_id });
    const { id } = await override({ daypart_id: closing.id });
    const pending = async (): Promise<boolean[]> => {
      const { videos, ...state } = await stage.state();
      const overrides = createOverrides(stage.db);
      const { rows } = await overrides.list({ arContentId: stage.content.id, limit: 9 });
      const row = await overrides.get(id, CALLER);
      const ofVideo = videos.some(({ revision_pending }) => revision_pending);
      return [
        isRevisionPending({ videos, ...state }),
        ofVideo,
        rows[0]?.revision_pending === true,
        row.revision_pending,
      ];
    };
    assert.deepEqual(await pending(), [false, false, false, false]);
    await changeDaypart(stage, daypart_id, { hours: hours('18:00', '19:00') });
    assert.deepEqual(await pending(), [true, true, false, false]);
    await changeCalendar(stage, closed_calendar_id, [{ date: SATURDAY }]);
    assert.deepEqual(await pending(), [true, true, true, true]);
    clock.advance(MINUTE);
    const before = await told();
    await bringOver(stage.planner, WORKFLOW, stage.content.id);
    assert.deepEqual(await pending(), [false, false, false, false]);
    assert.deepEqual((await told()).slice(before.length), [['window', 0, 'manual', 1]]);
  });

  it('are brought over at once by an edit that uses another', async () => {
    const daypart_id = await afternoon();
    await put(1, { daypart_id });
    await changeDaypart(stage, daypart_id, { hours: hours('18:00', '19:00') });
    await override({ daypart_id: await afternoon() });
    assert.ok(!isRevisionPending(await stage.state()));
  });

  it('save how far the content is settled once many of their edges were passed', async () => {
    await put(1, { daypart_id: await afternoon() });
    const settledAt = async (): Promise<number> => ((await stage.state()).arContent.settled_at - NOON) / DAY;
    await go(49 * DAY);
    assert.equal(await settledAt(), 0, 'nothing was worth a write');
    await go(51 * DAY);
    assert.equal(await settledAt(), 51);
    await go(1_000 * DAY);
    assert.equal(await settledAt(), 1_000);
    assert.deepEqual(await stage.ledger(), []);
  });

  it('leave what was found of them until it is past, whatever slots come before', async () => {
    await override({ daypart_id: await afternoon() });
    await stage.addSchedule({ interval_seconds: 3_000 });
    await go(50 * MINUTE);
    const { next_step_at, next_hours_at } = (await stage.state()).arContent;
    assert.deepEqual([next_step_at, next_hours_at], [NOON + HOUR, NOON + HOUR]);
    await go(2 * HOUR - 1);
    assert.equal((await stage.state()).arContent.next_hours_at, NOON + 2 * HOUR);
  });
});
