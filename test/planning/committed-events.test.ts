import assert from 'node:assert/strict';
import type { CommittedEvent } from '../../src/domain/committed-event.js';
import { createContent, deleteContent, updateContent } from '../../src/planning/content-edits.js';
import { activateVideo } from '../../src/planning/video-edits.js';
import { NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { aStage, CALLER, type Stage } from '../support/planning.js';

const withKey = (key: string) => ({ ...CALLER, idempotency: { key, requestHash: Buffer.from(key) } });

describe('what the planner tells once it is committed', () => {
  let database: TestDatabase;
  let clock: TestClock;
  let stage: Stage;
  let told: CommittedEvent[];

  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    told = [];
    clock = new TestClock(NOON);
    stage = await aStage(database.db, clock, { onCommitted: (event) => told.push(event) });
  });

  const kinds = (): string[] => told.map(({ kind }) => kind);
  const about = () => ({ noun: 'ar_content', id: stage.content.id, companyId: stage.content.company_id });

  it('names the content that was edited, then the steps that were due, then the workflows', async () => {
    const { id } = await stage.addSchedule();
    assert.deepEqual(told, [
      { kind: 'edited', ...about(), actor: CALLER.actor },
      { kind: 'messages', workflowIds: [`rotation-schedule-${id}`] },
    ]);
    told.length = 0;
    clock.set(NOON + 60_500);
    await activateVideo(stage.planner, CALLER, stage.videos[2] ?? 0);
    assert.deepEqual(kinds(), ['edited', 'settled', 'messages']);
  });

  it('tells a repeated request from an edit', async () => {
    const rename = () => updateContent(stage.planner, withKey('rename'), stage.content.id, { title: 'Other' }, null);
    await rename();
    await rename();
    assert.deepEqual(kinds(), ['edited', 'repeated']);
  });

  it('tells of a new content by the uuid, and of its workflow', async () => {
    const { company_id } = stage.content;
    const input = { company_id, title: 'Poster', expires_at: NOON + 60_000 };
    const make = () => createContent(stage.planner, withKey('make'), input);
    const { id, unique_id: uniqueId } = await make();
    await make();
    assert.deepEqual(told, [
      { kind: 'created', noun: 'ar_content', id, uniqueId, companyId: company_id, actor: CALLER.actor },
      { kind: 'messages', workflowIds: [`content-windows-${id}`] },
      { kind: 'repeated', noun: 'ar_content', id, uniqueId },
    ]);
  });

  it('tells of a deletion, and of nothing that failed', async () => {
    const remove = (expected: number | null) =>
      deleteContent(stage.planner, CALLER, stage.content.id, { expected, fileGraceMs: 0 });
    await assert.rejects(remove(7));
    assert.deepEqual(told, []);
    await remove(null);
    assert.deepEqual(told, [{ kind: 'deleted', ...about(), actor: CALLER.actor }]);
  });
});
