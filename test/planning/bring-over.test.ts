import assert from 'node:assert/strict';
import { bringOver } from '../../src/planning/bring-over.js';
import { pauseSchedule, resumeSchedule } from '../../src/planning/pause-edits.js';
import { updateSchedule, type ScheduleChanges } from '../../src/planning/schedule-edits.js';
import { foldPlan } from '../../src/domain/plan/fold-plan.js';
import { isRevisionPending } from '../../src/domain/plan/content-state.js';
import { AppError } from '../../src/domain/errors.js';
import type { RotationSchedule } from '../../src/domain/rotation-schedule.js';
import type { Id } from '../../src/domain/scalars.js';
import { NOON } from '../support/builders.js';
import { aCalendar, aDaypart, changeCalendar, changeDaypart } from '../support/calendars.js';
import { eventRows, insertWebhook } from '../support/webhooks.js';
import { CALLER, stageForEachTest, WORKFLOW, type Stage } from '../support/planning.js';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const EVENING = [{ days: EVERY_DAY, from: '18:00', to: '20:00' }];
const NIGHT = [{ days: EVERY_DAY, from: '22:00', to: '23:00' }];
/** Hours that a schedule at nine never meets. */
const NINE = { rotation_type: 'daily', time_of_day: '09:00:00' } as const;
const MORNING = [{ days: EVERY_DAY, from: '08:00', to: '10:00' }];
/** The day of NOON, and the day after. */
const [SATURDAY, SUNDAY] = ['2026-11-21', '2026-11-22'];

