import assert from 'node:assert/strict';
import { tellRelease } from '../../src/activities/tell-release.js';
import type { FoundRelease } from '../../src/domain/release.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { deleteContent } from '../../src/planning/content-edits.js';
import type { ReleaseInput } from '../../src/planning/release-changes.js';
import { cancelRelease, createRelease, revertRelease, updateRelease } from '../../src/planning/release-edits.js';
import { insertCompany, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { CALLER } from '../support/planning.js';
import { aSetStage, type SetStage } from '../support/releases.js';
import { eventRows, insertWebhook } from '../support/webhooks.js';

const MINUTE = 60_000;

describe('what endpoints are told of a release', () => {
  let database: TestDatabase;
  let clock: TestClock;
  let stage: SetStage;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    clock = new TestClock(NOON);
    stage = await aSetStage(database.db, clock, 2);
    await database.db('webhooks').del();
    await database.db('webhook_events').del();
    await insertWebhook(database.db, stage.company);
    await insertWebhook(database.db, (await insertCompany(database.db)).id);
  });

  const make = async (given: Partial<ReleaseInput> = {}): Promise<FoundRelease['release']> => {
    const input = { name: 'Spring', items: stage.items, at: NOON + MINUTE, ...given };
    return (await createRelease(stage.door, CALLER, stage.company, input)).release;
  };
  const tell = (id: number) => tellRelease({ db: database.db, clock }, id);
  const told = async () =>
    (await eventRows(database.db))
      .filter(({ type }) => type.startsWith('release.'))
      .map(({ type, happens_at }) => [type, happens_at - NOON]);

  it('is that it went live, and that it is over, each once and at its instant', async () => {
    const { id, revision } = await make({ revert_at: NOON + 2 * MINUTE });
    const planned = { status: 'planned', waitMs: MINUTE, companyId: stage.company };
    const words = `release ${id} 'Spring' goes live at ${new Date(NOON + MINUTE).toISOString()}`;
    assert.deepEqual(await tell(id), { ...planned, words });
    clock.advance(MINUTE - 1);
    assert.equal((await tell(id)).waitMs, 1);
    assert.deepEqual(await told(), []);
    clock.advance(2);
    const reports = await Promise.all([tell(id), tell(id)]);
    assert.deepEqual(
      reports.map(({ status, waitMs }) => [status, waitMs]),
      Array.from({ length: 2 }, () => ['live', MINUTE - 1]),
    );
    assert.deepEqual(await told(), [['release.live', MINUTE]]);
    clock.advance(MINUTE);
    assert.deepEqual([(await tell(id)).status, (await tell(id)).status], ['over', 'over']);
    const both = [
      ['release.live', MINUTE],
      ['release.over', 2 * MINUTE],
    ];
    assert.deepEqual(await told(), both);
    const row = await database.db('releases').where({ id }).first('told', 'revision');
    assert.deepEqual(row, { told: 'over', revision });
  });

  it('is both, in order, where nobody looked until it was over', async () => {
    const { id } = await make({ revert_at: NOON + 2 * MINUTE, note: 'All shops', priority: 3 });
    const [gone = 0] = stage.contents;
    await deleteContent(stage.planner, CALLER, gone, { expected: null, fileGraceMs: 0 });
    clock.advance(10 * MINUTE);
    await tell(id);
    assert.deepEqual(
      (await told()).map(([type]) => type),
      ['release.live', 'release.over'],
    );
    const [{ data, ar_content_id } = assert.fail('nothing was told')] = await eventRows(database.db);
    assert.equal(ar_content_id, null);
    assert.deepEqual(data, {
      release_id: id,
      name: 'Spring',
      note: 'All shops',
      at: new Date(NOON + MINUTE).toISOString(),
      revert_at: new Date(NOON + 2 * MINUTE).toISOString(),
      priority: 3,
      item_count: 2,
      gone_count: 1,
    });
  });

  it('follows its changes: another instant, an end by hand, and nothing where it was cancelled', async () => {
    const { id } = await make();
    const change = (wanted: Partial<ReleaseInput>) => updateRelease(stage.door, CALLER, { id, expected: null, wanted });
    await change({ at: NOON + 3 * MINUTE });
    clock.advance(MINUTE);
    assert.equal((await tell(id)).waitMs, 2 * MINUTE);
    clock.advance(2 * MINUTE);
    const { words, waitMs } = await tell(id);
    assert.deepEqual([words, waitMs], [`release ${id} 'Spring' is live until it is reverted`, null]);
    await revertRelease(stage.door, CALLER, { id, expected: null });
    assert.equal((await tell(id)).waitMs, 10_000);
    clock.advance(10_000);
    assert.equal((await tell(id)).status, 'over');
    assert.deepEqual(await told(), [
      ['release.live', 3 * MINUTE],
      ['release.over', 3 * MINUTE + 10_000],
    ]);
    await database.db('webhook_events').del();
    const cancelled = await make({ at: clock.now() + MINUTE });
    await cancelRelease(stage.door, CALLER, { id: cancelled.id, expected: null });
    clock.advance(2 * MINUTE);
    assert.equal((await tell(cancelled.id)).status, 'cancelled');
    assert.deepEqual(await told(), []);
    assert.equal((await tell(cancelled.id + 100)).status, 'gone');
  });

  it('is told only where somebody wants it, and not afterwards', async () => {
    await database
      .db('webhooks')
      .where('company_id', stage.company)
      .update({ events: ['rotation.done'] });
    const { id } = await make();
    clock.advance(MINUTE);
    await tell(id);
    await insertWebhook(database.db, stage.company);
    await tell(id);
    assert.deepEqual(await told(), []);
  });

  it('is a matter of its workflow, which each edit pokes', async () => {
    const messages = async (): Promise<string[]> => {
      const ids: string[] = await database
        .db('workflow_outbox')
        .where('workflow_id', 'like', 'release-%')
        .pluck('workflow_id');
      await database.db('workflow_outbox').del();
      return ids;
    };
    await messages();
    const { id } = await make();
    assert.deepEqual(await messages(), [workflowId('release', id)]);
    await updateRelease(stage.door, CALLER, { id, expected: null, wanted: { at: NOON + 2 * MINUTE } });
    assert.deepEqual(await messages(), [workflowId('release', id)]);
    await cancelRelease(stage.door, CALLER, { id, expected: null });
    assert.deepEqual(await messages(), [workflowId('release', id)]);
  });
});
