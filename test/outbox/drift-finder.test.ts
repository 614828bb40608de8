import assert from 'node:assert/strict';
import { serviceCaller } from '../../src/domain/caller.js';
import { DRIFT_PLACE, type Drift } from '../../src/domain/drift.js';
import type { Id, Instant } from '../../src/domain/scalars.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { DriftFinder, type DriftFinderOptions } from '../../src/outbox/drift-finder.js';
import { Planner } from '../../src/planning/planner.js';
import { createSchedule } from '../../src/planning/schedule-edits.js';
import type { OpenWorkflow } from '../../src/temporal/open-workflows.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

const SLOT = NOON + 600_000;

/** A server on which these workflows run; its list knows nothing of those that `hides`. */
function serverWith(running: ReadonlyMap<string, Instant | null>, hides: readonly string[] = []) {
  const all = [...running].map(([id, nextAt]): OpenWorkflow => ({ workflowId: id, nextAt }));
  const listed = all.filter((one) => !hides.includes(one.workflowId));
  return {
    among: async (ids) => listed.filter((one) => ids.includes(one.workflowId)),
    part: async (after, limit) => {
      const from = Number(after ?? 0);
      const next = from + limit < listed.length ? String(from + limit) : null;
      return { workflows: listed.slice(from, from + limit), next };
    },
    find: async (id) => all.find((one) => one.workflowId === id) ?? null,
  } satisfies DriftFinderOptions['openWorkflows'];
}

describe('the drift finder', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let schedules: Id[];
  const clock = new TestClock(NOON);

  before(async function () {
    this.timeout(120_000);
    database = await testDatabase();
    const { db } = database;
    const planner = new Planner({ db, clock });
    const content = await insertContent(db);
    const { id } = await insertVideo(db, content.id);
    const rule = { rotation_type: 'interval', interval_seconds: 600, video_sequence: [id] } as const;
    schedules = [];
    for (let n = 0; n < 5; n += 1) {
      const input = { ...rule, video_sequence: [id] };
      schedules.push((await createSchedule(planner, serviceCaller('test'), content.id, input)).id);
    }
    clock.set(NOON + 120_000);
  });
  beforeEach(() => database.db('workflow_outbox').del());
  after(() => database.drop());

  const own = (n: number): string => workflowId('schedule', schedules[n] ?? 0);
  const allRunning = (): Map<string, Instant | null> => new Map(schedules.map((_, n) => [own(n), SLOT]));
  const finderOf = (openWorkflows: DriftFinderOptions['openWorkflows']): DriftFinder =>
    new DriftFinder({ db: database.db, now: () => clock.now(), openWorkflows, partSize: 2 });

  /** All that is found, with each part asked for by the place at which the one before ended. */
  async function byPlaces(finder: DriftFinder): Promise<Drift[]> {
    const found: Drift[] = [];
    for (let after: string | undefined; after !== 'done';) {
      const { value, done } = await finder.parts(after)[Symbol.asyncIterator]().next();
      if (done === true) break;
      assert.match(value.end, DRIFT_PLACE);
      assert.notEqual(value.end, after);
      found.push(...value.found);
      after = value.end;
    }
    return found;
  }

  it('tells what differs, part by part, the same from wherever it goes on, and changes nothing', async () => {
    const running = allRunning();
    running.delete(own(1));
    running.set(own(2), null).set(own(3), SLOT + 3_600_000);
    running.set('storage-move-7', null).set('webhook-8', null);
    const expected: Drift[] = [
      { workflowId: own(1), problem: 'no_workflow', rowNextAt: SLOT, workflowNextAt: null },
      { workflowId: own(2), problem: 'other_instant', rowNextAt: SLOT, workflowNextAt: null },
      { workflowId: own(3), problem: 'other_instant', rowNextAt: SLOT, workflowNextAt: SLOT + 3_600_000 },
      { workflowId: 'storage-move-7', problem: 'no_row', rowNextAt: null, workflowNextAt: null },
      { workflowId: 'webhook-8', problem: 'no_row', rowNextAt: null, workflowNextAt: null },
    ];
    const finder = finderOf(serverWith(running));
    const atOnce: Drift[] = [];
    for await (const { found } of finder.parts()) atOnce.push(...found);
    assert.deepEqual(atOnce, expected);
    assert.deepEqual(await byPlaces(finder), expected);
    assert.deepEqual(await database.db('workflow_outbox'), []);
  });

  it('looks again at what seems to differ, as the list lags', async () => {
    const hidden = [own(0), own(4)];
    assert.deepEqual(await byPlaces(finderOf(serverWith(allRunning(), hidden))), []);
    const ended = { ...serverWith(new Map([...allRunning(), ['webhook-8', null]])), find: async () => null };
    assert.deepEqual(await byPlaces(finderOf(ended)), []);
  });

  it('has nothing left behind the end', async () => {
    for await (const part of finderOf(serverWith(new Map())).parts('done')) assert.fail(JSON.stringify(part));
  });

  it('pokes what is behind its row, and cancels what has none', async () => {
    const running = allRunning().set('webhook-8', null);
    running.delete(own(1));
    const finder = finderOf(serverWith(running));
    const told = await finder.mend(await byPlaces(finder));
    const rows = await database.db('workflow_outbox').orderBy('workflow_id').select('workflow_id', 'op');
    assert.deepEqual(rows, [
      { workflow_id: own(1), op: 'poke' },
      { workflow_id: 'webhook-8', op: 'cancel' },
    ]);
    assert.deepEqual(told.toSorted(), [own(1), 'webhook-8']);
  });
});
