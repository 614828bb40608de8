import assert from 'node:assert/strict';
import { deleteContent } from '../../src/planning/content-edits.js';
import { failProcessing, finishProcessing } from '../../src/planning/processing-edits.js';
import { updateSchedule } from '../../src/planning/schedule-edits.js';
import { addVideo } from '../../src/planning/add-video.js';
import { updateVideo } from '../../src/planning/video-edits.js';
import { aNewVideo, insertCompany, NOON } from '../support/builders.js';
import type { TestClock } from '../support/clock.js';
import { CALLER, stageForEachTest, WORKFLOW, type Stage } from '../support/planning.js';
import { eventRows, insertWebhook, type EventRow } from '../support/webhooks.js';

const MINUTE = 60_000;
const iso = (at: number): string => new Date(at).toISOString();

describe('the events of a content', () => {
  let clock: TestClock;
  let stage: Stage;
  stageForEachTest((setting) => ({ clock, stage } = setting));

  beforeEach(() => stage.db('webhook_events').del());

  const types = async (): Promise<string[]> => (await eventRows(stage.db)).map(({ type }) => type);
  const listen = (events?: string[]) => insertWebhook(stage.db, stage.content.company_id, events && { events });
  const passed = async (ms: number): Promise<number> => {
    clock.advance(ms);
    return stage.settle();
  };

  it('are entered with the change that makes them, and tell what the ledger tells', async () => {
    await listen();
    const schedule = await stage.addSchedule();
    await passed(MINUTE);
    const events = await eventRows(stage.db);
    const [spring, summer] = stage.videos;
    const row = (await stage.ledger()).at(-1);
    assert.deepEqual(events.at(-1) && { ...events.at(-1), id: 0 }, {
      id: 0,
      ar_content_id: stage.content.id,
      type: 'rotation.done',
      happens_at: NOON + MINUTE,
      data: {
        ar_content_id: stage.content.id,
        unique_id: stage.content.unique_id,
        rotation_id: row?.id,
        schedule_id: schedule.id,
        from_video_id: spring,
        from_title: 'Spring',
        to_video_id: summer,
        to_title: 'Summer',
        due_at: iso(NOON + MINUTE),
        applied_at: iso(NOON + MINUTE),
        cause: 'schedule',
        note: null,
        reason: 'rotation',
        override_id: null,
      },
    } satisfies EventRow);
    assert.deepEqual(await types(), ['rotation.done']);
  });

  it('are entered only where an endpoint of the company wants them', async () => {
    await listen(['content.dark']);
    await insertWebhook(stage.db, (await insertCompany(stage.db)).id);
    await stage.addSchedule();
    await passed(MINUTE);
    assert.deepEqual(await types(), []);
  });

  it('are not there when the change is not', async () => {
    await listen();
    await stage.addSchedule();
    await stage.db('webhook_events').del();
    clock.advance(MINUTE);
    const work = async (): Promise<never> => {
      throw new Error('changed my mind');
    };
    await assert.rejects(stage.planner.edit(stage.content.id, CALLER, work), /changed my mind/);
    assert.deepEqual(await types(), []);
  });

  it('tell of slots that are late, of those without a video, and of a content that shows nothing', async () => {
    await listen(['rotation.late', 'rotation.failed', 'content.dark', 'rotation.done']);
    await stage.addSchedule();
    await stage.db('webhook_events').del();
    await passed(MINUTE + 9_999);
    assert.deepEqual(await types(), ['rotation.done']);
    await passed(MINUTE);
    assert.deepEqual(await types(), ['rotation.done', 'rotation.done']);
    await passed(MINUTE + 1);
    assert.deepEqual((await types()).slice(2), ['rotation.done', 'rotation.late']);
    await stage.db('webhook_events').del();
    for (const id of stage.videos)
      await updateVideo(stage.planner, CALLER, id, () => ({ expires_at: clock.now() + 1 }), null);
    await stage.db('webhook_events').del();
    await passed(MINUTE);
    assert.deepEqual(await types(), ['content.dark', 'rotation.failed', 'rotation.late']);
  });

  it('tell of a schedule that has no slot left, once, and not of one that is switched off', async () => {
    await listen(['schedule.ended']);
    const ending = await stage.addSchedule({ ends_at: NOON + MINUTE + 1 });
    const paused = await stage.addSchedule({ interval_seconds: 3_600 });
    await updateSchedule(stage.planner, CALLER, paused.id, () => ({ is_active: false }), null);
    assert.deepEqual(await types(), []);
    await passed(MINUTE);
    await passed(MINUTE);
    const [event, ...others] = await eventRows(stage.db);
    assert.deepEqual(others, []);
    assert.deepEqual(event?.data, {
      ar_content_id: stage.content.id,
      unique_id: stage.content.unique_id,
      schedule_id: ending.id,
      last_slot_at: iso(NOON + MINUTE),
    });
  });

  it('tell of a schedule that ends before its first slot', async () => {
    await listen(['schedule.ended']);
    const { id } = await stage.addSchedule({ interval_seconds: 3_600 });
    await updateSchedule(stage.planner, CALLER, id, () => ({ ends_at: NOON + MINUTE }), null);
    const [event] = await eventRows(stage.db);
    assert.deepEqual([event?.type, event?.data['last_slot_at']], ['schedule.ended', null]);
  });

  it('tell of uploads that are ready, or cannot be used', async () => {
    await listen(['video.ready', 'video.failed']);
    const add = async () =>
      (
        await addVideo(
          stage.planner,
          CALLER,
          stage.content.id,
          { ...aNewVideo(), title: 'New', status: 'processing' },
          { activate: false },
        )
      ).videoId;
    const [ready, failed] = [await add(), await add()];
    await finishProcessing(stage.planner, WORKFLOW, ready);
    await finishProcessing(stage.planner, WORKFLOW, ready);
    const reason = 'It is no video.';
    await failProcessing(stage.planner, WORKFLOW, failed, { code: 'broken', reason, fileGraceMs: 0 });
    const told = (await eventRows(stage.db)).map(({ type, data }) => [type, data['video_id'], data['failure_reason']]);
    assert.deepEqual(told, [
      ['video.ready', ready, null],
      ['video.failed', failed, reason],
    ]);
  });

  it('end with the content: its deletion is no darkness', async () => {
    await listen();
    await stage.addSchedule();
    await stage.db('webhook_events').del();
    await deleteContent(stage.planner, CALLER, stage.content.id, { expected: null, fileGraceMs: 0 });
    assert.deepEqual(await types(), []);
  });
});
