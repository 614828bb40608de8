import assert from 'node:assert/strict';
import type { Queryable } from '../../src/db/database.js';
import type { CommittedEvent } from '../../src/domain/committed-event.js';
import type { FoundRelease } from '../../src/domain/release.js';
import type { Instant } from '../../src/domain/scalars.js';
import { createRelease } from '../../src/planning/release-edits.js';
import { createSchedule } from '../../src/planning/schedule-edits.js';
import { NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { fails } from '../support/faults.js';
import { CALLER, startedClock } from '../support/planning.js';
import { aSetStage, type SetStage } from '../support/releases.js';

const LEAD = 10_000;
const TABLES = ['ar_content', 'overrides', 'releases', 'rotations', 'audit_log', 'workflow_outbox', 'idempotency_keys'];
const withKey = (key: string) => ({ ...CALLER, idempotency: { key, requestHash: Buffer.from(key) } });

/** A clock whose every answer to a transaction a test may make. */
class AnsweringClock extends TestClock {
  answer: (queryable: Queryable, time: number) => Promise<Instant> = async () => this.now();
  #asked = 0;

  override read(queryable?: Queryable): Promise<Instant> {
    assert.ok(queryable);
    return this.answer(queryable, (this.#asked += 1));
  }
}

describe('the one door, for many contents', () => {
  let database: TestDatabase;
  let clock: AnsweringClock;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(() => {
    clock = new AnsweringClock(NOON);
  });

  const make = (stage: SetStage, caller = CALLER): Promise<FoundRelease> =>
    createRelease(stage.door, caller, stage.company, { name: 'Spring', items: stage.items });
  const addSchedule = (stage: SetStage, n: number, interval_seconds: number) =>
    createSchedule(stage.planner, CALLER, stage.contents[n] ?? 0, {
      rotation_type: 'interval',
      interval_seconds,
      video_sequence: [stage.shown[n] ?? 0, stage.wanted[n] ?? 0],
    });
  const rowsOf = (table: string): Promise<unknown[]> =>
    database
      .db(table)
      .select(database.db.raw(`to_jsonb(${table}) AS row`))
      .orderByRaw('1');
  const everything = (): Promise<unknown[][]> => Promise.all(TABLES.map(rowsOf));

  it('settles what is due in each content first, and tells of it', async () => {
    const told: CommittedEvent[] = [];
    const stage = await aSetStage(database.db, clock, 3, { onCommitted: (event) => told.push(event) });
    const { id: schedule } = await addSchedule(stage, 1, 60);
    clock.set(NOON + 61_000);
    const { id } = await make(stage);
    const company = { companyId: stage.company, actor: CALLER.actor };
    assert.deepEqual(told.slice(0, 4), [
      { kind: 'created', noun: 'release', id, ...company },
      ...stage.contents.map((content) => ({ kind: 'edited', noun: 'ar_content', id: content, ...company })),
    ]);
    assert.deepEqual(
      told.slice(4).map(({ kind }) => kind),
      ['settled', 'messages'],
    );
    const rows = await database.db('rotations').where('schedule_id', schedule).select('due_at', 'to_video_id');
    assert.deepEqual(rows.slice(1), [{ due_at: NOON + 60_000, to_video_id: stage.wanted[1] }]);
    assert.deepEqual(
      (await stage.states()).map(({ arContent }) => arContent.settled_at),
      Array(3).fill(clock.now()),
    );
  });

  it('settles a backlog of more than one transaction before that', async () => {
    const stage = await aSetStage(database.db, clock, 2);
    const { id: schedule } = await addSchedule(stage, 1, 1);
    clock.set(NOON + 1_200_000);
    await make(stage);
    const slots: unknown[] = await database.db('rotations').where('schedule_id', schedule);
    assert.equal(slots.length, 1 + 1_200);
  });

  it('answers a repeated request alike, and tells that it came', async () => {
    const told: CommittedEvent[] = [];
    const stage = await aSetStage(database.db, clock, 2, { onCommitted: (event) => told.push(event) });
    const first = await make(stage, withKey('again'));
    told.length = 0;
    assert.deepEqual(await make(stage, withKey('again')), first);
    assert.deepEqual(told, [
      ...stage.contents.map((id) => ({ kind: 'repeated', noun: 'ar_content', id })),
      { kind: 'repeated', noun: 'release', id: first.id },
    ]);
  });

  it('shows nothing before what is settled already, after the clock went back', async () => {
    const stage = await aSetStage(database.db, clock, 2);
    clock.set(NOON - 3_600_000);
    const { release } = await make(stage);
    assert.equal(release.live_at, NOON + LEAD);
    assert.deepEqual(
      (await stage.states()).map(({ arContent }) => arContent.settled_at),
      [NOON, NOON],
    );
  });

  for (const table of [...TABLES.slice(0, -1), 'video_rotation_schedules']) {
    it(`changes nothing when one of ${table} cannot be written in the middle`, async () => {
      const stage = await aSetStage(database.db, clock, 120);
      for (const n of [3, 110]) await addSchedule(stage, n, 1);
      clock.set(NOON + 1_500);
      const before = await everything();
      const last = stage.contents.at(-7) ?? 0;
      const isBad: Record<string, string> = {
        ar_content: `id = ${last} AND version > 0`,
        overrides: `ar_content_id = ${last}`,
        rotations: `ar_content_id = ${stage.contents[110]}`,
        video_rotation_schedules: `ar_content_id = ${stage.contents[110]} AND slot_number > 0`,
      };
      await database.db.raw(
        `ALTER TABLE ${table} ADD CONSTRAINT broken CHECK (NOT (${isBad[table] ?? 'true'})) NOT VALID`,
      );
      try {
        await assert.rejects(make(stage, withKey(table)), /broken/);
      } finally {
        await database.db.raw(`ALTER TABLE ${table} DROP CONSTRAINT broken`);
      }
      assert.deepEqual(await everything(), before);
      await make(stage, withKey(table));
    });
  }

  it('leaves nothing when its connection is lost before the commit', async () => {
    const stage = await aSetStage(database.db, clock, 30);
    const before = await everything();
    clock.answer = async (queryable, time) => {
      if (time > 1) await queryable.raw('SELECT pg_terminate_backend(pg_backend_pid())');
      return NOON;
    };
    await assert.rejects(make(stage), fails('database_unavailable'));
    assert.deepEqual(await everything(), before);
  });

  it('is made again for a later instant when it was not ready in time', async () => {
    const stage = await aSetStage(database.db, clock, 2);
    clock.answer = async (_queryable, time) => {
      if (time === 2) clock.advance(LEAD);
      return clock.now();
    };
    assert.equal((await make(stage)).release.live_at, NOON + 2 * LEAD);
  });

  it('is made again when its commit comes too late, and in the end is `busy`', async () => {
    const stage = await aSetStage(database.db, clock, 2);
    // Some billionths of a second are left to commit then.
    clock.answer = async (_queryable, time) => (time % 2 === 1 ? NOON : NOON + LEAD - 1_000 - 0.001);
    const before = await everything();
    await assert.rejects(make(stage), fails('busy'));
    assert.deepEqual(await everything(), before);
  });

  it('holds its contents no longer than it may', async () => {
    const stage = await aSetStage(database.db, clock, 2, { holdMs: -1 });
    await assert.rejects(make(stage), fails('busy'));
  });

  it('takes edits of the same contents one after the other, without a deadlock', async () => {
    const real = await startedClock(database.db);
    try {
      const stage = await aSetStage(database.db, real, 100);
      const another = await aSetStage(database.db, real, 1);
      const doors = [stage.door, another.door];
      const made = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          createRelease(doors[n % 2] ?? stage.door, CALLER, stage.company, {
            name: `Release ${n}`,
            items: n < 3 ? stage.items : stage.items.toReversed(),
          }),
        ),
      );
      assert.equal(new Set(made.map(({ id }) => id)).size, 6);
      assert.ok(
        (await stage.states()).every(({ overrides, arContent }) => overrides.length === 6 && arContent.version === 7),
      );
    } finally {
      real.stop();
    }
  });

  it('takes a thousand contents', async () => {
    const stage = await aSetStage(database.db, clock, 1_000);
    const { release, items } = await make(stage);
    assert.equal(items.length, 1_000);
    assert.equal(await stage.shownAt(release.live_at - 1), '0'.repeat(1_000));
    assert.equal(await stage.shownAt(release.live_at), '1'.repeat(1_000));
  });
});
