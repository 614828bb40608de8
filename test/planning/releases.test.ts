import assert from 'node:assert/strict';
import type { FoundRelease } from '../../src/domain/release.js';
import { createReleases } from '../../src/db/releases.js';
import { DEFAULT_OBJECT_LIMITS } from '../../src/domain/limits.js';
import type { ReleaseInput } from '../../src/planning/release-changes.js';
import { deleteContent } from '../../src/planning/content-edits.js';
import { createOverride, deleteOverride, updateOverride } from '../../src/planning/override-edits.js';
import { cancelRelease, createRelease, revertRelease, updateRelease } from '../../src/planning/release-edits.js';
import { deleteVideo } from '../../src/planning/video-edits.js';
import { NOON } from '../support/builders.js';
import { TestClock } from '../support/clock.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { fails } from '../support/faults.js';
import { CALLER } from '../support/planning.js';
import { aSetStage, type SetStage } from '../support/releases.js';

const MINUTE = 60_000;
const LEAD = 10_000;

describe('releases', () => {
  let database: TestDatabase;
  let clock: TestClock;
  let stage: SetStage;
  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    clock = new TestClock(NOON);
    stage = await aSetStage(database.db, clock, 3);
  });

  const make = (given: Partial<ReleaseInput> = {}): Promise<FoundRelease> =>
    createRelease(stage.door, CALLER, stage.company, { name: 'Spring', items: stage.items, ...given });
  const change = (id: number, wanted: Partial<ReleaseInput>, expected: number | null = null): Promise<FoundRelease> =>
    updateRelease(stage.door, CALLER, { id, expected, wanted });
  const cancel = (id: number) => cancelRelease(stage.door, CALLER, { id, expected: null });
  const revert = (id: number) => revertRelease(stage.door, CALLER, { id, expected: null });
  const read = (id: number): Promise<FoundRelease> => createReleases(database.db).get(id, CALLER);
  const removeVideo = (videoId: number, detach: boolean) =>
    deleteVideo(stage.planner, CALLER, videoId, { detach, expected: null, fileGraceMs: 0 });

  describe('that are made', () => {
    it('switch every content at one instant, and back again', async () => {
      const { release, items } = await make({ at: NOON + MINUTE, revert_at: NOON + 2 * MINUTE, priority: 3 });
      assert.deepEqual(
        items.map(({ ar_content_id, video_id, is_gone }) => [ar_content_id, video_id, is_gone]),
        stage.items.map(({ ar_content_id, video_id }) => [ar_content_id, video_id, false]),
      );
      const bounds = [NOON, NOON + MINUTE - 1, NOON + MINUTE, NOON + 2 * MINUTE - 1, NOON + 2 * MINUTE];
      assert.deepEqual(await Promise.all(bounds.map(stage.shownAt)), ['000', '000', '111', '111', '000']);
      const states = await stage.states();
      for (const { overrides, arContent } of states) {
        assert.deepEqual([overrides[0]?.release_id, overrides[0]?.priority], [release.id, 3]);
        assert.deepEqual([arContent.next_step_at, arContent.version], [NOON + MINUTE, 2]);
      }
      const waiting: unknown[] = await database.db('workflow_outbox').whereIn(
        'workflow_id',
        stage.contents.map((id) => `content-windows-${id}`),
      );
      assert.equal(waiting.length, 3);
    });

    it('are live in ten seconds when that is asked for, or an instant before that', async () => {
      for (const at of [undefined, null, NOON, NOON + LEAD - 1]) {
        const { release } = await make(at === undefined ? {} : { at });
        assert.equal(release.live_at, NOON + LEAD);
      }
      assert.equal((await make({ at: NOON + LEAD + 1 })).release.live_at, NOON + LEAD + 1);
    });

    it('name what is wrong with each item, and change nothing', async () => {
      const other = await aSetStage(database.db, clock, 1);
      const [first, second, third] = stage.items;
      assert.ok(first && second && third);
      const items = [
        first,
        ...other.items,
        { ...second, video_id: first.video_id },
        first,
        { ...third, video_id: 9e9 },
      ];
      const faults = ['items.1.ar_content_id', 'items.2.video_id', 'items.3.ar_content_id', 'items.4.video_id'];
      await assert.rejects(make({ items }), fails('validation_failed', ...faults));
      await assert.rejects(
        make({ at: NOON + MINUTE, revert_at: NOON + MINUTE }),
        fails('validation_failed', 'revert_at'),
      );
      assert.ok(
        (await stage.states()).every(({ overrides, arContent }) => overrides.length === 0 && arContent.version === 1),
      );
    });

    it('are held to the limits, which are named', async () => {
      const limits = { ...DEFAULT_OBJECT_LIMITS, itemsPerRelease: 2, releasesPerCompany: 1, overridesPerContent: 1 };
      stage = await aSetStage(database.db, clock, 3, { limits });
      await assert.rejects(make(), fails('validation_failed', 'items'));
      const { id } = await make({ items: stage.items.slice(0, 2) });
      await assert.rejects(make({ items: stage.items.slice(2) }), /A company may have 1 releases that are not over/);
      await assert.rejects(change(id, { items: stage.items }), fails('validation_failed', 'items'));
      await createOverride(stage.planner, CALLER, stage.contents[2] ?? 0, { video_id: stage.shown[2] ?? 0 });
      const tooMany = new RegExp(`AR content ${stage.contents[2]} may have 1 overrides`);
      await assert.rejects(change(id, { items: stage.items.slice(2) }), tooMany);
      await cancel(id);
      await make({ items: stage.items.slice(0, 1) });
    });

    it('end and give way by their priorities', async () => {
      await make({ priority: 1 });
      await createOverride(stage.planner, CALLER, stage.contents[1] ?? 0, {
        video_id: stage.shown[1] ?? 0,
        priority: 2,
      });
      assert.equal(await stage.shownAt(NOON + LEAD), '101');
    });
  });

  describe('that are planned', () => {
    it('are changed as a whole: instants, items and priority', async () => {
      const { id } = await make({ at: NOON + MINUTE });
      const [first, second, third] = stage.items;
      assert.ok(first && second && third);
      const items = [third, { ...first, video_id: stage.shown[0] ?? 0 }];
      const { release } = await change(id, { items, at: null, revert_at: NOON + MINUTE, note: 'sale' }, 1);
      assert.deepEqual([release.live_at, release.revert_at, release.note], [NOON + LEAD, NOON + MINUTE, 'sale']);
      assert.deepEqual(release.items, [items[1], third]);
      assert.deepEqual([await stage.shownAt(NOON + LEAD), await stage.shownAt(NOON + MINUTE)], ['001', '000']);
      assert.deepEqual(
        (await stage.states()).map(({ overrides }) => overrides.length),
        [1, 0, 1],
      );
      await assert.rejects(change(id, { name: 'Late' }, 1), fails('precondition_failed'));
      await assert.rejects(change(id, { revert_at: NOON + LEAD }), fails('validation_failed', 'revert_at'));
      const unknown = [{ ...first, ar_content_id: 9e9 }];
      await assert.rejects(change(id, { items: unknown }), fails('validation_failed', 'items.0.ar_content_id'));
    });

    it('touch no content where only the name changes, or items are said again', async () => {
      const { id } = await make();
      const { release } = await change(id, { name: 'Summer', items: stage.items.toReversed() });
      assert.deepEqual([release.name, release.revision], ['Summer', 2]);
      assert.deepEqual(
        (await stage.states()).map(({ arContent }) => arContent.version),
        [2, 2, 2],
      );
    });

    it('are cancelled, and kept as that', async () => {
      const { id } = await make({ at: NOON + MINUTE });
      assert.equal((await cancel(id)).release.cancelled_at, NOON);
      assert.equal(await stage.shownAt(NOON + MINUTE), '000');
      for (const late of [cancel(id), revert(id), change(id, { name: 'Late' })]) {
        await assert.rejects(late, fails('conflict'));
      }
      await assert.rejects(cancel(9e9), fails('not_found'));
    });

    it('cannot be reverted, nor cancelled in the last ten seconds', async () => {
      const { id } = await make({ at: NOON + MINUTE });
      await assert.rejects(revert(id), /is not live yet/);
      clock.set(NOON + MINUTE - LEAD + 1);
      await assert.rejects(cancel(id), /is live, or will be within ten seconds/);
      assert.equal((await revert(id)).release.revert_at, NOON + MINUTE + 1);
      assert.deepEqual([await stage.shownAt(NOON + MINUTE), await stage.shownAt(NOON + MINUTE + 1)], ['111', '000']);
    });

    it('keep their videos from being deleted, unless that is to end an item', async () => {
      const { id } = await make({ at: NOON + MINUTE });
      const [video = 0] = stage.wanted;
      await assert.rejects(removeVideo(video, false), new RegExp(`of release ${id}; \\?detach=true ends it`));
      await removeVideo(video, true);
      assert.equal((await read(id)).items[0]?.override_id, null);
      await change(id, { at: NOON + 2 * MINUTE });
      assert.equal(await stage.shownAt(NOON + 2 * MINUTE), '011');
      await assert.rejects(
        change(id, { items: stage.items.slice(0, 2).toReversed() }),
        fails('validation_failed', 'items.1.video_id'),
      );
    });

    it('go on without a content that is deleted', async () => {
      const { id } = await make({ at: NOON + MINUTE });
      await deleteContent(stage.planner, CALLER, stage.contents[1] ?? 0, { expected: null, fileGraceMs: 0 });
      assert.deepEqual(
        (await read(id)).items.map(({ is_gone }) => is_gone),
        [false, true, false],
      );
      await change(id, { at: NOON + 2 * MINUTE });
      assert.deepEqual([await stage.shownAt(NOON + MINUTE), await stage.shownAt(NOON + 2 * MINUTE)], ['00', '11']);
    });

    it('alone change and end their overrides', async () => {
      const { id, items } = await make();
      const override = items[0]?.override_id ?? 0;
      const named = new RegExp(`Override ${override} belongs to release ${id}`);
      await assert.rejects(deleteOverride(stage.planner, CALLER, override, null), named);
      await assert.rejects(updateOverride(stage.planner, CALLER, override, { note: 'mine' }, null), named);
    });
  });

  describe('that are live', () => {
    it('change their names, their notes and their ends only', async () => {
      const { id } = await make();
      await createOverride(stage.planner, CALLER, stage.contents[0] ?? 0, {
        video_id: stage.shown[0] ?? 0,
        priority: -1,
      });
      clock.set(NOON + MINUTE);
      for (const wanted of [{ at: NOON + 5 * MINUTE }, { priority: 4 }, { items: stage.items.slice(1) }]) {
        await assert.rejects(change(id, wanted), /at, items and priority cannot be changed/);
      }
      const renamed = await change(id, { name: 'Summer', note: 'sale', revert_at: null });
      assert.deepEqual([renamed.release.name, renamed.release.note], ['Summer', 'sale']);
      const soon = await change(id, { revert_at: NOON });
      assert.equal(soon.release.revert_at, NOON + MINUTE + LEAD);
      const later = await change(id, { revert_at: NOON + 3 * MINUTE });
      assert.equal(later.release.revert_at, NOON + 3 * MINUTE);
      assert.deepEqual(
        [await stage.shownAt(NOON + 3 * MINUTE - 1), await stage.shownAt(NOON + 3 * MINUTE)],
        ['111', '000'],
      );
      assert.equal((await change(id, { revert_at: null })).release.revert_at, null);
      assert.equal(await stage.shownAt(NOON + 9 * MINUTE), '111');
    });

    it('are reverted in ten seconds, once', async () => {
      const { id } = await make();
      clock.set(NOON + MINUTE);
      assert.equal((await revert(id)).release.revert_at, NOON + MINUTE + LEAD);
      assert.equal(await stage.shownAt(NOON + MINUTE + LEAD - 1), '111');
      assert.equal(await stage.shownAt(NOON + MINUTE + LEAD), '000');
      clock.advance(1);
      await assert.rejects(revert(id), /is over, or will be within ten seconds/);
      const [entry] = await database.db('audit_log').where('subject', `release:${id}`).orderBy('id', 'desc').limit(1);
      assert.equal(entry.action, 'release.revert');
    });
  });
});
