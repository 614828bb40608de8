import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Lane } from '../../src/concurrency/lane.js';
import { toRow } from '../../src/db/database.js';
import { createLedgerRecords } from '../../src/db/ledger-records.js';
import type { DaypartHours } from '../../src/domain/calendar/daypart.js';
import { AppError } from '../../src/domain/errors.js';
import { nextHoursAt, nextStepAt } from '../../src/domain/plan/next-step.js';
import { resolveActive } from '../../src/domain/plan/resolve-active.js';
import type { ContentState } from '../../src/domain/plan/content-state.js';
import type { Rotation } from '../../src/domain/rotation.js';
import { MISSED, SELECTIONS } from '../../src/domain/rotation-schedule.js';
import type { Id, Instant } from '../../src/domain/scalars.js';
import { bringOver } from '../../src/planning/bring-over.js';
import { updateContent } from '../../src/planning/content-edits.js';
import { createOverride, deleteOverride, updateOverride } from '../../src/planning/override-edits.js';
import { pauseSchedule, resumeSchedule } from '../../src/planning/pause-edits.js';
import { cancelRelease, createRelease, revertRelease, updateRelease } from '../../src/planning/release-edits.js';
import { rotateNow } from '../../src/planning/rotate-now.js';
import { deleteSchedule, updateSchedule } from '../../src/planning/schedule-edits.js';
import { SetDoor } from '../../src/planning/set-door.js';
import { addSkip } from '../../src/planning/skip-edits.js';
import type { HoursInput } from '../../src/planning/use-hours.js';
import { addVideo } from '../../src/planning/add-video.js';
import { activateVideo, deleteVideo, updateVideo } from '../../src/planning/video-edits.js';
import { Timelines } from '../../src/reading/timelines.js';
import { aNewVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { aCalendar, aDaypart, changeCalendar, changeDaypart } from '../support/calendars.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { aStage, CALLER, type Stage } from '../support/planning.js';

/** `MODEL_RUNS=10000 npm test -- test/planning/model.test.ts` plays so many sequences. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 200);

/** Hours that schedules, videos and overrides may keep to: every other two minutes, and the others; and the day of NOON. */
interface Hours {
  dayparts: readonly Id[];
  calendar: Id;
}

const MINUTES = Array.from({ length: 40 }, (_, n) => `${n < 30 ? 12 : 13}:${String((n * 2) % 60).padStart(2, '0')}`);

/** Every other two minutes, from the first or the second on. */
const everyOther = (rest: number): DaypartHours[] =>
  MINUTES.slice(0, -1)
    .map((from, n) => ({ days: [1, 2, 3, 4, 5, 6, 7], from, to: MINUTES[n + 1] ?? '' }))
    .filter((_, n) => n % 2 === rest);

async function makeHours(stage: Stage): Promise<Hours> {
  const dayparts: Id[] = [];
  for (const rest of [0, 1]) dayparts.push((await aDaypart(stage, everyOther(rest))).id);
  return { dayparts, calendar: (await aCalendar(stage, [{ date: '2026-11-21' }])).id };
}

/** What a run works on. Numbers in a command pick a video or schedule among those that are there. */
interface World {
  stage: Stage;
  clock: TestClock;
  timelines: Timelines;
  door: SetDoor;
  /** Made when they are first asked for. */
  hours?: Promise<Hours>;
  /** Every read so far: what was told, and when. */
  told: { at: Instant; version: number; videoId: Id | null; why: string }[];
}

/** What a command may be refused with; `busy` is none of it, as nobody else works on the content. */
const REFUSALS = new Set<string>(['validation_failed', 'conflict', 'no_candidate_video']);

/** Why an answer is what it is, as reader and ledger can both say it. */
const whyOf = (reason: string | null | undefined, overrideId: Id | null | undefined): string =>
  `${reason ?? 'nothing'} ${overrideId ?? ''}`;

type Command = (world: World) => Promise<unknown>;

const pick = <T>(from: readonly T[], n: number): T | undefined => from[n % Math.max(from.length, 1)];

async function withVideo(world: World, n: number, work: (id: Id) => Promise<unknown>): Promise<unknown> {
  const video = pick((await world.stage.state()).videos, n);
  return video && work(video.id);
}

async function withSchedule(world: World, n: number, work: (id: Id) => Promise<unknown>): Promise<unknown> {
  const schedule = pick((await world.stage.state()).schedules, n);
  return schedule && work(schedule.id);
}

const seconds = (n: number) => n * 1_000;
const index = fc.nat(20);
const soon = fc.integer({ min: -30, max: 120 });

const time: fc.Arbitrary<Command> = fc.oneof(
  fc.nat(90_000).map(
    (ms) =>
      async ({ clock }: World) =>
        clock.advance(ms),
  ),
  fc.constant(async ({ clock, stage }: World) => {
    const next = nextStepAt(await stage.state());
    if (Number.isFinite(next)) clock.set(Math.max(next, clock.now()));
  }),
);

/** A way to choose, for a sequence of a length. */
const selecting = fc
  .record({
    selection: fc.constantFrom(...SELECTIONS),
    weights: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
    no_repeat_last: fc.constantFrom(0, 0, 1, 3),
  })
  .map(({ weights, ...how }) => (length: number) => ({ ...how, weights: weights.slice(0, length) }));

const scheduleCommands: fc.Arbitrary<Command> = fc.oneof(
  fc
    .record({
      interval_seconds: fc.integer({ min: 1, max: 60 }),
      sequence: fc.array(index, { minLength: 1, maxLength: 4 }),
      selecting,
    })
    .map(({ sequence, selecting: how, ...given }) => async ({ stage }: World) => {
      const { videos } = await stage.state();
      if (videos.length === 0) return;
      const video_sequence = sequence.flatMap((n) => pick(videos, n)?.id ?? []);
      await stage.addSchedule({ ...given, ...how(video_sequence.length), video_sequence });
    }),
  fc
    .tuple(index, fc.option(fc.array(index, { minLength: 1, maxLength: 4 }), { nil: null }), selecting)
    .map(([n, sequence, how]) => async (world: World) => {
      const { videos } = await world.stage.state();
      return withSchedule(world, n, async (id) => {
        const before = await world.stage.schedule(id);
        const video_sequence = sequence?.flatMap((m) => pick(videos, m)?.id ?? []) ?? before.video_sequence;
        const changes = { ...how(video_sequence.length), video_sequence };
        return updateSchedule(world.stage.planner, CALLER, id, changes, null);
      });
    }),
  fc.record({ n: index, interval_seconds: fc.integer({ min: 1, max: 60 }), is_active: fc.boolean() }).map(
    ({ n, ...changes }) =>
      (world: World) =>
        withSchedule(world, n, (id) => updateSchedule(world.stage.planner, CALLER, id, changes, null)),
  ),
  fc.tuple(index, soon).map(([n, s]) => (world: World) => {
    const next_rotation_at = world.clock.now() + seconds(s);
    return withSchedule(world, n, (id) => updateSchedule(world.stage.planner, CALLER, id, { next_rotation_at }, null));
  }),
  fc.tuple(index, fc.nat(3)).map(
    ([n, current_index]) =>
      (world: World) =>
        withSchedule(world, n, (id) => updateSchedule(world.stage.planner, CALLER, id, { current_index }, null)),
  ),
  index.map((n) => (world: World) => withSchedule(world, n, (id) => rotateNow(world.stage.planner, CALLER, id))),
  index.map(
    (n) => (world: World) => withSchedule(world, n, (id) => deleteSchedule(world.stage.planner, CALLER, id, null)),
  ),
);

/** Hours and days that something keeps to. */
const keeping: fc.Arbitrary<(world: World) => Promise<HoursInput>> = fc
  .record({
    daypart: fc.option(fc.nat(1), { nil: null }),
    mode: fc.constantFrom('exclude' as const, 'only' as const, null),
  })
  .map(({ daypart, mode }) => async (world: World) => {
    world.hours ??= makeHours(world.stage);
    const { dayparts, calendar } = await world.hours;
    const daypart_id = daypart === null ? null : (dayparts[daypart] ?? null);
    return { daypart_id, calendar_id: mode === null ? null : calendar, calendar_mode: mode };
  });

const hoursCommands: fc.Arbitrary<Command> = fc
  .record({ n: index, keeping, of: fc.constantFrom('schedule', 'video', 'override') })
  .map(({ n, keeping: hoursOf, of }) => async (world: World) => {
    const changes = await hoursOf(world);
    const { planner } = world.stage;
    if (of === 'video') return withVideo(world, n, (id) => updateVideo(planner, CALLER, id, changes, null));
    if (of === 'override') return withOverride(world, n, (id) => updateOverride(planner, CALLER, id, changes, null));
    return withSchedule(world, n, (id) => updateSchedule(planner, CALLER, id, changes, null));
  });

/** Hours or days are changed, in use or not; the content is brought over then, or some edits later. */
const changedHours: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(fc.nat(1), fc.nat(1), fc.boolean()).map(([n, rest, isDaypart]) => async (world: World) => {
    const { stage } = world;
    world.hours ??= makeHours(stage);
    const { dayparts, calendar } = await world.hours;
    if (isDaypart) return changeDaypart(stage, dayparts[n] ?? 0, { hours: everyOther(rest) });
    return changeCalendar(stage, calendar, [{ date: rest === 0 ? '2026-11-21' : '2026-11-22' }]);
  }),
  fc.constant(({ stage }: World) => bringOver(stage.planner, CALLER, stage.content.id)),
);

