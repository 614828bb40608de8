import assert from 'node:assert/strict';
import { AdminDoor } from '../../src/admin/admin-door.js';
import { deleteCalendar } from '../../src/admin/calendar-edits.js';
import { deleteDaypart } from '../../src/admin/daypart-edits.js';
import type { AppError } from '../../src/domain/errors.js';
import { foldPlan } from '../../src/domain/plan/fold-plan.js';
import type { RotationSchedule } from '../../src/domain/rotation-schedule.js';
import { deleteSchedule, updateSchedule, type ScheduleChanges } from '../../src/planning/schedule-edits.js';
import { NOON } from '../support/builders.js';
import { aCalendar, aDaypart } from '../support/calendars.js';
import { CALLER, stageForEachTest, type Stage } from '../support/planning.js';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const EVENING = [{ days: EVERY_DAY, from: '18:00', to: '20:00' }];
/** The day of NOON, and the day after. */
const [SATURDAY, SUNDAY] = ['2026-11-21', '2026-11-22'];

describe('hours and days of schedules', () => {
  let stage: Stage;
  stageForEachTest((setting) => ({ stage } = setting));

  const next = (schedule: RotationSchedule): string | null =>
    schedule.next_rotation_at === null ? null : new Date(schedule.next_rotation_at).toISOString().slice(0, 16);

  const put = async ({ id }: RotationSchedule, changes: ScheduleChanges): Promise<RotationSchedule> =>
    updateSchedule(stage.planner, CALLER, id, changes, null);

  const faultsOf = (error: unknown): Record<string, string> =>
    Object.fromEntries((error as AppError).fields.map(({ field, message }) => [field, message]));

  async function refusal(doing: Promise<unknown>): Promise<Record<string, string>> {
    try {
      await doing;
    } catch (error) {
      return faultsOf(error);
    }
    return assert.fail('nothing was refused');
  }

  const uses = async (): Promise<number> => {
    const of = { ar_content_id: stage.content.id };
    return (
      (await stage.db('content_dayparts').where(of)).length + (await stage.db('content_calendars').where(of)).length
    );
  };

  it('have slots within a daypart and outside of the days of a calendar', async () => {
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    const { id: calendar_id } = await aCalendar(stage, [{ date: SATURDAY }]);
    const hourly = { rotation_type: 'cron', cron_expression: '0 * * * *' } as const;
    const schedule = await stage.addSchedule({ ...hourly, daypart_id });
    assert.equal(next(schedule), `${SATURDAY}T18:00`);
    const restricted = await put(schedule, { calendar_id, calendar_mode: 'exclude' });
    assert.equal(next(restricted), `${SUNDAY}T18:00`);
    assert.equal(next(await put(schedule, { daypart_id: null })), `${SUNDAY}T00:00`);
    const free = await put(schedule, { calendar_id: null });
    assert.deepEqual([next(free), free.calendar_mode], [`${SATURDAY}T13:00`, null]);
  });

  it('are those of a daypart that is closed on some days, by its own zone', async () => {
    const { id: closed_calendar_id } = await aCalendar(stage, [{ date: SUNDAY }]);
    const tokyo = { time_zone: 'Asia/Tokyo', closed_calendar_id };
    const { id: daypart_id } = await aDaypart(stage, EVENING, tokyo);
    const schedule = await stage.addSchedule({ rotation_type: 'cron', cron_expression: '30 * * * *', daypart_id });
    assert.equal(next(schedule), '2026-11-23T09:30');
    assert.equal(await uses(), 2);
  });

  it('are carried out as they were planned', async () => {
    const { id: daypart_id } = await aDaypart(stage, [{ days: EVERY_DAY, from: '12:00', to: '12:02' }]);
    const schedule = await stage.addSchedule({ daypart_id });
    const state = await stage.state();
    assert.equal(next(schedule), `${SATURDAY}T12:01`);
    const folded = foldPlan(state, NOON + 2 * 86_400_000).state.schedules[0];
    assert.equal(folded && next(folded), '2026-11-23T12:01');
  });

  it('bind an instant that is asked for, which they keep while it lies within them', async () => {
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    const { id: other } = await aDaypart(stage, [{ days: EVERY_DAY, from: '19:00', to: '19:30' }]);
    const { id: late } = await aDaypart(stage, [{ days: EVERY_DAY, from: '22:00', to: '23:00' }]);
    const schedule = await stage.addSchedule({ daypart_id });
    const outside = await refusal(put(schedule, { next_rotation_at: NOON + 3_600_000 }));
    assert.deepEqual(outside, { next_rotation_at: 'must lie within the daypart and the days of the schedule' });
    const asked = Date.parse(`${SATURDAY}T19:07:07Z`);
    assert.equal(next(await put(schedule, { next_rotation_at: asked })), `${SATURDAY}T19:07`);
    const kept = await put(schedule, { daypart_id: other });
    assert.deepEqual([next(kept), kept.next_is_asked_for], [`${SATURDAY}T19:07`, true]);
    const moved = await put(schedule, { daypart_id: late });
    assert.deepEqual([next(moved), moved.next_is_asked_for], [`${SATURDAY}T22:00`, false]);
  });

  it('are refused where they leave a rule without a slot, and where nobody knows them', async () => {
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    const { id: calendar_id } = await aCalendar(stage, [{ date: '2026-01-01' }]);
    const daily = { rotation_type: 'daily', time_of_day: '09:00:00' } as const;
    const never = 'leaves the schedule without a slot in the eight years to come';
    assert.deepEqual(await refusal(stage.addSchedule({ ...daily, daypart_id })), { daypart_id: never });
    const only = { calendar_id, calendar_mode: 'only' } as const;
    assert.deepEqual(await refusal(stage.addSchedule({ ...daily, ...only })), { calendar_id: never });
    const schedule = await stage.addSchedule({ ...daily });
    assert.deepEqual(await refusal(put(schedule, only)), { calendar_id: never });
    assert.deepEqual(await refusal(put(schedule, { calendar_id })), {
      calendar_mode: 'is needed with calendar_id: exclude or only',
    });
    assert.deepEqual(await refusal(put(schedule, { calendar_mode: 'only' })), {
      calendar_mode: 'goes with calendar_id',
    });
    const { company_id } = stage.content;
    assert.deepEqual(await refusal(put(schedule, { daypart_id: 999, calendar_id: 999, calendar_mode: 'only' })), {
      daypart_id: `there is no daypart 999 in company ${company_id}`,
      calendar_id: `there is no calendar 999 in company ${company_id}`,
    });
    // One that is over anyway is not refused because of its hours.
    await put(schedule, { ends_at: NOON - 1, daypart_id });
  });

  it('are not asked of a rule that never meets its days, which is refused by itself', async () => {
    const leapDay = { rotation_type: 'rrule', rrule: 'FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29' } as const;
    const never = { rrule: 'never fires: counted from 2026-11-21, it meets no day that fits it' };
    assert.deepEqual(await refusal(stage.addSchedule(leapDay)), never);
    const starts_at = Date.parse('2028-01-01T00:00:00Z');
    const schedule = await stage.addSchedule({ ...leapDay, starts_at });
    assert.equal(next(schedule), '2028-02-29T00:00');
    assert.deepEqual(await refusal(put(schedule, { starts_at: null })), never);
    // One that is over, by itself or by COUNT, is no such rule.
    const over = await stage.addSchedule({ rotation_type: 'rrule', rrule: 'FREQ=DAILY;UNTIL=20200101' });
    assert.equal(next(over), null);
  });

  it('keep what they use from being deleted, until nothing uses it', async () => {
    const admin = new AdminDoor({ db: stage.db });
    const { id: calendar_id } = await aCalendar(stage, [{ date: SATURDAY }]);
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    const [first, second] = [
      await stage.addSchedule({ daypart_id, calendar_id, calendar_mode: 'exclude' }),
      await stage.addSchedule({ daypart_id }),
    ];
    const inUse = { code: 'conflict' };
    await assert.rejects(deleteDaypart(admin, CALLER, daypart_id, null), inUse);
    await assert.rejects(deleteCalendar(admin, CALLER, calendar_id, null), inUse);
    await put(first, { daypart_id: null, calendar_id: null });
    assert.equal(await uses(), 1);
    await deleteCalendar(admin, CALLER, calendar_id, null);
    await deleteSchedule(stage.planner, CALLER, second.id, null);
    assert.equal(await uses(), 0);
    await deleteDaypart(admin, CALLER, daypart_id, null);
  });

  it('are of at most twenty dayparts and calendars', async () => {
    for (let count = 0; count < 20; count += 1) {
      const { id: daypart_id } = await aDaypart(stage, EVENING);
      await stage.addSchedule({ daypart_id });
    }
    const { id: daypart_id } = await aDaypart(stage, EVENING);
    await assert.rejects(stage.addSchedule({ daypart_id }), { code: 'conflict' });
  });
});
