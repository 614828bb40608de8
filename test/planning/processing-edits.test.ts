import assert from 'node:assert/strict';
import type { Id } from '../../src/domain/scalars.js';
import type { Video } from '../../src/domain/video.js';
import { failProcessing, finishProcessing } from '../../src/planning/processing-edits.js';
import { addVideo } from '../../src/planning/add-video.js';
import { activateVideo, deleteVideo, updateVideo } from '../../src/planning/video-edits.js';
import { aNewVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { fails } from '../support/faults.js';
import { aStage, CALLER, WORKFLOW, type Stage } from '../support/planning.js';

const HOUR = 3_600_000;

describe('the end of a processing', () => {
  let database: TestDatabase;
  let stage: Stage;
  let first: Id;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    stage = await aStage(database.db, new TestClock(NOON));
    [first] = stage.videos as [Id];
  });

  const NEW_VIDEO = { ...aNewVideo(), status: 'processing' } as const;

  const add = async (activate: boolean, given: Partial<Video> = {}): Promise<Id> =>
    (await addVideo(stage.planner, CALLER, stage.content.id, { ...NEW_VIDEO, ...given }, { activate })).videoId;
  const find = async (id: Id): Promise<Video | undefined> =>
    (await stage.state()).videos.find((video) => video.id === id);
  const activeId = async (): Promise<Id | null> => (await stage.state()).arContent.active_video_id;
  const finish = (id: Id): Promise<void> => finishProcessing(stage.planner, WORKFLOW, id);

  it('makes the video ready, and changes nothing the second time', async () => {
    const id = await add(false);
    await finish(id);
    const ready = await find(id);
    assert.deepEqual([ready?.status, ready?.revision, await activeId()], ['ready', 1, null]);
    const { version } = (await stage.state()).arContent;
    await finish(id);
    await finish(999_999);
    assert.equal((await stage.state()).arContent.version, version);
  });

  it('lets schedules show the video from then on', async () => {
    const id = await add(false);
    const schedule = await stage.addSchedule({ video_sequence: [first, id], current_index: 0 });
    assert.equal((await stage.schedule(schedule.id)).next_video_id, first);
    await finish(id);
    assert.equal((await stage.schedule(schedule.id)).next_video_id, id);
  });

  it('shows it in the name of who asked for it, and schedules go on from there', async () => {
    const id = await add(true);
    const schedule = await stage.addSchedule({ video_sequence: [first, id], current_index: 0 });
    await finish(id);
    assert.deepEqual([await activeId(), (await stage.schedule(schedule.id)).current_index], [id, 1]);
    const last = (await stage.ledger()).at(-1);
    assert.deepEqual([last?.to_video_id, last?.cause, last?.actor], [id, 'manual', CALLER.actor]);
    assert.equal((await find(id))?.activation_requested_by, null);
  });

  it('does not show it when another was activated by hand, or it cannot be shown by then', async () => {
    const overtaken = await add(true);
    await activateVideo(stage.planner, CALLER, first);
    await finish(overtaken);
    assert.equal(await activeId(), first);
    const late = await add(true);
    await updateVideo(stage.planner, CALLER, late, { schedule_start: NOON + HOUR }, null);
    await finish(late);
    assert.equal(await activeId(), first);
  });

  it('refuses the wish for what could not be shown if it were ready', async () => {
    await assert.rejects(add(true, { schedule_start: NOON + HOUR }), fails('conflict'));
  });

  it('keeps the wish when another video is cleared, and forgets it with its own', async () => {
    await activateVideo(stage.planner, CALLER, first);
    const id = await add(true);
    await updateVideo(stage.planner, CALLER, first, { is_active: false }, null);
    assert.equal((await find(id))?.activation_requested_by, CALLER.actor);
    await updateVideo(stage.planner, CALLER, id, { is_active: false }, null);
    assert.equal((await find(id))?.activation_requested_by, null);
  });

  it('keeps a failed video from view and lets its files go, once', async () => {
    const connection = { name: 'disk', provider: 'local', base_path: '/x' };
    const [storage] = await database.db('storage_connections').insert(connection).returning('id');
    const id = await add(true, { storage_connection_id: storage.id, video_path: 'videos/1/a.mp4' });
    const fail = (): Promise<void> =>
      failProcessing(stage.planner, WORKFLOW, id, { code: 'broken', reason: 'it is cut off', fileGraceMs: HOUR });
    await fail();
    await fail();
    const failed = await find(id);
    assert.deepEqual(
      [failed?.status, failed?.failure_code, failed?.failure_reason, failed?.video_path, failed?.video_url],
      ['failed', 'broken', 'it is cut off', null, null],
    );
    const removals = await database.db('file_deletions').where('storage_connection_id', storage.id);
    assert.deepEqual(
      removals.map(({ path, delete_after }) => [path, delete_after]),
      [['videos/1/a.mp4', NOON + HOUR]],
    );
    await deleteVideo(stage.planner, CALLER, id, { detach: false, expected: null, fileGraceMs: 0 });
  });

  it('tells a database that is away', async () => {
    const id = await add(false);
    const { planner } = stage;
    planner.editOwnerOf = () => Promise.reject(new Error('Connection terminated unexpectedly'));
    await assert.rejects(finish(id), /terminated/);
  });
});