const waitCommands: fc.Arbitrary<Command> = fc.oneof(
  fc
    .tuple(index, fc.option(soon, { nil: null }), fc.constantFrom(...MISSED))
    .map(([n, s, missed]) => (world: World) => {
      const until = s === null ? null : world.clock.now() + seconds(s);
      return withSchedule(world, n, (id) => pauseSchedule(world.stage.planner, CALLER, id, { until, missed }));
    }),
  fc.tuple(index, fc.constantFrom(...MISSED)).map(
    ([n, missed]) =>
      (world: World) =>
        withSchedule(world, n, (id) => resumeSchedule(world.stage.planner, CALLER, id, missed)),
  ),
  index.map(
    (n) => (world: World) => withSchedule(world, n, (id) => addSkip(world.stage.planner, CALLER, id, { next: true })),
  ),
);

async function withOverride(world: World, n: number, work: (id: Id) => Promise<unknown>): Promise<unknown> {
  const at = world.clock.now();
  const open = (await world.stage.state()).overrides.filter(({ ends_at }) => (ends_at ?? Infinity) > at);
  const override = pick(open, n);
  return override && work(override.id);
}

const overrideCommands: fc.Arbitrary<Command> = fc.oneof(
  fc
    .record({
      n: index,
      from: soon,
      lasts: fc.option(fc.integer({ min: 1, max: 120 }), { nil: null }),
      priority: fc.nat(2),
      holds_rotation: fc.boolean(),
      keeping: fc.option(keeping, { nil: null }),
    })
    .map(({ n, from, lasts, keeping: hoursOf, ...given }) => async (world: World) => {
      const hours = (await hoursOf?.(world)) ?? {};
      const starts_at = world.clock.now() + seconds(from);
      const ends_at = lasts === null ? null : starts_at + seconds(lasts);
      const { planner, content } = world.stage;
      return withVideo(world, n, (video_id) =>
        createOverride(planner, CALLER, content.id, { video_id, starts_at, ends_at, ...given, ...hours }),
      );
    }),
  fc.tuple(index, soon).map(([n, s]) => (world: World) => {
    const ends_at = world.clock.now() + seconds(s);
    return withOverride(world, n, (id) => updateOverride(world.stage.planner, CALLER, id, { ends_at }, null));
  }),
  index.map(
    (n) => (world: World) => withOverride(world, n, (id) => deleteOverride(world.stage.planner, CALLER, id, null)),
  ),
);

