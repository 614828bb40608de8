import assert from 'node:assert/strict';
import { toTimestamp } from '../../src/db/database.js';
import type { DatabaseClock } from '../../src/db/clock.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { OverdueLook } from '../../src/outbox/overdue-look.js';
import { createOverride } from '../../src/planning/override-edits.js';
import { insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { aStage, CALLER, startedClock, type Stage } from '../support/planning.js';

const LATE_MS = 60_000;

describe('the look for what is overdue', () => {
  let database: TestDatabase;
  let clock: DatabaseClock;
  let lines: string[];
  let delivered: string[];
  beforeEach(async () => {
    database = await testDatabase();
    clock = await startedClock(database.db);
    lines = [];
    delivered = [];
  });
  afterEach(async () => {
    clock.stop();
    await database.drop();
  });

  const aLook = (everyMs = 15_000) =>
    new OverdueLook({
      db: database.db,
      deliverNow: (ids) => void delivered.push(...ids),
      logger: { warn: (line: string) => void lines.push(line), debug: () => undefined },
      everyMs,
    });
  /** Lets another look come, as if so much time had passed since the last one. */
  const wait = async (ms: number) => {
    for (const [table, column] of [
      ['overdue_looks', 'looked_at'],
      ['overdue_pokes', 'poked_at'],
    ] as const) {
      await database.db(table).update(column, database.db.raw(`?? - ? * interval '1 ms'`, [column, ms]));
    }
  };

  /** A content whose schedules would have been due so long ago, with nobody to settle it. */
  async function late(ms: number, schedules = 1): Promise<{ stage: Stage; schedules: number[] }> {
    const stage = await aStage(database.db, clock);
    const ids: number[] = [];
    for (let n = 0; n < schedules; n += 1) ids.push((await stage.addSchedule({ interval_seconds: 3_600 })).id);
    const due = toTimestamp(clock.now() - ms);
    await database
      .db('video_rotation_schedules')
      .where('ar_content_id', stage.content.id)
      .update('next_rotation_at', due);
    await database.db('ar_content').where('id', stage.content.id).update('next_step_at', due);
    await database.db('workflow_outbox').del();
    return { stage, schedules: ids };
  }

  it('pokes one workflow of each content that is overdue by ten seconds, and says so', async () => {
    const { stage, schedules } = await late(LATE_MS, 2);
    await late(5_000);
    await aStage(database.db, clock);
    const poked = [workflowId('schedule', schedules[0] ?? 0)];
    assert.deepEqual(await aLook().look(), poked);
    assert.deepEqual(delivered, poked);
    const messages: { workflow_id: string; op: string }[] = await database.db('workflow_outbox');
    assert.deepEqual(
      messages.map(({ op, workflow_id }) => `${op} ${workflow_id}`),
      poked.map((id) => `poke ${id}`),
    );
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', new RegExp(`AR content ${stage.content.id} since .*${poked[0]}\\); poked$`));
  });

  it('pokes the windows workflow where no schedule is due', async () => {
    const { id } = await insertContent(database.db);
    const edge = clock.now() - LATE_MS;
    await insertVideo(database.db, id, { schedule_end: edge });
    await database.db('ar_content').where({ id }).update('next_step_at', toTimestamp(edge));
    assert.deepEqual(await aLook().look(), [workflowId('windows', id)]);
  });

  it('pokes no content twice within a minute', async () => {
    const { schedules } = await late(LATE_MS);
    const poked = [workflowId('schedule', schedules[0] ?? 0)];
    assert.deepEqual(await aLook().look(), poked);
    await wait(20_000);
    assert.deepEqual(await aLook().look(), []);
    await wait(45_000);
    assert.deepEqual(await aLook().look(), poked);
  });

  it('pokes at most 200, the longest overdue first', async () => {
    const content = await insertContent(database.db);
    await database.db.raw(
      `INSERT INTO ar_content (company_id, title, settled_at, next_step_at)
       SELECT ?, 'Late', 'epoch', clock_timestamp() - n * interval '1 minute' FROM generate_series(1, 250) n`,
      [content.company_id],
    );
    const poked = await aLook().look();
    assert.equal(poked.length, 200);
    const rows: { id: number }[] = await database.db('ar_content').whereNotNull('next_step_at').orderBy('next_step_at');
    assert.deepEqual(
      poked,
      rows.slice(0, 200).map(({ id }) => workflowId('windows', id)),
    );
    assert.match(lines[0] ?? '', /, and 195 more; poked$/);
    await wait(20_000);
    assert.equal((await aLook().look()).length, 50);
  });

  it('is taken by one worker at a time', async () => {
    await late(LATE_MS);
    const found = await Promise.all([aLook().look(), aLook().look(), aLook().look()]);
    assert.equal(found.flat().length, 1);
    await wait(65_000);
    await database.db('overdue_looks').update('looked_at', toTimestamp(clock.now() + 3_600_000));
    assert.equal((await aLook().look()).length, 1, 'also after the clock went back');
  });

  it('goes on, also after Postgres did not answer, until it is stopped', async () => {
    await late(LATE_MS);
    const look = aLook(20);
    await database.db.schema.renameTable('overdue_looks', 'away');
    look.start();
    await database.db.schema.renameTable('away', 'overdue_looks');
    await eventually(async () => {
      assert.equal(delivered.length, 1);
    });
    await look.stop();
  });

  it('does not find a content again whose edge was passed and changes nothing', async () => {
    const stage = await aStage(database.db, clock, { shown: true });
    const { id } = stage.content;
    const [first = 0, seen = 0] = stage.videos;
    await createOverride(stage.planner, CALLER, id, { video_id: seen, priority: 9 });
    await createOverride(stage.planner, CALLER, id, { video_id: first, starts_at: clock.now() + 3_600_000 });
    const ago = (ms: number) => toTimestamp(clock.now() - ms);
    await database
      .db('overrides')
      .where({ video_id: seen })
      .update('starts_at', ago(3 * LATE_MS));
    await database.db('overrides').where({ video_id: first }).update('starts_at', ago(LATE_MS));
    await database
      .db('ar_content')
      .where({ id })
      .update({ next_step_at: ago(LATE_MS), settled_at: ago(2 * LATE_MS) });
    assert.equal((await aLook().look()).length, 1);
    assert.equal(await stage.settle(), 0);
    await wait(65_000);
    assert.deepEqual(await aLook().look(), []);
    assert.equal((await stage.state()).arContent.next_step_at, null);
  });
});
