import assert from 'node:assert/strict';
import { openDatabase } from '../../src/db/database.js';
import type { OutboxRow } from '../../src/db/outbox.js';
import { serviceCaller } from '../../src/domain/caller.js';
import type { Id, Instant } from '../../src/domain/scalars.js';
import { WORKFLOW_KINDS, workflowId } from '../../src/domain/workflow-kinds.js';
import { reconcile, type Reconciliation } from '../../src/outbox/reconciler.js';
import { Planner } from '../../src/planning/planner.js';
import { createSchedule, updateSchedule } from '../../src/planning/schedule-edits.js';
import type { OpenWorkflow } from '../../src/temporal/open-workflows.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { aDaypart } from '../support/calendars.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

const caller = serviceCaller('test');
const MINUTE = 60_000;

describe('the reconciler', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let clock: TestClock;

  beforeEach(async function () {
    this.timeout(120_000);
    database = await testDatabase();
    clock = new TestClock(NOON);
  });
  afterEach(() => database.drop());

  /** @param nextAt what the workflows show that they wait for. */
  async function run(
    open: readonly string[],
    nextAt: Instant | null = null,
  ): Promise<{ found: Reconciliation; messages: string[] }> {
    const { db } = database;
    await db('workflow_outbox').del();
    async function* listOpenWorkflows(): AsyncGenerator<OpenWorkflow> {
      for (const id of open) yield { workflowId: id, nextAt };
    }
    const found = await reconcile({ db, now: () => clock.now(), listOpenWorkflows }, () => undefined);
    const rows: OutboxRow[] = await db('workflow_outbox').orderBy('workflow_id');
    return { found, messages: rows.map(({ op, workflow_id }) => `${op} ${workflow_id}`) };
  }

  async function aSchedule(): Promise<{ id: Id; contentId: Id; planner: Planner }> {
    const { db } = database;
    const planner = new Planner({ db, clock });
    const content = await insertContent(db);
    const video = await insertVideo(db, content.id);
    const rule = { rotation_type: 'interval', interval_seconds: 600, video_sequence: [video.id] } as const;
    const { id } = await createSchedule(planner, caller, content.id, { ...rule, video_sequence: [video.id] });
    return { id, contentId: content.id, planner };
  }

  it('cancels a workflow of any kind where there are no rows', async () => {
    const open = WORKFLOW_KINDS.map(({ kind }) => workflowId(kind, 7));
    const { found, messages } = await run(open);
    assert.deepEqual(messages, open.map((id) => `cancel ${id}`).toSorted());
    assert.deepEqual(found, { openWorkflows: open.length, schedules: 0, poked: 0, cancelled: open.length });
  });

  it('pokes the schedules whose workflow is missing, paused ones as well', async () => {
    const [kept, lost, paused] = [await aSchedule(), await aSchedule(), await aSchedule()];
    await updateSchedule(paused.planner, caller, paused.id, { is_active: false }, null);
    const { found, messages } = await run([workflowId('schedule', kept.id)]);
    assert.deepEqual(messages, [
      `poke ${workflowId('schedule', lost.id)}`,
      `poke ${workflowId('schedule', paused.id)}`,
    ]);
    assert.deepEqual(found, { openWorkflows: 1, schedules: 3, poked: 2, cancelled: 0 });
  });

  it('pokes the schedules whose slot is more than a minute overdue', async () => {
    const { id } = await aSchedule();
    const slot = NOON + 10 * MINUTE;
    clock.set(slot + 59_000);
    assert.deepEqual((await run([workflowId('schedule', id)], slot)).messages, []);
    clock.set(slot + 61_000);
    assert.deepEqual((await run([workflowId('schedule', id)], slot)).messages, [`poke ${workflowId('schedule', id)}`]);
  });

  it('pokes a schedule whose workflow waits for another instant, once the row had its time to be told', async () => {
    const { id } = await aSchedule();
    const [own, slot] = [workflowId('schedule', id), NOON + 10 * MINUTE];
    for (const other of [null, slot - 5_000, slot + 5_000]) {
      clock.set(NOON + 59_000);
      assert.deepEqual((await run([own], other)).messages, []);
      clock.set(NOON + 61_000);
      assert.deepEqual((await run([own], other)).messages, [`poke ${own}`]);
    }
    assert.deepEqual((await run([own], slot)).messages, []);
  });

  it('cancels the workflows whose row is gone', async () => {
    const { id, contentId } = await aSchedule();
    const open = [
      workflowId('schedule', id),
      workflowId('schedule', id + 1),
      workflowId('windows', contentId),
      workflowId('windows', contentId + 1),
    ];
    const { found, messages } = await run(open);
    assert.deepEqual(messages, [
      `cancel ${workflowId('windows', contentId + 1)}`,
      `cancel ${workflowId('schedule', id + 1)}`,
    ]);
    assert.equal(found.cancelled, 2);
  });

  it('pokes the videos in processing whose workflow is missing, and cancels the workflows of those that are gone', async () => {
    const { db } = database;
    const { id } = await insertContent(db, { settled_at: NOON });
    const [kept, lost, ready] = [
      await insertVideo(db, id, { status: 'processing' }),
      await insertVideo(db, id, { status: 'processing' }),
      await insertVideo(db, id),
    ];
    const open = [
      workflowId('processing', kept.id),
      workflowId('processing', ready.id),
      workflowId('processing', ready.id + 1),
    ];
    const { messages } = await run(open);
    assert.deepEqual(messages, [
      `poke ${workflowId('processing', lost.id)}`,
      `cancel ${workflowId('processing', ready.id + 1)}`,
    ]);
  });

  it('pokes the moves that go on and whose workflow is missing, and cancels the workflows of those that are gone', async () => {
    const { db } = database;
    const move = async (status: string, over: object = {}): Promise<Id> => {
      const { company_id, id: ar_content_id } = await insertContent(db, { settled_at: NOON });
      const row = { company_id, ar_content_id, to_connection_id: 1, status, ...over };
      return (await db('storage_moves').insert(row).returning('id'))[0].id;
    };
    const [kept, lost, switching] = [await move('copying'), await move('pending'), await move('switching')];
    const done = await move('done', { ended_at: new Date(NOON) });
    await move('failed', { failure_code: 'gave_up', failure_reason: 'It was tried for seven days.' });
    const { messages } = await run([kept, done, done + 10].map((id) => workflowId('move', id)));
    assert.deepEqual(messages, [
      `cancel ${workflowId('move', done + 10)}`,
      `poke ${workflowId('move', lost)}`,
      `poke ${workflowId('move', switching)}`,
    ]);
  });

  it('pokes the releases that are not over and told, whose workflow is missing or behind', async () => {
    const { db } = database;
    const { id: company_id } = await insertCompany(db);
    const release = async (given: object): Promise<Id> => {
      const row = { company_id, name: 'Spring', items: '[]', live_at: new Date(NOON + MINUTE), ...given };
      return (await db('releases').insert(row).returning('id'))[0].id;
    };
    const [kept, lost, live] = [await release({}), await release({}), await release({ told: 'live' })];
    const late = await release({ live_at: new Date(NOON - 2 * MINUTE) });
    await release({ told: 'over' });
    await release({ cancelled_at: new Date(NOON) });
    const { messages } = await run([kept, late, late + 10].map((id) => workflowId('release', id)));
    const expected = [lost, live, late].map((id) => `poke ${workflowId('release', id)}`);
    assert.deepEqual(new Set(messages), new Set([`cancel ${workflowId('release', late + 10)}`, ...expected]));
  });

  it('pokes the rollouts whose workflow is missing, and cancels the workflows of those that are over', async () => {
    const { db } = database;
    const rollout = async (): Promise<Id> => {
      const { company_id } = await insertContent(db, { settled_at: NOON });
      const hours = [{ days: [1], from: '09:00', to: '10:00' }];
      const { id: daypart_id } = await aDaypart({ db, content: { company_id } }, hours);
      return (await db('rollouts').insert({ daypart_id, revision: 2, contents_total: 5 }).returning('id'))[0].id;
    };
    const [kept, lost] = [await rollout(), await rollout()];
    const { messages } = await run([kept, lost + 10].map((id) => workflowId('rollout', id)));
    const expected = [`poke ${workflowId('rollout', lost)}`, `cancel ${workflowId('rollout', lost + 10)}`];
    assert.deepEqual(messages.toSorted(), expected.toSorted());
  });

  it('pokes the bulks under way whose workflow is missing, and cancels the workflows of those that are gone', async () => {
    const { db } = database;
    const { company_id } = await insertContent(db, { settled_at: NOON });
    const bulk = async (row: object = {}): Promise<Id> => {
      const token_hash = Buffer.from(String(Math.random()));
      const said = { company_id, action: 'skip', filter: '{}', actor: 'key:1', total: 1, token_hash };
      return (
        await db('bulks')
          .insert({ ...said, ...row })
          .returning('id')
      )[0].id;
    };
    const [kept, lost] = [await bulk(), await bulk()];
    await bulk({ status: 'done', ended_at: new Date() });
    const { messages } = await run([kept, lost + 10].map((id) => workflowId('bulk', id)));
    const expected = [`poke ${workflowId('bulk', lost)}`, `cancel ${workflowId('bulk', lost + 10)}`];
    assert.deepEqual(messages.toSorted(), expected.toSorted());
  });

  it('pokes the windows workflow of each content that has an edge or expiry to come, or not settled', async () => {
    const { db } = database;
    const settled_at = NOON;
    const [plain, window, past, unsettled, expiring, running] = [
      await insertContent(db, { settled_at }),
      await insertContent(db, { settled_at }),
      await insertContent(db, { settled_at }),
      await insertContent(db, { settled_at: NOON - 10 * MINUTE }),
      await insertContent(db, { settled_at, expires_at: NOON + MINUTE }),
      await insertContent(db, { settled_at }),
    ];
    await insertVideo(db, plain.id);
    await insertVideo(db, window.id, { schedule_start: NOON - MINUTE, schedule_end: NOON + MINUTE });
    await insertVideo(db, past.id, { schedule_start: NOON - 2 * MINUTE, expires_at: NOON });
    await insertVideo(db, unsettled.id, { expires_at: NOON - 5 * MINUTE });
    await insertVideo(db, running.id, { expires_at: NOON + MINUTE });
    const { messages } = await run([workflowId('windows', running.id), workflowId('windows', unsettled.id)]);
    const expected = [expiring, unsettled, window].map(({ id }) => `poke ${workflowId('windows', id)}`);
    assert.deepEqual(messages.toSorted(), expected.toSorted());
  });

  it('does it for a hundred thousand schedules within seconds', async function () {
    this.timeout(120_000);
    const { contentId } = await aSchedule();
    // As patient as a busy machine makes it.
    const patient = openDatabase({ url: database.url, poolSize: 1, applicationName: 'test', statementMs: 60_000 });
    await patient.raw(
      `INSERT INTO ar_content (company_id, title, settled_at) SELECT company_id, 'x', now()
       FROM ar_content, generate_series(2, 100000) WHERE id = ?`,
      [contentId],
    );
    await patient.raw(
      `INSERT INTO video_rotation_schedules
         (ar_content_id, rotation_type, interval_seconds, interval_anchor, time_zone, video_sequence, random_seed)
       SELECT id, 'interval', 60, now(), 'UTC', '{1}', 1 FROM ar_content WHERE id <> ?`,
      [contentId],
    );
    await patient.destroy();
    const begun = performance.now();
    const orphans = Array.from({ length: 20_000 }, (_, n) => workflowId('schedule', 1_000_000 + n));
    const { found } = await run(orphans);
    const seconds = (performance.now() - begun) / 1_000;
    assert.deepEqual(found, { openWorkflows: 20_000, schedules: 100_000, poked: 100_000, cancelled: 20_000 });
    assert.ok(seconds < 60, `${seconds} s`);
  });
});