async function withRelease(world: World, n: number, work: (id: Id) => Promise<unknown>): Promise<unknown> {
  const released = (await world.stage.state()).overrides.filter(({ release_id }) => release_id !== null);
  const id = pick(released, n)?.release_id ?? null;
  return id !== null && work(id);
}

const releaseCommands: fc.Arbitrary<Command> = fc.oneof(
  fc
    .record({
      n: index,
      from: soon,
      lasts: fc.option(fc.integer({ min: 1, max: 120 }), { nil: null }),
      priority: fc.nat(2),
    })
    .map(({ n, from, lasts, priority }) => (world: World) => {
      const at = world.clock.now() + seconds(from);
      const revert_at = lasts === null ? null : Math.max(at, world.clock.now() + 10_000) + seconds(lasts);
      const { id: ar_content_id, company_id } = world.stage.content;
      return withVideo(world, n, (video_id) => {
        const items = [{ ar_content_id, video_id }];
        return createRelease(world.door, CALLER, company_id, { name: 'Release', at, revert_at, priority, items });
      });
    }),
  fc.tuple(index, soon).map(([n, s]) => (world: World) => {
    const wanted = { at: world.clock.now() + seconds(s) };
    return withRelease(world, n, (id) => updateRelease(world.door, CALLER, { id, expected: null, wanted }));
  }),
  fc.tuple(index, fc.constantFrom(cancelRelease, revertRelease)).map(
    ([n, end]) =>
      (world: World) =>
        withRelease(world, n, (id) => end(world.door, CALLER, { id, expected: null })),
  ),
);

