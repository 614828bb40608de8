import assert from 'node:assert/strict';
import { Lane } from '../../src/concurrency/lane.js';
import { createLedgerRecords } from '../../src/db/ledger-records.js';
import type { Instant } from '../../src/domain/scalars.js';
import { createOverride } from '../../src/planning/override-edits.js';
import { activateVideo, updateVideo } from '../../src/planning/video-edits.js';
import { Timelines } from '../../src/reading/timelines.js';
import { insertCompany, NOON } from '../support/builders.js';
import { aDaypart } from '../support/calendars.js';
import { CALLER, stageForEachTest, type StageSetting } from '../support/planning.js';

const MINUTE = 60_000;
const ANY = { companyId: null };
const minutes = (n: number): Instant => NOON + n * MINUTE;

describe('timelines', () => {
  let setting: StageSetting;
  let timelines: Timelines;
  stageForEachTest((given) => {
    setting = given;
    const lane = new Lane({ sliceMs: 5, share: 1, maxWaiting: 10 });
    timelines = new Timelines({ lane, records: createLedgerRecords(given.database.db) });
  });

  const indexOf = (id: number | null): number => setting.stage.videos.indexOf(id ?? 0);
  const tell = (from: number, to: number, most = 1_000) =>
    timelines.tell(setting.stage.content.id, ANY, { from: minutes(from), to: minutes(to), most });

  async function told(from: number, to: number): Promise<string[]> {
    const { segments } = await tell(from, to);
    return segments.map(
      ({ videoId, reason, isInferred, ...one }) =>
        `${(one.from - NOON) / MINUTE}-${(one.to - NOON) / MINUTE}: ${indexOf(videoId)} ${isInferred ? 'inferred' : reason}`,
    );
  }

  /** Shown by hand at 0, a schedule each minute from 1 on; settled at 4.5. */
  async function rotating(): Promise<void> {
    const { stage, clock } = setting;
    await activateVideo(stage.planner, CALLER, stage.videos[0] ?? 0);
    await stage.addSchedule({ current_index: 1 });
    clock.set(minutes(4.5));
    await stage.settle();
  }

  it('go on over edges of hours that change nothing, however many, as far as there is time', async () => {
    const { stage } = setting;
    const [first = 0, second = 0] = stage.videos;
    await activateVideo(stage.planner, CALLER, first);
    const daypart = await aDaypart(stage, [{ days: [1, 2, 3, 4, 5, 6, 7], from: '13:00', to: '14:00' }]);
    await updateVideo(stage.planner, CALLER, second, { daypart_id: daypart.id }, null);
    const days = 24 * 60;
    await createOverride(stage.planner, CALLER, stage.content.id, { video_id: first, starts_at: minutes(200 * days) });
    const seen: string[] = [];
    for (let from = 0; from < 201 * days;) {
      const { segments, reaches } = await tell(from, 201 * days);
      assert.ok(reaches > minutes(from), 'it comes further each time');
      for (const { reason } of segments) if (seen.at(-1) !== reason) seen.push(String(reason));
      from = (reaches - NOON) / MINUTE;
    }
    assert.deepEqual(seen, ['manual', 'override']);
    const { shown } = await timelines.liveAt(stage.content.id, ANY, minutes(200 * days));
    assert.equal(shown?.shown.reason, 'override');
  });

  it('go over from what happened to what will, without a seam', async () => {
    await rotating();
    const { seam } = await tell(0, 1);
    assert.equal(seam, minutes(4.5));
    assert.deepEqual(await told(-2, 7), [
      '-2-0: 0 inferred',
      '0-1: 0 manual',
      '1-2: 1 rotation',
      '2-3: 2 rotation',
      '3-4: 0 rotation',
      '4-5: 1 rotation',
      '5-6: 2 rotation',
      '6-7: 0 rotation',
    ]);
  });

  it('begin and end within segments, of the past as of what is to come', async () => {
    await rotating();
    assert.deepEqual(await told(1.5, 2.5), ['1.5-2: 1 rotation', '2-2.5: 2 rotation']);
    assert.deepEqual(await told(3.5, 4), ['3.5-4: 0 rotation']);
    assert.deepEqual(await told(4, 4.5), ['4-4.5: 1 rotation']);
    assert.deepEqual(await told(5, 5.5), ['5-5.5: 2 rotation']);
    assert.deepEqual(await told(5.5, 6.5), ['5.5-6: 2 rotation', '6-6.5: 0 rotation']);
  });

  it('of a content without a history tell what is live, and infer that it always was', async () => {
    assert.deepEqual(await told(-1, 1), ['-1-0: 0 inferred', '0-1: 0 fallback']);
  });

  it('tell when each change of the past was committed, where it lies within', async () => {
    await rotating();
    const { segments } = await tell(1, 6);
    const committed = segments.map(({ appliedAt }) => appliedAt && (appliedAt - NOON) / MINUTE);
    assert.deepEqual(committed, [4.5, 4.5, 4.5, 4.5, null]);
    assert.deepEqual((await tell(1.5, 2)).segments[0]?.appliedAt, null, 'it began before');
  });

  it('reach as far as there is room for segments, and go on from there', async () => {
    await rotating();
    const pages: string[] = [];
    for (let from = 0; from < 9;) {
      const { segments, reaches } = await tell(from, 9, 2);
      assert.ok(segments.length <= 2);
      assert.equal(segments[0]?.from, minutes(from));
      pages.push(...segments.map(({ videoId }) => String(indexOf(videoId))));
      from = (reaches - NOON) / MINUTE;
    }
    assert.equal(pages.join(''), '012012012');
  });

  it('take the steps of a far stretch in more than one answer, each from where the last one stopped', async () => {
    await setting.stage.addSchedule({ interval_seconds: 1 });
    const first = await tell(240, 241);
    assert.deepEqual(
      [first.segments, first.reaches],
      [[], minutes(240)],
      '14,400 steps are more than one answer takes',
    );
    let last = first;
    for (let tries = 0; tries < 500 && last.reaches < minutes(241); tries += 1) last = await tell(240, 241);
    assert.equal(last.segments.length, 60);
  });

  it('say which schedule set what an override uncovers, and what lay beneath it', async () => {
    const { stage, clock } = setting;
    const { id: scheduleId } = await stage.addSchedule();
    clock.set(minutes(1.5));
    const [, , autumn = 0] = stage.videos;
    const given = { video_id: autumn, starts_at: minutes(1.5), ends_at: minutes(3.5) };
    const { id: overrideId } = await createOverride(stage.planner, CALLER, stage.content.id, given);
    const foretold = await tell(1, 5);
    clock.set(minutes(6));
    await stage.settle();
    const { segments } = await tell(1, 5);
    const shown = (of: typeof segments) => of.map(({ appliedAt: _committed, ...segment }) => segment);
    assert.deepEqual(shown(segments), shown(foretold.segments));
    assert.deepEqual(
      segments.map(({ scheduleId: by, overrideId: over, insteadOf }) => [by, over, insteadOf.map(indexOf)]),
      [
        [scheduleId, null, []],
        [null, overrideId, [1, 2, 0]],
        [scheduleId, null, []],
        [scheduleId, null, []],
      ],
    );
  });

  it('warn of what is to come, not of what is over', async () => {
    const { stage, clock } = setting;
    const [spring = 0] = stage.videos;
    const hidden = { video_id: spring, ends_at: minutes(2) };
    await createOverride(stage.planner, CALLER, stage.content.id, { ...hidden, priority: 1 });
    const { id } = await createOverride(stage.planner, CALLER, stage.content.id, hidden);
    const { warnings } = await tell(0, 3);
    assert.deepEqual(
      warnings.filter(({ kind }) => kind === 'override_never_wins').map(({ overrideIds }) => overrideIds),
      [[id]],
    );
    clock.set(minutes(5));
    await stage.settle();
    await activateVideo(stage.planner, CALLER, spring);
    assert.deepEqual((await tell(0, 3)).warnings, []);
  });

  it("hide another company's content", async () => {
    const { id: companyId } = await insertCompany(setting.database.db);
    const { content } = setting.stage;
    const query = { from: NOON, to: NOON + 1, most: 1 };
    await assert.rejects(timelines.tell(content.id, { companyId }, query), { code: 'not_found' });
    await assert.rejects(timelines.liveAt(content.id, { companyId }, NOON), { code: 'not_found' });
    await assert.rejects(timelines.tell(content.id + 1_000, ANY, query), { code: 'not_found' });
  });

  describe('of one instant', () => {
    const liveAt = (at: number) => timelines.liveAt(setting.stage.content.id, ANY, minutes(at));

    it('say what was live, since when, and who caused it', async () => {
      await rotating();
      const { shown, isPast, cause } = await liveAt(0.5);
      assert.deepEqual([indexOf(shown?.shown.videoId ?? null), shown?.shown.reason, isPast], [0, 'manual', true]);
      assert.ok(cause && 'row' in cause);
      assert.deepEqual([cause.row.actor, cause.row.due_at, cause.row.cause], ['key:1', NOON, 'manual']);
    });

    it('pass over rows that changed nothing', async () => {
      const { stage, clock } = setting;
      const [spring = 0] = stage.videos;
      await activateVideo(stage.planner, CALLER, spring);
      await stage.addSchedule({ video_sequence: [spring] });
      clock.set(minutes(9.5));
      await stage.settle();
      const { cause } = await liveAt(8.5);
      assert.ok(cause && 'row' in cause);
      // Its first slot shows the same by another reason; the others change nothing.
      assert.deepEqual([cause.row.due_at, cause.row.note], [minutes(1), 'unchanged']);
    });

    it('say what will be, and which step leads to it', async () => {
      await rotating();
      const { shown, isPast, cause } = await liveAt(6.5);
      assert.deepEqual([indexOf(shown?.shown.videoId ?? null), isPast], [0, false]);
      assert.ok(cause && 'step' in cause);
      assert.deepEqual([cause.step.kind, cause.step.at], ['schedule', minutes(6)]);
    });

    it('name the row where nothing changes until then, and nothing where there is none', async () => {
      assert.equal((await liveAt(3)).cause, null);
      assert.deepEqual([(await liveAt(-3)).shown?.shown.isInferred, (await liveAt(-3)).cause], [true, null]);
      await rotating();
      const { cause } = await liveAt(4.7);
      assert.ok(cause && 'row' in cause);
      assert.equal(cause.row.due_at, minutes(4));
    });

    it('say how far it was looked where too much lies before it', async () => {
      await setting.stage.addSchedule({ interval_seconds: 1 });
      const { shown, reaches } = await liveAt(24 * 60);
      assert.equal(shown, null);
      assert.ok(reaches > NOON && reaches < minutes(24 * 60));
    });
  });
});
