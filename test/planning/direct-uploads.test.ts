import assert from 'node:assert/strict';
import { abandonedAt } from '../../src/domain/direct-upload.js';
import { must } from '../../src/domain/must.js';
import { abandonDirectUpload, completeDirectUpload } from '../../src/planning/direct-uploads.js';
import { switchContent } from '../../src/planning/move-edits.js';
import { addVideo } from '../../src/planning/add-video.js';
import { aNewVideo, NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { aStage, CALLER, type Stage } from '../support/planning.js';

describe('direct uploads in planning', () => {
  let database: TestDatabase;
  let stage: Stage;
  const clock = new TestClock(NOON);
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    stage = await aStage(database.db, clock);
  });

  const announce = async () => {
    const announced = { ...aNewVideo(), status: 'uploading' } as const;
    return (await addVideo(stage.planner, CALLER, stage.content.id, announced, { activate: false })).videoId;
  };
  const find = async (id: number) => (await stage.state()).videos.find((video) => video.id === id);

  it('are completed once', async () => {
    const id = await announce();
    for (let time = 0; time < 2; time += 1) {
      const { videos } = await completeDirectUpload(stage.planner, CALLER, id);
      assert.equal(videos.find((video) => video.id === id)?.status, 'processing');
    }
    assert.equal((await stage.db('audit_log').where({ action: 'video.complete', subject: `video:${id}` })).length, 1);
  });

  it('are abandoned unless they were completed; what is gone already is no fault', async () => {
    const [left, completed] = [await announce(), await announce()];
    await completeDirectUpload(stage.planner, CALLER, completed);
    for (const id of [left, left, completed]) await abandonDirectUpload(stage.planner, CALLER, id, 0);
    assert.deepEqual([await find(left), (await find(completed))?.status], [undefined, 'processing']);
  });

  it('keep their place until nothing can be put there any more', async () => {
    const id = await announce();
    const row = { name: 'disk', provider: 'local', base_path: '/x' };
    const connection = (await stage.db('storage_connections').insert(row).returning('id'))[0].id;
    await stage.db('videos').where({ id }).update({ storage_connection_id: connection });
    const video = must(await find(id), 'the announced video');
    await abandonDirectUpload(stage.planner, CALLER, id, 0);
    const removals: object[] = await stage.db('file_deletions').where('storage_connection_id', connection);
    assert.deepEqual(
      removals.map((removal) => (removal as { delete_after: number }).delete_after),
      [abandonedAt(video)],
    );
  });

  it('tell of a fault while they are abandoned, and so does a move that switches', async () => {
    const id = await announce();
    clock.read = () => Promise.reject(new Error('the line broke'));
    try {
      await assert.rejects(abandonDirectUpload(stage.planner, CALLER, id, 0), /the line broke/);
      const options = { moveId: 1, fileGraceMs: 0 };
      await assert.rejects(switchContent(stage.planner, CALLER, stage.content.id, options), /the line broke/);
    } finally {
      Reflect.deleteProperty(clock, 'read');
    }
    assert.equal((await find(id))?.status, 'uploading');
  });

  it('leave nothing to switch in a content that was deleted', async () => {
    assert.equal(await switchContent(stage.planner, CALLER, 999_999_999, { moveId: 1, fileGraceMs: 0 }), 'incomplete');
  });

  it('leave nothing to switch for a move that is not under way', async () => {
    const options = { moveId: 999_999_999, fileGraceMs: 0 };
    assert.equal(await switchContent(stage.planner, CALLER, stage.content.id, options), 'ended');
  });
});
