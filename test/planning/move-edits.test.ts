import assert from 'node:assert/strict';
import type { StorageMoveFile } from '../../src/domain/storage-move.js';
import type { Id } from '../../src/domain/scalars.js';
import { switchContent } from '../../src/planning/move-edits.js';
import { NOON } from '../support/builders.js';
import { CALLER, stageForEachTest, type Stage } from '../support/planning.js';

describe('the switch of a storage move', () => {
  let stage: Stage;
  let from: Id;
  let moveId: Id;
  stageForEachTest((setting) => ({ stage } = setting));

  const aConnection = async (name: string): Promise<Id> => {
    const row = { name, provider: 'local', base_path: '/nowhere' };
    return (await stage.db('storage_connections').insert(row).returning('id'))[0].id;
  };

  beforeEach(async () => {
    from = await aConnection('from');
    const { id: ar_content_id, company_id } = stage.content;
    const row = { company_id, ar_content_id, to_connection_id: await aConnection('to'), status: 'copying' };
    moveId = (await stage.db('storage_moves').insert(row).returning('id'))[0].id;
    for (const id of stage.videos) {
      const at = { storage_connection_id: from, video_path: `videos/${id}.mp4` };
      await stage.db('videos').where({ id }).update(at);
    }
  });

  const switchNow = () => switchContent(stage.planner, CALLER, stage.content.id, { moveId, fileGraceMs: 1_000 });
  const move = async () => stage.db('storage_moves').where('id', moveId).first();
  const videos = async () => (await stage.state()).videos;

  /** Enters a copy of each file, of the status given. */
  async function copies(status: StorageMoveFile['status']): Promise<void> {
    for (const { id, video_path } of await videos()) {
      await stage.db('storage_move_files').insert({
        storage_move_id: moveId,
        ar_content_id: stage.content.id,
        video_id: id,
        source_connection_id: from,
        source_path: video_path,
        target_path: `copies/${id}.mp4`,
        status,
      });
    }
  }

  async function assertUntouched(): Promise<void> {
    assert.equal((await move()).status, 'copying');
    assert.ok((await videos()).every(({ storage_connection_id }) => storage_connection_id === from));
  }

  it('has every video name its copy, and the files of before removed after the grace period', async () => {
    await copies('copied');
    const before = await videos();
    assert.equal(await switchNow(), 'switched');
    assert.equal((await move()).status, 'switching');
    for (const video of await videos()) {
      assert.equal(video.video_path, `copies/${video.id}.mp4`);
      assert.equal(video.storage_connection_id, (await move()).to_connection_id);
    }
    const removals = await stage.db('file_deletions').where('storage_connection_id', from);
    assert.deepEqual(new Set(removals.map(({ path }) => path)), new Set(before.map(({ video_path }) => video_path)));
    assert.ok(removals.every(({ delete_after }) => Number(delete_after) >= NOON));
  });

  it('waits for a video that is being processed', async () => {
    await copies('copied');
    await stage.db('videos').where('id', stage.videos[1]).update({ status: 'processing' });
    assert.equal(await switchNow(), 'processing');
    await assertUntouched();
  });

  it('changes nothing while a copy is missing or not made yet', async () => {
    assert.equal(await switchNow(), 'incomplete');
    await copies('waiting');
    assert.equal(await switchNow(), 'incomplete');
    await assertUntouched();
  });

  it('has nothing to do where no video lies elsewhere', async () => {
    await stage.db('videos').where('ar_content_id', stage.content.id).update({ storage_connection_id: null });
    assert.equal(await switchNow(), 'incomplete');
  });

  it('does not go on for a move that has ended', async () => {
    await copies('copied');
    await stage
      .db('storage_moves')
      .where('id', moveId)
      .update({ status: 'cancelled', ended_at: new Date(NOON) });
    assert.equal(await switchNow(), 'ended');
    assert.ok((await videos()).every(({ storage_connection_id }) => storage_connection_id === from));
  });
});
