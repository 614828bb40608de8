import assert from 'node:assert/strict';
import type { Database } from '../../src/db/database.js';
import { savePlan } from '../../src/db/save-plan.js';
import type { ContentState } from '../../src/domain/plan/content-state.js';
import { updateSchedule, type ScheduleInput } from '../../src/planning/schedule-edits.js';
import { BOUNDS } from '../../src/planning/timing-fields.js';
import { NOON } from '../support/builders.js';
import { aCalendar, aDaypart } from '../support/calendars.js';
import { CALLER, stageForEachTest, type Stage } from '../support/planning.js';

const HOUR = 3_600_000;
/** An instant that no rule gives: one that was asked for. */
const ASKED = NOON + 3 * HOUR + 1_234;

/** A calendar that leaves the day of ASKED out, by its mode. */
async function onOtherDays(stage: Stage, calendar_mode: 'exclude' | 'only'): Promise<Partial<ScheduleInput>> {
  const { id } = await aCalendar(stage, [{ date: calendar_mode === 'only' ? '2026-12-24' : '2026-11-21' }]);
  return { calendar_id: id, calendar_mode };
}

/** A change of each timing field, which moves the next slot to where the rule then says. */
const MOVES: Record<string, Partial<ScheduleInput> | ((stage: Stage) => Promise<Partial<ScheduleInput>>)> = {
  rotation_type: { rotation_type: 'interval' },
  time_of_day: { time_of_day: '10:00:00' },
  day_of_week: { day_of_week: 3 },
  day_of_month: { day_of_month: 3 },
  cron_expression: { cron_expression: '0 8 * * *' },
  interval_seconds: { interval_seconds: 90 },
  rrule: { rrule: 'FREQ=DAILY' },
  time_zone: { time_zone: 'Europe/Berlin' },
  dst_gap: { dst_gap: 'skip' },
  dst_overlap: { dst_overlap: 'second' },
  // What was asked for stays while it lies between the bounds: these exclude it.
  starts_at: { starts_at: ASKED + HOUR },
  ends_at: { ends_at: ASKED - HOUR },
  daypart_id: async (stage) => {
    const early = await aDaypart(stage, [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '10:00' }]);
    return { daypart_id: early.id };
  },
  calendar_id: (stage) => onOtherDays(stage, 'exclude'),
  calendar_mode: (stage) => onOtherDays(stage, 'only'),
};

/** A change of each bound that what was asked for lies within. */
const KEEPS: typeof MOVES = {
  starts_at: { starts_at: ASKED - HOUR },
  ends_at: { ends_at: ASKED + HOUR },
  daypart_id: async (stage) => {
    const long = await aDaypart(stage, [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '16:00' }]);
    return { daypart_id: long.id };
  },
  calendar_id: async (stage) => {
    const { id } = await aCalendar(stage, [{ date: '2026-12-24' }]);
    return { calendar_id: id, calendar_mode: 'exclude' };
  },
  calendar_mode: async (stage) => {
    const { id } = await aCalendar(stage, [{ date: '2026-11-21' }, { date: '2026-11-22' }]);
    return { calendar_id: id, calendar_mode: 'only' };
  },
};

/** A change of each other field that a client may set, which leaves the next slot where it is. */
const LEAVES: Record<string, (stage: Stage) => Partial<ScheduleInput>> = {
  selection: () => ({ selection: 'random' }),
  weights: () => ({ weights: [1, 2, 3] }),
  no_repeat_last: () => ({ no_repeat_last: 2 }),
  video_sequence: ({ videos }) => ({ video_sequence: videos.toReversed() }),
  current_index: () => ({ current_index: 1 }),
};

/** What clients do not set, and no plan. */
const REST = [
  'id',
  'ar_content_id',
  'company_id',
  'random_seed',
  'revision',
  'created_at',
  'updated_at',
  'interval_anchor',
  'rrule_anchor',
  'rrule_last',
  'dst_overlap_given',
  'failed_count',
  'last_error',
];

