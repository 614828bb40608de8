import assert from 'node:assert/strict';
import { createFileTurns } from '../../src/activities/file-turns.js';
import type { MoveReport } from '../../src/activities/move-videos.js';
import type { StepReport } from '../../src/activities/process-video.js';
import { createFileOwners } from '../../src/db/file-owners.js';
import type { Id } from '../../src/domain/scalars.js';
import { workflowId, type WorkflowKind } from '../../src/domain/workflow-kinds.js';
import { createWorkflowControl } from '../../src/temporal/workflow-control.js';
import { activitiesOf } from '../support/activities.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { spreadIds, startTestWorker, testSettings, type TestWorker } from '../support/temporal.js';

const AT_ONCE = 3;
const WAITING = 2;

describe('work on the files of several companies', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let worker: TestWorker;
  let poke: (kind: WorkflowKind, id: Id) => Promise<void>;
  /** Companies whose work does not end, and what is under way of each. */
  const held = new Map<Id, { release: () => void; released: Promise<void> }>();
  const underWay = new Map<Id, number>();
  const most = new Map<Id, number>();

  /** Work that takes until its company is released. */
  async function work(companyId: Id): Promise<void> {
    const count = (underWay.get(companyId) ?? 0) + 1;
    underWay.set(companyId, count);
    most.set(companyId, Math.max(count, most.get(companyId) ?? 0));
    await held.get(companyId)?.released;
    underWay.set(companyId, (underWay.get(companyId) ?? 0) - 1);
  }
  function hold(companyId: Id): () => void {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    held.set(companyId, { release, released });
    return release;
  }

  before(async function () {
    this.timeout(600_000);
    database = await testDatabase();
    await spreadIds(database.db);
    const companyOf = createFileOwners(database.db);
    const step = async (videoId: Id): Promise<StepReport> => {
      const companyId = await companyOf({ videoId });
      if (companyId === null) return { status: 'gone' };
      await work(companyId);
      return { status: 'processing', arContentId: 1, companyId, words: `video ${videoId}` };
    };
    const copy = async (moveId: Id): Promise<MoveReport> => {
      await work((await companyOf({ moveId })) ?? 0);
      return { status: 'done', words: 'moved' };
    };
    const settings = await testSettings();
    const activities = activitiesOf({
      fileTurns: createFileTurns({ companyOf, atOnce: AT_ONCE, waiting: WAITING }),
      videoProcessing: {
        inspect: step,
        optimise: step,
        thumbnails: step,
        finish: step,
        fail: () => assert.fail('nothing fails'),
      },
      videoMoving: { copy, switch: copy, fail: () => assert.fail('nothing fails') },
    });
    // As in a worker: places for what is under way, and for some that wait.
    worker = await startTestWorker(activities, settings, AT_ONCE + 2 * WAITING);
    const control = createWorkflowControl(worker.client, settings.taskQueue);
    poke = (kind, id) => control.deliver({ workflow_id: workflowId(kind, id), op: 'poke' });
  });
  after(async () => {
    for (const { release } of held.values()) release();
    await worker?.stop();
    await database?.drop();
  });

  const aCompany = async (): Promise<{ companyId: Id; contentId: Id }> => {
    const { id: companyId } = await insertCompany(database.db);
    return { companyId, contentId: (await insertContent(database.db, { company_id: companyId })).id };
  };
  const aVideo = async (contentId: Id): Promise<Id> =>
    (await insertVideo(database.db, contentId, { status: 'processing' })).id;
  const resultOf = (kind: WorkflowKind, id: Id): Promise<unknown> =>
    worker.client.workflow.getHandle(workflowId(kind, id)).result();

  it('goes on for one while another has sent very many videos, which are all processed in their turn', async () => {
    const [many, few] = [await aCompany(), await aCompany()];
    const release = hold(many.companyId);
    const videos = await Promise.all(Array.from({ length: 12 }, () => aVideo(many.contentId)));
    for (const id of videos) await poke('processing', id);
    await eventually(() => assert.equal(underWay.get(many.companyId), AT_ONCE - 2));
    const video = await aVideo(few.contentId);
    await poke('processing', video);
    assert.equal(((await resultOf('processing', video)) as { step: string }).step, 'ready');
    assert.equal(underWay.get(many.companyId), AT_ONCE - 2);
    release();
    for (const id of videos) assert.equal(((await resultOf('processing', id)) as { step: string }).step, 'ready');
    assert.equal(most.get(many.companyId), AT_ONCE - 2);
  });

  it('goes on for one while storage moves of another take long', async () => {
    const [many, few] = [await aCompany(), await aCompany()];
    const release = hold(many.companyId);
    const [connection] = await database
      .db('storage_connections')
      .insert({ name: 'to', provider: 'local', base_path: '/nowhere' })
      .returning('id');
    const contents = Array.from({ length: 8 }, () => insertContent(database.db, { company_id: many.companyId }));
    const moves: { id: Id }[] = await database
      .db('storage_moves')
      .insert(
        (await Promise.all(contents)).map(({ id }) => ({
          company_id: many.companyId,
          ar_content_id: id,
          to_connection_id: connection.id,
        })),
      )
      .returning('id');
    for (const { id } of moves) await poke('move', id);
    await eventually(() => assert.equal(underWay.get(many.companyId), AT_ONCE - 2));
    const video = await aVideo(few.contentId);
    await poke('processing', video);
    assert.equal(((await resultOf('processing', video)) as { step: string }).step, 'ready');
    release();
    for (const { id } of moves) await resultOf('move', id);
    assert.equal(most.get(many.companyId), AT_ONCE - 2);
  });

  it('ends where there is nothing to work on', async () => {
    const id = await aVideo((await aCompany()).contentId);
    await database.db('videos').where({ id }).del();
    await poke('processing', id);
    assert.equal(((await resultOf('processing', id)) as { step: string }).step, 'gone');
  });
});