const videoCommands: fc.Arbitrary<Command> = fc.oneof(
  index.map((n) => (world: World) => withVideo(world, n, (id) => activateVideo(world.stage.planner, CALLER, id))),
  fc.boolean().map(
    (activate) =>
      ({ stage }: World) =>
        addVideo(stage.planner, CALLER, stage.content.id, aNewVideo(), { activate }),
  ),
  index.map((n) => (world: World) => {
    const options = { detach: true, expected: null, fileGraceMs: 1 };
    return withVideo(world, n, (id) => deleteVideo(world.stage.planner, CALLER, id, options));
  }),
  fc
    .tuple(index, soon, soon, fc.constantFrom('schedule_start', 'schedule_end', 'expires_at'))
    .map(([n, a, b, field]) => (world: World) => {
      const at = world.clock.now() + seconds(a);
      const changes = { schedule_start: null, schedule_end: null, [field]: b < 0 ? null : at };
      return withVideo(world, n, (id) => updateVideo(world.stage.planner, CALLER, id, changes, null));
    }),
);

const contentCommands: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(fc.constantFrom('is_active', 'video_rotation_enabled'), fc.boolean()).map(
    ([field, on]) =>
      ({ stage }: World) =>
        updateContent(stage.planner, CALLER, stage.content.id, { [field]: on }, null),
  ),
  fc.option(soon, { nil: null }).map((s) => ({ stage, clock }: World) => {
    const expires_at = s === null ? null : clock.now() + seconds(s);
    return updateContent(stage.planner, CALLER, stage.content.id, { expires_at }, null);
  }),
  index.map(
    (n) => (world: World) =>
      withVideo(world, n, (default_video_id) =>
        updateContent(world.stage.planner, CALLER, world.stage.content.id, { default_video_id }, null),
      ),
  ),
);

/** The worker: present or, for long stretches, stopped. */
const worker: fc.Arbitrary<Command> = fc.constant(({ stage }: World) => stage.settle());

/** What is seen when, and why. */
async function segmentsOf({ stage, timelines }: World, from: Instant, to: Instant): Promise<string[]> {
  const told: string[] = [];
  for (let at = from; at < to;) {
    const { segments, reaches } = await timelines.tell(stage.content.id, CALLER, { from: at, to, most: 10_000 });
    for (const { videoId, reason, overrideId, scheduleId, ...one } of segments) {
      told.push(`${one.from - from}-${one.to - from}: ${videoId} ${whyOf(reason, overrideId)} ${scheduleId}`);
    }
    at = reaches;
  }
  return told;
}

/** A timeline that was told beforehand is what the ledger then says, whoever carries it out and when. */
const foretelling: fc.Arbitrary<Command> = fc
  .array(fc.nat(90_000), { minLength: 1, maxLength: 4 })
  .map((pauses) => async (world: World) => {
    const { clock, stage } = world;
    const from = clock.now();
    const to = from + pauses.reduce((sum, ms) => sum + ms, 0);
    const foretold = await segmentsOf(world, from, to);
    for (const ms of pauses) {
      clock.advance(ms);
      await stage.settle();
    }
    assert.deepEqual(await segmentsOf(world, from, to), foretold, 'what was foretold is what happened');
  });

/** The first row of the ledger, so that it knows from the beginning on why a video is seen. */
async function beginLedger({ db, content, videos: [first] }: Stage): Promise<void> {
  const shown = { from_video_id: first, to_video_id: first, beneath_video_id: first, reason: 'fallback' };
  const row = { company_id: content.company_id, ar_content_id: content.id, cause: 'manual', actor: 'key:1' };
  await db('rotations').insert(toRow({ ...row, ...shown, due_at: NOON, applied_at: NOON }));
}

const command = fc.oneof(
  { weight: 3, arbitrary: foretelling },
  { weight: 4, arbitrary: time },
  { weight: 4, arbitrary: scheduleCommands },
  { weight: 2, arbitrary: waitCommands },
  { weight: 3, arbitrary: hoursCommands },
  { weight: 1, arbitrary: changedHours },
  { weight: 2, arbitrary: overrideCommands },
  { weight: 2, arbitrary: releaseCommands },
  { weight: 3, arbitrary: videoCommands },
  { weight: 2, arbitrary: contentCommands },
  { weight: 2, arbitrary: worker },
);

async function read({ stage, clock, told }: World): Promise<void> {
  const at = clock.now();
  const { version, live } = resolveActive(await stage.state(), at);
  told.push({ at, version, videoId: live?.video.id ?? null, why: whyOf(live?.reason, live?.overrideId) });
}

