import assert from 'node:assert/strict';
import type { ContentState } from '../../src/domain/plan/content-state.js';
import { resolveActive } from '../../src/domain/plan/resolve-active.js';
import type { Caller } from '../../src/domain/caller.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';
import { createContent, deleteContent, updateContent } from '../../src/planning/content-edits.js';
import { rotateNow } from '../../src/planning/rotate-now.js';
import { deleteSchedule, updateSchedule } from '../../src/planning/schedule-edits.js';
import { addVideo } from '../../src/planning/add-video.js';
import { activateVideo, deleteVideo, updateVideo } from '../../src/planning/video-edits.js';
import { aNewVideo, insertCompany, NOON } from '../support/builders.js';
import type { TestClock } from '../support/clock.js';
import type { TestDatabase } from '../support/database.js';
import { fails } from '../support/faults.js';
import { CALLER, stageForEachTest, WORKFLOW, type Stage } from '../support/planning.js';
import { assertEach } from '../support/assert-each.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('video and content edits', () => {
  let database: TestDatabase;
  let clock: TestClock;
  let stage: Stage;
  let first: number;
  let second: number;
  let third: number;
  stageForEachTest((setting) => {
    ({ database, clock, stage } = setting);
    [first, second, third] = stage.videos as [number, number, number];
  });

  const answer = async () => resolveActive(await stage.state(), clock.now());
  const live = async () => (await answer()).live?.video.id;
  const remove = (id: number, detach = false) =>
    deleteVideo(stage.planner, CALLER, id, { detach, expected: null, fileGraceMs: HOUR });
  const NEW_VIDEO = aNewVideo();

  describe('activateVideo', () => {
    it('shows the video by hand, and schedules go on from there', async () => {
      const { id } = await stage.addSchedule();
      await activateVideo(stage.planner, CALLER, third);
      assert.deepEqual([(await answer()).live?.reason, await live()], ['manual', third]);
      const schedule = await stage.schedule(id);
      assert.deepEqual([schedule.current_index, schedule.next_video_id], [2, first]);
      assert.equal(schedule.next_rotation_at, NOON + MINUTE);
      assert.equal((await stage.ledger()).at(-1)?.cause, 'manual');
    });

    it('refuses what cannot be shown, and says why', async () => {
      await updateVideo(stage.planner, CALLER, first, { expires_at: NOON }, null);
      await updateVideo(stage.planner, CALLER, second, { schedule_start: NOON + HOUR }, null);
      await database.db('videos').where('id', third).update({ status: 'failed' });
      for (const [id, why] of [
        [first, /expired/],
        [second, /outside its window/],
        [third, /processing failed/],
      ] as const) {
        await assert.rejects(activateVideo(stage.planner, CALLER, id), why, String(why));
      }
      await assert.rejects(activateVideo(stage.planner, CALLER, 999_999), fails('not_found'));
    });
  });

  describe('addVideo', () => {
    it('shows it at once when asked to', async () => {
      const added = await addVideo(stage.planner, CALLER, stage.content.id, NEW_VIDEO, { activate: true });
      assert.equal(await live(), added.videoId);
    });

    it('answers with the state that it committed', async () => {
      const { videoId, state } = await addVideo(stage.planner, CALLER, stage.content.id, NEW_VIDEO, { activate: true });
      assert.deepEqual(state, await stage.state());
      assert.ok(state.videos.some(({ id }) => id === videoId));
    });

    it('takes one whose size is not known yet', async () => {
      const unmeasured = { ...NEW_VIDEO, size_bytes: null };
      const { videoId } = await addVideo(stage.planner, CALLER, stage.content.id, unmeasured, { activate: false });
      const found = (await stage.state()).videos.find(({ id }) => id === videoId);
      assert.ok(found);
      assert.equal(found.size_bytes, null);
    });

    it('stands or falls with what is written beside it', async () => {
      const failing = addVideo(stage.planner, CALLER, stage.content.id, NEW_VIDEO, {
        activate: false,
        inTransaction: () => Promise.reject(new Error('disk')),
      });
      await assert.rejects(failing, /disk/);
      assert.equal((await stage.state()).videos.length, 3);
    });

    it('refuses an empty window', async () => {
      const input = { ...NEW_VIDEO, schedule_start: NOON, schedule_end: NOON };
      const failing = addVideo(stage.planner, CALLER, stage.content.id, input, { activate: false });
      await assert.rejects(failing, fails('validation_failed', 'schedule_end'));
    });
  });

  describe('updateVideo', () => {
    it('activates by is_active true, clears by false, and leaves another active one alone', async () => {
      await updateVideo(stage.planner, CALLER, second, { is_active: true }, null);
      assert.equal(await live(), second);
      await updateVideo(stage.planner, CALLER, third, { is_active: false }, null);
      assert.equal((await stage.state()).arContent.active_video_id, second);
      await updateVideo(stage.planner, CALLER, second, { is_active: false, title: 'Renamed' }, null);
      assert.equal((await stage.state()).arContent.active_video_id, null);
      assert.deepEqual([(await answer()).live?.reason, await live()], ['fallback', first]);
    });

    it('activates by what the same change makes of the video', async () => {
      await updateVideo(stage.planner, CALLER, second, { expires_at: NOON }, null);
      await assert.rejects(
        updateVideo(stage.planner, CALLER, third, { expires_at: NOON, is_active: true }, null),
        fails('conflict'),
      );
      await updateVideo(stage.planner, CALLER, second, { expires_at: null, is_active: true }, null);
      assert.equal(await live(), second);
    });

    it('clears the pointer to a video that is made to have expired', async () => {
      await activateVideo(stage.planner, CALLER, second);
      await updateVideo(stage.planner, CALLER, second, { expires_at: NOON - 1 }, null);
      assert.equal((await stage.state()).arContent.active_video_id, null);
      assert.equal(await live(), first);
    });

    it('opens and closes a window on time, and the ledger tells', async () => {
      const window = { schedule_start: NOON + MINUTE, schedule_end: NOON + 2 * MINUTE };
      await updateVideo(stage.planner, CALLER, third, window, null);
      assert.equal(await live(), first);
      clock.set(NOON + MINUTE);
      assert.equal(await live(), third);
      clock.set(NOON + 2 * MINUTE);
      assert.equal(await live(), first);
      await stage.settle();
      assert.deepEqual(
        (await stage.ledger()).map(({ cause, due_at, to_video_id }) => [cause, due_at, to_video_id]),
        [
          ['window', NOON + MINUTE, third],
          ['window', NOON + 2 * MINUTE, first],
        ],
      );
    });

    it('tells the windows workflow of a new edge', async () => {
      await database.db('workflow_outbox').del();
      await updateVideo(stage.planner, CALLER, third, { expires_at: NOON + HOUR }, null);
      const rows: object[] = await database.db('workflow_outbox').select('workflow_id', 'op');
      assert.deepEqual(rows, [{ workflow_id: `content-windows-${stage.content.id}`, op: 'poke' }]);
    });
  });

  describe('deleteVideo', () => {
    it('is refused while a schedule names it', async () => {
      const { id } = await stage.addSchedule();
      await assert.rejects(remove(second), new RegExp(`schedule ${id}.*detach=true`));
    });

    it('is refused when what was asked of it does not hold any more', async () => {
      const options = { detach: false, expected: null, fileGraceMs: HOUR };
      const isShown = { ...options, onlyIf: (state: ContentState) => state.arContent.active_video_id === second };
      await assert.rejects(deleteVideo(stage.planner, CALLER, second, isShown), fails('conflict'));
      await activateVideo(stage.planner, CALLER, second);
      await deleteVideo(stage.planner, CALLER, second, isShown);
      assert.ok(!(await stage.state()).videos.some(({ id }) => id === second));
    });

    it('takes it out of the sequence; the index stays on the same video', async () => {
      const { id } = await stage.addSchedule({ current_index: 2 });
      const other = await stage.addSchedule({ video_sequence: [second] });
      await remove(first, true);
      const schedule = await stage.schedule(id);
      assert.deepEqual([schedule.video_sequence, schedule.current_index], [[second, third], 1]);
      assert.equal(await live(), third);
      // A schedule that does not name it is left alone.
      assert.equal((await stage.schedule(other.id)).revision, other.revision);
    });

    it('goes to the one before when the shown one is taken out, so that the next step shows the one after', async () => {
      const { id } = await stage.addSchedule({ current_index: 1 });
      await remove(second, true);
      const schedule = await stage.schedule(id);
      assert.deepEqual([schedule.current_index, schedule.next_video_id], [0, third]);
      const last = (await stage.ledger()).at(-1);
      assert.deepEqual([last?.cause, last?.from_title, last?.to_video_id], ['removed', 'Summer', first]);
    });

    it('deactivates a schedule whose sequence becomes empty, with the reason', async () => {
      const { id } = await stage.addSchedule({ video_sequence: [second, second] });
      await remove(second, true);
      const schedule = await stage.schedule(id);
      assert.deepEqual(
        [schedule.is_active, schedule.inactive_reason, schedule.next_rotation_at, schedule.video_sequence],
        [false, 'sequence_empty', null, []],
      );
      assert.equal(schedule.revision, 2);
      const refilled = { video_sequence: [third], is_active: true };
      const after = await updateSchedule(stage.planner, CALLER, id, refilled, null);
      assert.deepEqual([after.inactive_reason, after.next_rotation_at], [null, NOON + MINUTE]);
    });

    it('forgets it as default, and keeps its file for a while', async () => {
      const [connection] = await database
        .db('storage_connections')
        .insert({ name: 'disk', provider: 'local', base_path: '/x' })
        .returning('id');
      const place = { storage_connection_id: connection.id as number, thumbnail_url: `/media/${connection.id}/t.jpg` };
      await database.db('videos').where('id', third).update(place);
      await updateContent(stage.planner, CALLER, stage.content.id, { default_video_id: third }, null);
      assert.equal(await live(), third);
      const { revision } = (await stage.state()).arContent;
      await remove(third);
      assert.equal(await live(), first);
      assert.equal((await stage.state()).arContent.revision, revision + 1);
      const files = await database.db('file_deletions').orderBy('path').select('path', 'delete_after');
      assert.deepEqual(files, [
        { path: 't.jpg', delete_after: NOON + HOUR },
        { path: 'x.mp4', delete_after: NOON + HOUR },
      ]);
    });
  });

  describe('content edits', () => {
    const update = (changes: Parameters<typeof updateContent>[3]) =>
      updateContent(stage.planner, CALLER, stage.content.id, changes, null);

    it('makes a content once for one Idempotency-Key, also when asked at the same time', async () => {
      const caller = { ...CALLER, idempotency: { key: 'content', requestHash: Buffer.from('a') } };
      const input = { company_id: stage.content.company_id, title: 'Poster' };
      const made = await Promise.all([1, 2, 3].map(() => createContent(stage.planner, caller, input)));
      assert.equal(new Set(made.map(({ id }) => id)).size, 1);
    });

    it('has the expiry of a new content committed on time', async () => {
      await database.db('workflow_outbox').del();
      const make = (expires_at: number | null) => {
        const { company_id } = stage.content;
        return createContent(stage.planner, CALLER, { company_id, title: 'Poster', expires_at });
      };
      await make(null);
      await make(NOON);
      const { id } = await make(NOON + HOUR);
      const told: object[] = await database.db('workflow_outbox').select('workflow_id', 'op');
      assert.deepEqual(told, [{ workflow_id: `content-windows-${id}`, op: 'poke' }]);
    });

    it('refuses a taken uuid and a foreign project', async () => {
      const { company_id, unique_id } = stage.content;
      const other = await insertCompany(database.db);
      const [project] = await database.db('projects').insert({ company_id: other.id, name: 'P' }).returning('id');
      const make = (given: object) => createContent(stage.planner, CALLER, { company_id, title: 'x', ...given });
      await assert.rejects(make({ unique_id }), fails('conflict'));
      await assert.rejects(make({ project_id: project.id }), fails('validation_failed', 'project_id'));
    });

    it('stops and starts the slots with video_rotation_enabled and is_active', async () => {
      const { id } = await stage.addSchedule();
      for (const field of ['video_rotation_enabled', 'is_active'] as const) {
        await update({ [field]: false });
        assert.equal((await stage.schedule(id)).next_rotation_at, null);
        await update({ [field]: true });
        assert.equal((await stage.schedule(id)).next_rotation_at, NOON + MINUTE);
      }
    });

    it('sets and clears the active video, of its own videos only', async () => {
      const { arContent } = await update({ active_video_id: second });
      assert.equal(arContent.revision, stage.content.revision + 1);
      assert.equal(await live(), second);
      await update({ active_video_id: null });
      assert.equal((await stage.state()).arContent.active_video_id, null);
      await database.db('videos').where('id', third).update({ status: 'failed' });
      await assert.rejects(update({ active_video_id: third }), fails('video_not_ready'));
      await assert.rejects(update({ active_video_id: 999_999 }), fails('validation_failed', 'active_video_id'));
      await assert.rejects(update({ default_video_id: 999_999 }), fails('validation_failed', 'default_video_id'));
    });

    it('cancels the processing of its videos', async () => {
      await database.db('videos').where('id', third).update({ status: 'processing' });
      await database.db('workflow_outbox').del();
      await deleteContent(stage.planner, CALLER, stage.content.id, { expected: null, fileGraceMs: HOUR });
      const rows: object[] = await database.db('workflow_outbox').select('workflow_id', 'op');
      assert.deepEqual(rows, [{ workflow_id: workflowId('processing', third), op: 'cancel' }]);
    });

    it('deletes it with all that belongs to it; its history stays', async () => {
      const { id } = await stage.addSchedule({ current_index: 1 });
      await updateVideo(stage.planner, CALLER, third, { schedule_end: NOON + HOUR }, null);
      await database.db('workflow_outbox').del();
      const [connection] = await database
        .db('storage_connections')
        .insert({ name: 'disk', provider: 'local', base_path: '/x' })
        .returning('id');
      await database.db('videos').where('id', third).update({ storage_connection_id: connection.id });
      await deleteContent(stage.planner, CALLER, stage.content.id, { expected: null, fileGraceMs: HOUR });
      const files: object[] = await database
        .db('file_deletions')
        .where('storage_connection_id', connection.id)
        .select('path', 'delete_after');
      assert.deepEqual(files, [{ path: 'x.mp4', delete_after: NOON + HOUR }]);
      const told: object[] = await database.db('workflow_outbox').orderBy('workflow_id').select('workflow_id', 'op');
      assert.deepEqual(told, [
        { workflow_id: `content-windows-${stage.content.id}`, op: 'cancel' },
        { workflow_id: `rotation-schedule-${id}`, op: 'cancel' },
      ]);
      assert.deepEqual(
        (await stage.ledger()).map(({ cause, from_title, to_title }) => [cause, from_title, to_title]),
        [
          ['manual', 'Spring', 'Summer'],
          ['removed', 'Summer', null],
        ],
      );
      assert.equal(await stage.planner.settle(stage.content.id, CALLER), null);
    });
  });

  it('takes one step for a rotate-now that comes twice, whoever sends it', async () => {
    const { id } = await stage.addSchedule();
    const client: Caller = { ...CALLER, idempotency: { key: 'k-1', requestHash: Buffer.alloc(32) } };
    const workflow: Caller = { ...WORKFLOW, requestId: 'update-1' };
    for (const caller of [client, client, workflow, workflow]) await rotateNow(stage.planner, caller, id);
    assert.equal((await stage.ledger()).filter(({ cause }) => cause === 'rotate_now').length, 2);
  });

  it('notes a rotate-now that leaves the same video', async () => {
    const { id } = await stage.addSchedule({ video_sequence: [second] });
    for (let step = 0; step < 2; step += 1) await rotateNow(stage.planner, CALLER, id);
    const noted = (await stage.ledger()).map(({ cause, note, to_video_id }) => [cause, note, to_video_id]);
    assert.deepEqual(noted.at(-1), ['rotate_now', 'unchanged', second]);
    await rotateNow(stage.planner, { ...CALLER, requestId: 'request-1' }, id);
    assert.equal((await stage.ledger()).at(-1)?.request_id, 'request-1');
  });

  it('writes each admin write into the audit log', async () => {
    await database.db('audit_log').del();
    const { planner } = stage;
    const { id } = await stage.addSchedule();
    await updateSchedule(planner, CALLER, id, { selection: 'random' }, null);
    await rotateNow(planner, CALLER, id);
    await activateVideo(planner, CALLER, second);
    await updateVideo(planner, CALLER, second, { title: 'July' }, null);
    const added = await addVideo(planner, CALLER, stage.content.id, NEW_VIDEO, { activate: false });
    await remove(third, true);
    await deleteSchedule(planner, CALLER, id, null);
    const { company_id } = stage.content;
    const content = await createContent(stage.planner, CALLER, { company_id, title: 'Poster' });
    await updateContent(planner, CALLER, content.id, { title: 'Flyer' }, null);
    await deleteContent(planner, CALLER, content.id, { expected: null, fileGraceMs: HOUR });
    const rows: { actor: string; company_id: number; action: string; subject: string }[] = await database
      .db('audit_log')
      .orderBy('id');
    assertEach(rows, (row) => row.actor === 'key:1' && row.company_id === company_id);
    assert.deepEqual(
      rows.map(({ action, subject }) => `${action} ${subject}`),
      [
        `schedule.create schedule:${id}`,
        `schedule.update schedule:${id}`,
        `schedule.rotate_now schedule:${id}`,
        `video.activate video:${second}`,
        `video.update video:${second}`,
        `video.create video:${added.videoId}`,
        `video.delete video:${third}`,
        `schedule.delete schedule:${id}`,
        `ar_content.create ar_content:${content.id}`,
        `ar_content.update ar_content:${content.id}`,
        `ar_content.delete ar_content:${content.id}`,
      ],
    );
  });
});