describe('a content whose hours or days were changed', () => {
  let stage: Stage;
  stageForEachTest((setting) => ({ stage } = setting));

  const text = ({ next_rotation_at: at }: RotationSchedule): string | null =>
    at === null ? null : new Date(at).toISOString().slice(0, 16);
  const next = async (id: Id): Promise<string | null> => text(await stage.schedule(id));
  const put = ({ id }: { id: Id }, changes: ScheduleChanges): Promise<RotationSchedule> =>
    updateSchedule(stage.planner, CALLER, id, changes, null);
  const bring = (): Promise<void> => bringOver(stage.planner, WORKFLOW, stage.content.id);
  const isPending = async (): Promise<boolean> => isRevisionPending(await stage.state());
  const versionOf = async (): Promise<number> => (await stage.state()).arContent.version;
  const audited = (action: string): Promise<{ before: object; after: object }[]> =>
    stage.db('audit_log').where({ action, company_id: stage.content.company_id });

  it('follows what was until it is brought over, also in what is foretold', async () => {
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    const { id } = await stage.addSchedule({ daypart_id });
    await changeDaypart(stage, daypart_id, { hours: NIGHT });
    assert.deepEqual([await next(id), await isPending()], [`${SATURDAY}T18:00`, true]);
    const [later] = foldPlan(await stage.state(), NOON + 8 * 3_600_000).state.schedules;
    assert.equal(later && text(later), `${SUNDAY}T18:00`);
    await bring();
    assert.deepEqual([await next(id), await isPending()], [`${SATURDAY}T22:00`, false]);
    const told = await audited('ar_content.bring_over');
    const revisions = await stage.db('daypart_revisions').where({ daypart_id }).orderBy('created_at').pluck('id');
    const uses = revisions.map((revision_id) => ({ calendars: [], dayparts: [{ id: daypart_id, revision_id }] }));
    assert.deepEqual(
      told.map(({ before, after }) => [before, after]),
      [uses],
    );
  });

  it('is brought over once, however often it is asked', async () => {
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    await stage.addSchedule({ daypart_id });
    await changeDaypart(stage, daypart_id, { hours: NIGHT });
    const before = await versionOf();
    await Promise.all([bring(), bring(), bring()]);
    assert.equal(await versionOf(), before + 1);
    await bringOver(stage.planner, WORKFLOW, 999_999);
    const busy = { edit: () => Promise.reject(new AppError('busy', 'Try again.')) };
    await assert.rejects(bringOver(busy, WORKFLOW, stage.content.id), { code: 'busy' });
  });

  it('is brought over by other days of its calendar, and those on which its daypart is closed', async () => {
    const { id: calendar_id } = await aCalendar(stage, [{ date: SATURDAY }]);
    const { id: closed_calendar_id } = await aCalendar(stage, [{ date: '2026-12-24' }]);
    const { id: daypart_id } = await aDaypart(stage, EVENING, { closed_calendar_id });
    const { id } = await stage.addSchedule({ daypart_id, calendar_id, calendar_mode: 'exclude' });
    assert.equal(await next(id), `${SUNDAY}T18:00`);
    await changeCalendar(stage, calendar_id, []);
    assert.equal(await isPending(), true);
    await bring();
    assert.equal(await next(id), `${SATURDAY}T18:00`);
    await changeCalendar(stage, closed_calendar_id, [{ date: SATURDAY }]);
    assert.equal(await isPending(), true);
    await bring();
    assert.equal(await next(id), `${SUNDAY}T18:00`);
  });

  it('uses the calendar that its daypart is closed by from then on, and not the one before', async () => {
    const { id: closed_calendar_id } = await aCalendar(stage, [{ date: SATURDAY }]);
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    const { id } = await stage.addSchedule({ daypart_id });
    const used = () => stage.db('content_calendars').where('ar_content_id', stage.content.id).pluck('calendar_id');
    await changeDaypart(stage, daypart_id, { closed_calendar_id });
    await bring();
    assert.deepEqual([await next(id), await used()], [`${SUNDAY}T18:00`, [closed_calendar_id]]);
    await changeDaypart(stage, daypart_id, { closed_calendar_id: null });
    await bring();
    assert.deepEqual([await next(id), await used()], [`${SATURDAY}T18:00`, []]);
  });

  it('keeps an instant that was asked for while it may be then', async () => {
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    const { id } = await stage.addSchedule({ daypart_id });
    await put({ id }, { next_rotation_at: Date.parse(`${SATURDAY}T19:07:00Z`) });
    await changeDaypart(stage, daypart_id, { hours: [{ days: EVERY_DAY, from: '19:00', to: '19:30' }] });
    await bring();
    assert.equal(await next(id), `${SATURDAY}T19:07`);
    await changeDaypart(stage, daypart_id, { hours: NIGHT });
    await bring();
    assert.equal(await next(id), `${SATURDAY}T22:00`);
  });

  it('leaves schedules alone that use nothing of it, and paused ones without a slot', async () => {
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    const free = await stage.addSchedule({ interval_seconds: 3_600 });
    const paused = await stage.addSchedule({ daypart_id });
    await pauseSchedule(stage.planner, CALLER, paused.id, {});
    await changeDaypart(stage, daypart_id, { hours: NIGHT });
    assert.deepEqual(
      (await stage.state()).schedules.map(({ revision_pending }) => revision_pending),
      [false, true],
    );
    await bring();
    assert.deepEqual([await next(free.id), await next(paused.id)], [`${SATURDAY}T13:00`, null]);
    assert.equal((await stage.schedule(paused.id)).inactive_reason, 'paused');
  });

  it('ends a schedule that is left without a slot, with the reason, and goes on when there are some again', async () => {
    const { id: daypart_id } = await aDaypart(stage, MORNING);
    const { id } = await stage.addSchedule({ ...NINE, daypart_id });
    await insertWebhook(stage.db, stage.content.company_id, { events: ['schedule.ended'] });
    await changeDaypart(stage, daypart_id, { hours: NIGHT });
    await bring();
    const { is_active, inactive_reason, next_rotation_at } = await stage.schedule(id);
    const told = await eventRows(stage.db);
    assert.deepEqual(
      told.map(({ type, data }) => [type, data['schedule_id']]),
      [['schedule.ended', id]],
    );
    assert.deepEqual([is_active, inactive_reason, next_rotation_at], [false, 'no_slot', null]);
    assert.equal((await audited('schedule.end')).length, 1);
    // Another change that leaves none, either.
    await changeDaypart(stage, daypart_id, { hours: EVENING });
    await bring();
    assert.equal((await stage.schedule(id)).inactive_reason, 'no_slot');
    await changeDaypart(stage, daypart_id, { hours: MORNING });
    await bring();
    const again = await stage.schedule(id);
    assert.deepEqual([again.is_active, again.inactive_reason, text(again)], [true, null, `${SUNDAY}T09:00`]);
    assert.equal((await audited('schedule.reopen')).length, 1);
  });

  it('does not end a schedule for an instant that was asked for, nor one that is over anyway', async () => {
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    const asked = await stage.addSchedule({ rotation_type: 'daily', time_of_day: '19:30:00', daypart_id });
    await put(asked, { next_rotation_at: Date.parse(`${SATURDAY}T18:07:00Z`) });
    const over = await stage.addSchedule({ daypart_id });
    await put(over, { ends_at: NOON - 1 });
    await changeDaypart(stage, daypart_id, { hours: [{ days: EVERY_DAY, from: '18:00', to: '19:00' }] });
    await bring();
    assert.deepEqual([await next(asked.id), await next(over.id)], [`${SATURDAY}T18:07`, null]);
    assert.deepEqual((await stage.schedule(over.id)).is_active, true);
  });

  it('has a schedule that ended go on with another timing, and not without', async () => {
    const { id: daypart_id } = await aDaypart(stage, MORNING);
    const { id } = await stage.addSchedule({ ...NINE, daypart_id });
    await changeDaypart(stage, daypart_id, { hours: NIGHT });
    await bring();
    await assert.rejects(put({ id }, { is_active: true }), { code: 'validation_failed' });
    await assert.rejects(resumeSchedule(stage.planner, CALLER, id, undefined), { code: 'conflict' });
    assert.equal((await put({ id }, { selection: 'random' })).is_active, false);
    await assert.rejects(put({ id }, { time_of_day: '09:30:00' }), { code: 'validation_failed' });
    const moved = await put({ id }, { time_of_day: '22:30:00' });
    assert.deepEqual([moved.is_active, moved.inactive_reason, text(moved)], [true, null, `${SATURDAY}T22:30`]);
  });

  it('may be resumed where its hours have slots again that it is not brought over to', async () => {
    const { id: daypart_id } = await aDaypart(stage, MORNING);
    const { id } = await stage.addSchedule({ ...NINE, daypart_id });
    const ended = { is_active: false, inactive_reason: 'no_slot', next_rotation_at: null, next_video_id: null };
    await stage.db('video_rotation_schedules').where({ id }).update(ended);
    const resumed = await resumeSchedule(stage.planner, CALLER, id, undefined);
    assert.deepEqual([resumed.is_active, resumed.inactive_reason], [true, null]);
  });

  it('is brought over as a whole by an edit that adds a use', async () => {
    const { id: calendar_id } = await aCalendar(stage, [{ date: SATURDAY }]);
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    const days = { calendar_id, calendar_mode: 'exclude' } as const;
    const hourly = { rotation_type: 'cron', cron_expression: '30 * * * *' } as const;
    const [one, two] = [await stage.addSchedule({ ...hourly, ...days }), await stage.addSchedule({ daypart_id })];
    await changeCalendar(stage, calendar_id, []);
    await changeDaypart(stage, daypart_id, { hours: NIGHT });
    const added = await put(two, days);
    assert.deepEqual([text(added), await next(one.id)], [`${SATURDAY}T22:00`, `${SATURDAY}T12:30`]);
    assert.equal(await isPending(), false);
  });

  it('is held to what it follows by an edit that adds no use', async () => {
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    const schedule = await stage.addSchedule({ daypart_id });
    await changeDaypart(stage, daypart_id, { hours: NIGHT });
    const asked = await put(schedule, { next_rotation_at: Date.parse(`${SATURDAY}T18:30:00Z`) });
    assert.deepEqual([text(asked), asked.revision_pending], [`${SATURDAY}T18:30`, true]);
    const tonight = { next_rotation_at: Date.parse(`${SATURDAY}T22:30:00Z`) };
    await assert.rejects(put(schedule, tonight), { code: 'validation_failed' });
  });
});