/** A plan's columns, each with another value. */
const SCHEDULE_PLAN = {
  current_index: 2,
  position_pending: false,
  selection_memory: { round: 1, taken: [2], recent: [], credits: [] },
  is_active: false,
  inactive_reason: 'paused',
  paused_at: NOON + 6,
  paused_by: 'key:7',
  pause_note: 'for a while',
  resume_at: NOON + 7,
  resume_missed: 'all',
  last_rotation_at: NOON + 1,
  last_slot_at: NOON + 2,
  slot_number: 7,
  next_rotation_at: null,
  next_video_id: 77,
  next_is_asked_for: true,
  late_count: 3,
  worst_lateness_ms: 12_000,
} as const;
const CONTENT_PLAN = [
  'active_video_id',
  'active_reason',
  'active_schedule_id',
  'version',
  'settled_at',
  'next_step_at',
  'next_hours_at',
];
const CONTENT_REST = [
  'id',
  'company_id',
  'project_id',
  'unique_id',
  'title',
  'default_video_id',
  'video_rotation_enabled',
  'is_active',
  'expires_at',
  'revision',
  'created_at',
  'updated_at',
];

async function columnsOf(db: Database, table: string): Promise<string[]> {
  const found: string[] = await db('information_schema.columns')
    .where({ table_schema: 'public', table_name: table })
    .pluck('column_name');
  return found.toSorted();
}

describe('the fields of a schedule and of a plan', () => {
  let db: Database;
  let stage: Stage;
  stageForEachTest((setting) => (({ stage } = setting), (db = setting.database.db)));

  it('are all known here', async () => {
    const plan = Object.keys(SCHEDULE_PLAN).filter((field) => !(field in LEAVES) && !REST.includes(field));
    const known = [...Object.keys(MOVES), ...Object.keys(LEAVES), ...REST, ...plan];
    assert.deepEqual(known.toSorted(), await columnsOf(db, 'video_rotation_schedules'));
    assert.deepEqual([...CONTENT_PLAN, ...CONTENT_REST].toSorted(), await columnsOf(db, 'ar_content'));
  });

  const asked = () =>
    stage.addSchedule({
      rotation_type: 'daily',
      time_of_day: '09:00:00',
      interval_seconds: 60,
      next_rotation_at: ASKED,
    });

  for (const [field, change] of Object.entries(MOVES)) {
    it(`a change of ${field} moves the next slot`, async () => {
      const { id, next_rotation_at } = await asked();
      assert.equal(next_rotation_at, ASKED);
      const changes = typeof change === 'function' ? await change(stage) : change;
      const after = await updateSchedule(stage.planner, CALLER, id, changes, null);
      assert.notEqual(after.next_rotation_at, ASKED);
    });
  }

  it('which are bounds is known here', () => {
    assert.deepEqual(Object.keys(KEEPS).toSorted(), [...BOUNDS].toSorted());
  });

  for (const [field, change] of Object.entries(KEEPS)) {
    it(`a change of ${field} keeps an instant that was asked for and lies within it`, async () => {
      const { id } = await asked();
      const changes = typeof change === 'function' ? await change(stage) : change;
      const after = await updateSchedule(stage.planner, CALLER, id, changes, null);
      assert.equal(after.next_rotation_at, ASKED);
    });
  }

  for (const [field, change] of Object.entries(LEAVES)) {
    it(`a change of ${field} leaves the next slot`, async () => {
      const { id } = await asked();
      const after = await updateSchedule(stage.planner, CALLER, id, change(stage), null);
      assert.equal(after.next_rotation_at, ASKED);
    });
  }

  it('a plan saves every column of its own, and no other', async () => {
    await stage.addSchedule();
    const before = await stage.state();
    const [schedule] = before.schedules;
    const [, second] = stage.videos;
    assert.ok(schedule !== undefined && second !== undefined);
    const content = {
      active_video_id: second,
      active_reason: 'manual',
      active_schedule_id: schedule.id + 1,
      version: 99,
      settled_at: NOON + 3,
      next_step_at: NOON + 4,
      next_hours_at: NOON + 5,
    } as const;
    assert.deepEqual(Object.keys(content), CONTENT_PLAN);
    const others = { title: 'not of the plan', revision: 50 };
    const after: ContentState = {
      ...before,
      arContent: { ...before.arContent, ...content, ...others },
      schedules: [{ ...schedule, ...SCHEDULE_PLAN, revision: 50, random_seed: schedule.random_seed + 1 }],
    };
    await db.transaction((trx) => savePlan(trx, before, after));
    const saved = await stage.state();
    assert.deepEqual(saved.arContent, { ...before.arContent, ...content });
    assert.deepEqual(saved.schedules, [{ ...schedule, ...SCHEDULE_PLAN }]);
  });
});
