import assert from 'node:assert/strict';
import { resolveActive } from '../../src/domain/plan/resolve-active.js';
import { resumeSchedule } from '../../src/planning/pause-edits.js';
import { rotateNow } from '../../src/planning/rotate-now.js';
import { updateSchedule } from '../../src/planning/schedule-edits.js';
import { addVideo } from '../../src/planning/add-video.js';
import { activateVideo, deleteVideo } from '../../src/planning/video-edits.js';
import { aNewVideo, NOON } from '../support/builders.js';
import type { TestClock } from '../support/clock.js';
import { fails } from '../support/faults.js';
import { CALLER, stageForEachTest, type Stage } from '../support/planning.js';

const MINUTE = 60_000;

describe('selections that remember', () => {
  let clock: TestClock;
  let stage: Stage;
  stageForEachTest((setting) => ({ clock, stage } = setting));

  const update = (id: number, changes: Parameters<typeof updateSchedule>[3]) =>
    updateSchedule(stage.planner, CALLER, id, changes, null);
  const live = async () => resolveActive(await stage.state(), clock.now()).live?.video.id;
  const memory = async (id: number) => (await stage.schedule(id)).selection_memory;

  /** What a reader sees at each of the coming minutes. */
  async function seen(minutes: number): Promise<(number | undefined)[]> {
    const shown = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      clock.advance(MINUTE);
      shown.push(await live());
    }
    return shown;
  }

  it('are folded by readers as they are carried out, whenever that is', async () => {
    const { id } = await stage.addSchedule({ selection: 'shuffle', no_repeat_last: 1, random_seed: 11 });
    const before = await stage.state();
    const read = await seen(30);
    await stage.settle();
    const rows = (await stage.ledger()).filter(({ cause }) => cause === 'schedule');
    assert.deepEqual(
      rows.map(({ to_video_id }) => to_video_id),
      read,
    );
    assert.deepEqual(await memory(id), resolveActive(before, clock.now()).state.schedules[0]?.selection_memory);
  });

  it('count the position that is shown at once as taken', async () => {
    const shuffled = await stage.addSchedule({ selection: 'shuffle', current_index: 1 });
    assert.deepEqual(shuffled.selection_memory?.taken, [1]);
    const [, second] = stage.videos;
    assert.ok(!(await seen(2)).includes(second));
  });

  it('begin anew with another sequence, other weights or another selection, and not with the live video', async () => {
    const [first = 0, second = 0, third = 0] = stage.videos;
    const { id } = await stage.addSchedule({ selection: 'weighted', weights: [5, 1, 1], no_repeat_last: 0 });
    assert.equal(await live(), first);
    await update(id, { weights: [5, 2, 2] });
    assert.deepEqual((await memory(id))?.credits, []);
    assert.equal((await seen(1))[0], second);

    await update(id, { video_sequence: [third, second, first] });
    assert.deepEqual((await memory(id))?.credits, []);
    assert.notEqual((await seen(1))[0], second);

    const before = await live();
    await update(id, { selection: 'shuffle' });
    assert.deepEqual((await memory(id))?.taken, []);
    assert.notEqual((await seen(1))[0], before);
  });

  it('go on when the same is said again', async () => {
    const { id } = await stage.addSchedule({ selection: 'shuffle', weights: [1, 1, 1] });
    await seen(2);
    await stage.settle();
    const before = await memory(id);
    await update(id, { selection: 'shuffle', weights: [1, 1, 1], video_sequence: stage.videos, no_repeat_last: 0 });
    assert.deepEqual(await memory(id), before);
  });

  it('stay as they are when a video is activated by hand: the position alone moves', async () => {
    const { id } = await stage.addSchedule({ selection: 'shuffle' });
    await seen(1);
    await stage.settle();
    const before = await stage.schedule(id);
    const other = stage.videos.findIndex((_, index) => index !== before.current_index);
    await activateVideo(stage.planner, CALLER, stage.videos[other] ?? 0);
    const after = await stage.schedule(id);
    assert.equal(after.current_index, other);
    assert.deepEqual(after.selection_memory, before.selection_memory);
  });

  it('remember a rotate-now as any other step', async () => {
    const { id } = await stage.addSchedule({ selection: 'shuffle' });
    await rotateNow(stage.planner, CALLER, id);
    assert.equal((await memory(id))?.taken.length, 2);
  });

  it('lose the weight of a video that is deleted, and stop when none is left that is ever shown', async () => {
    const [first = 0, , third = 0] = stage.videos;
    const { id } = await stage.addSchedule({ selection: 'weighted', weights: [3, 0, 0] });
    const options = { detach: true, expected: null, fileGraceMs: 1 };
    await deleteVideo(stage.planner, CALLER, third, options);
    assert.deepEqual((await stage.schedule(id)).weights, [3, 0]);
    await deleteVideo(stage.planner, CALLER, first, options);
    const { weights, is_active, inactive_reason } = await stage.schedule(id);
    assert.deepEqual([weights, is_active, inactive_reason], [[0], false, 'sequence_empty']);
    await assert.rejects(resumeSchedule(stage.planner, CALLER, id, undefined), fails('conflict'));
    await assert.rejects(update(id, { is_active: true }), fails('validation_failed', 'weights'));
    assert.equal((await update(id, { is_active: true, weights: [1] })).is_active, true);
  });

  it('refuse a sequence that is shorter than its weights, and keep weights that they do not use', async () => {
    const { id } = await stage.addSchedule({ selection: 'weighted', weights: [1, 2, 3] });
    await assert.rejects(
      update(id, { video_sequence: stage.videos.slice(0, 2) }),
      fails('validation_failed', 'weights'),
    );
    await update(id, { selection: 'shuffle', video_sequence: stage.videos.slice(0, 2) });
    assert.deepEqual((await stage.schedule(id)).weights, [1, 2, 3]);
  });

  it('fit into their column at their longest', async () => {
    const videos = await Promise.all(
      Array.from({ length: 3 }, () =>
        addVideo(stage.planner, CALLER, stage.content.id, aNewVideo(), { activate: false }),
      ),
    );
    const ids = videos.map(({ videoId }) => videoId);
    const video_sequence = Array.from({ length: 1_000 }, (_, index) => ids[index % ids.length] ?? 0);
    const { id } = await stage.addSchedule({
      selection: 'shuffle',
      video_sequence,
      interval_seconds: 1,
      no_repeat_last: 100,
    });
    clock.advance(300_000);
    await stage.settle();
    assert.ok(((await memory(id))?.taken.length ?? 0) > 0);
    assert.equal((await memory(id))?.recent.length, 3);
  });

  it('change nothing of schedules that remember nothing', async () => {
    const { id } = await stage.addSchedule();
    await seen(3);
    await stage.settle();
    assert.equal(await memory(id), null);
    assert.ok(clock.now() > NOON);
  });
});