/** Whoever sleeps until the instants that a content names is awake in time. */
function assertWoken(state: ContentState): void {
  const { next_step_at, next_hours_at, settled_at } = state.arContent;
  assert.equal(next_step_at ?? Infinity, nextStepAt(state));
  assert.ok((next_hours_at ?? Infinity) <= (nextHoursAt(state) ?? Infinity));
  assert.ok((next_hours_at ?? Infinity) > settled_at);
}

/** The rules that hold whatever happened. */
function assertState({ arContent, videos, schedules }: ContentState): void {
  const ids = new Set(videos.map(({ id }) => id));
  assert.ok(arContent.active_video_id === null || ids.has(arContent.active_video_id));
  for (const schedule of schedules) {
    assert.ok(schedule.video_sequence.every((id) => ids.has(id)));
    assert.ok((schedule.next_rotation_at ?? Infinity) > (schedule.last_slot_at ?? -Infinity));
    const expired = (arContent.expires_at ?? Infinity) <= arContent.settled_at;
    const runs = schedule.is_active && arContent.is_active && arContent.video_rotation_enabled && !expired;
    // Only on one day: its hours may be over.
    if (schedule.calendar_mode === 'only' && schedule.next_rotation_at === null) continue;
    assert.equal(schedule.next_rotation_at !== null, runs, 'a running schedule has a slot, any other has none');
    assert.ok(schedule.next_rotation_at === null || (schedule.opening?.contains(schedule.next_rotation_at) ?? true));
    const { taken = [], recent = [], credits = [] } = schedule.selection_memory ?? {};
    assert.equal(new Set(taken).size, taken.length);
    assert.ok(taken.every((position) => position < schedule.video_sequence.length));
    assert.ok(credits.length === 0 || credits.length === schedule.video_sequence.length);
    assert.ok(recent.length <= 3);
  }
}

function assertLedger(rows: readonly Rotation[]): void {
  const slots = new Map<Id, Instant>();
  for (const { cause, schedule_id, due_at, applied_at } of rows) {
    assert.ok(applied_at >= due_at);
    if (cause !== 'schedule' || schedule_id === null) continue;
    assert.ok(due_at > (slots.get(schedule_id) ?? -Infinity), 'the slots of a schedule increase');
    slots.set(schedule_id, due_at);
  }
  // Each change begins where the one before ended: none is missing.
  rows.forEach((row, i) => assert.equal(row.from_video_id, i === 0 ? row.from_video_id : rows[i - 1]?.to_video_id));
}

/** What readers were told, whenever it was committed, is what the ledger says now. */
function assertTold(told: World['told'], rows: readonly Rotation[]): void {
  const [start] = told;
  told.forEach(({ at, version, videoId, why }, i) => {
    assert.ok(version >= (told[i - 1]?.version ?? 0), 'a version went back');
    const last = rows.findLast(({ due_at }) => due_at <= at);
    const when = `told at ${new Date(at).toISOString()}`;
    assert.equal(videoId, last ? last.to_video_id : start?.videoId, when);
    assert.equal(why, last ? whyOf(last.reason, last.override_id) : start?.why, when);
  });
}

describe('the rules of planning, on random sequences of edits, time steps and worker stops', function () {
  this.timeout(60_000 + RUNS * 1_000);
  let database: TestDatabase;
  let timelines: Timelines;
  before(async () => {
    database = await testDatabase();
    const lane = new Lane({ sliceMs: 50, share: 1, maxWaiting: 1 });
    timelines = new Timelines({ lane, records: createLedgerRecords(database.db) });
  });
  after(() => database.drop());

  it('hold after each step, and readers and timelines were told what the ledger then says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 40 }), async (commands) => {
        const clock = new TestClock(NOON);
        const stage = await aStage(database.db, clock);
        await beginLedger(stage);
        const door = new SetDoor({ db: database.db, clock, planner: stage.planner });
        const world: World = { stage, clock, timelines, door, told: [] };
        await read(world);
        for (const run of commands) {
          // A read and an edit never share an instant, so that the ledger alone says which came first.
          clock.advance(1);
          await run(world).catch((error: unknown) => {
            if (!(error instanceof AppError && REFUSALS.has(error.code))) throw error;
          });
          const state = await stage.state();
          assertState(state);
          assertWoken(state);
          clock.advance(1);
          await read(world);
        }
        await stage.settle();
        const rows = await stage.ledger();
        assertLedger(rows);
        assertTold(world.told, rows);
      }),
      { numRuns: RUNS },
    );
  });
});
