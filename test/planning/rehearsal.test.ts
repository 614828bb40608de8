import assert from 'node:assert/strict';
import { DEFAULT_OBJECT_LIMITS } from '../../src/domain/limits.js';
import type { Id } from '../../src/domain/scalars.js';
import { deleteContent, updateContent } from '../../src/planning/content-edits.js';
import { createOverride } from '../../src/planning/override-edits.js';
import { Planner } from '../../src/planning/planner.js';
import { Rehearsals } from '../../src/planning/rehearsal.js';
import { createSchedule, updateSchedule } from '../../src/planning/schedule-edits.js';
import { activateVideo } from '../../src/planning/video-edits.js';
import { insertCompany, insertContent, insertVideo, NOON } from '../support/builders.js';
import { CALLER, stageForEachTest, type StageSetting } from '../support/planning.js';

const MINUTE = 60_000;

describe('rehearsals', () => {
  let setting: StageSetting;
  let rehearsals: Rehearsals;
  stageForEachTest((given) => {
    setting = given;
    rehearsals = new Rehearsals({ db: given.database.db, clock: given.clock, limits: DEFAULT_OBJECT_LIMITS });
  });

  const TABLES = ['ar_content', 'video_rotation_schedules', 'overrides', 'rotations', 'audit_log', 'workflow_outbox'];
  const rowsOf = (table: string): Promise<unknown[]> =>
    setting.database
      .db(table)
      .select(setting.database.db.raw(`to_jsonb(${table}) AS row`))
      .orderByRaw('1');
  const everything = (): Promise<unknown[][]> => Promise.all(TABLES.map(rowsOf));

  it('come to what the edits then come to, and leave nothing', async () => {
    const { stage, clock } = setting;
    const [spring = 0, , autumn = 0] = stage.videos;
    const { id: scheduleId } = await stage.addSchedule();
    clock.set(NOON + 2.5 * MINUTE);
    const before = await everything();
    const changes = { interval_seconds: 90 };
    const rehearsed = await rehearsals.rehearse(stage.content.id, CALLER, async (door, caller) => {
      await updateSchedule(door, caller, scheduleId, changes, null);
      await activateVideo(door, caller, spring);
      await createOverride(door, caller, stage.content.id, { video_id: autumn, ends_at: NOON + 9 * MINUTE });
    });
    assert.deepEqual(await everything(), before);
    assert.equal(rehearsed.at, NOON + 2.5 * MINUTE);
    assert.equal(rehearsed.before.arContent.settled_at, rehearsed.at, 'what is due is carried out first');

    await updateSchedule(stage.planner, CALLER, scheduleId, changes, null);
    await activateVideo(stage.planner, CALLER, spring);
    await createOverride(stage.planner, CALLER, stage.content.id, { video_id: autumn, ends_at: NOON + 9 * MINUTE });
    const after = await stage.state();
    // Only numbers of a sequence are used up.
    const withoutIds = (state: typeof after) => ({
      ...state,
      overrides: state.overrides.map((one) => ({ ...one, id: 0 })),
      arContent: { ...state.arContent, next_step_at: null },
    });
    assert.ok(rehearsed.after);
    assert.deepEqual(withoutIds(rehearsed.after), withoutIds(after));
  });

  it('build on what was made before', async () => {
    const { stage } = setting;
    const { after } = await rehearsals.rehearse(stage.content.id, CALLER, async (door, caller) => {
      const input = { rotation_type: 'interval', interval_seconds: 60, video_sequence: stage.videos } as const;
      const { id } = await createSchedule(door, caller, stage.content.id, input);
      await updateSchedule(door, caller, id, { interval_seconds: 120 }, null);
    });
    assert.deepEqual(
      after?.schedules.map(({ interval_seconds }) => interval_seconds),
      [120],
    );
  });

  it('are of one content alone, which the caller may see', async () => {
    const { stage, database } = setting;
    const { id: companyId } = await insertCompany(database.db);
    const { id: other } = await insertContent(database.db);
    const { id: foreign } = await insertVideo(database.db, other);
    const rehearse = (id: Id, work: Parameters<Rehearsals['rehearse']>[2], caller = CALLER) =>
      assert.rejects(rehearsals.rehearse(id, caller, work), { code: 'not_found' });
    await rehearse(stage.content.id, async () => undefined, { ...CALLER, companyId });
    await rehearse(1_000_000, async () => undefined);
    await rehearse(stage.content.id, (door, caller) => activateVideo(door, caller, foreign).then(() => undefined));
    await rehearse(stage.content.id, (door, caller) => activateVideo(door, caller, 1_000_000).then(() => undefined));
    await rehearse(stage.content.id, (door, caller) =>
      updateContent(door, caller, other, {}, null).then(() => undefined),
    );
  });

  it('of a content that would be gone go no further', async () => {
    const { stage } = setting;
    const options = { expected: null, fileGraceMs: 1 };
    const { after } = await rehearsals.rehearse(stage.content.id, CALLER, async (door, caller) => {
      await deleteContent(door, caller, stage.content.id, options);
      await assert.rejects(updateContent(door, caller, stage.content.id, {}, null), { code: 'not_found' });
    });
    assert.equal(after, null);
    assert.equal((await stage.state()).arContent.id, stage.content.id);
  });

  it('begin no edit once their time is up', async () => {
    const { stage, database, clock } = setting;
    const hurried = new Rehearsals({ db: database.db, clock, limits: DEFAULT_OBJECT_LIMITS, holdMs: -1 });
    const work = hurried.rehearse(stage.content.id, CALLER, async (door, caller) => {
      await updateContent(door, caller, stage.content.id, {}, null);
    });
    await assert.rejects(work, { code: 'busy', message: /within two seconds/ });
  });

  it('wait for no backlog', async () => {
    const { stage, clock } = setting;
    await stage.addSchedule({ interval_seconds: 1 });
    clock.set(NOON + 60 * MINUTE);
    await assert.rejects(
      rehearsals.rehearse(stage.content.id, CALLER, async () => undefined),
      { code: 'busy' },
    );
  });

  it('are refused by a process that the installation is past', async () => {
    const { stage, database } = setting;
    const [level = 0] = await database.db('upgrade_state').pluck<number[]>('fold_level');
    await database.db('upgrade_state').update({ fold_level: 1_000 });
    try {
      await assert.rejects(
        rehearsals.rehearse(stage.content.id, CALLER, async () => undefined),
        { code: 'outdated_process' },
      );
    } finally {
      await database.db('upgrade_state').update({ fold_level: level });
    }
  });

  it('come before edits of whoever wants that, unless the edit was made already, or nobody minds', async () => {
    const { stage, database, clock } = setting;
    const tried: Id[] = [];
    const refuseNewWarnings = async (id: Id): Promise<void> => void tried.push(id);
    const careful = new Planner({ db: database.db, clock, refuseNewWarnings });
    const idempotency = { key: 'once', requestHash: Buffer.from('h') };
    const caller = { ...CALLER, strict: true, idempotency };
    await updateContent(careful, caller, stage.content.id, { title: 'Other' }, null);
    assert.deepEqual(tried, [stage.content.id]);
    await updateContent(careful, caller, stage.content.id, { title: 'Other' }, null);
    assert.equal(tried.length, 1, 'a repetition');
    await updateContent(careful, CALLER, stage.content.id, { title: 'Yet another' }, null);
    assert.equal(tried.length, 1, 'not asked for');
    await updateContent(stage.planner, { ...CALLER, strict: true }, stage.content.id, { title: 'More' }, null);
  });

  it('keep no Idempotency-Key, and change nothing where an edit fails', async () => {
    const { stage, database } = setting;
    const caller = { ...CALLER, idempotency: { key: 'k', requestHash: Buffer.from('h') } };
    await rehearsals.rehearse(stage.content.id, caller, async (door, trying) => {
      assert.equal(trying.idempotency, null);
      await updateContent(door, trying, stage.content.id, { title: 'Other' }, null);
    });
    assert.deepEqual(await database.db('idempotency_keys').where('key', 'k'), []);
    const before = await everything();
    const failing = rehearsals.rehearse(stage.content.id, CALLER, async (door, trying) => {
      await updateContent(door, trying, stage.content.id, { title: 'Other' }, null);
      await activateVideo(door, trying, 0);
    });
    await assert.rejects(failing, { code: 'not_found' });
    assert.deepEqual(await everything(), before);
  });
});
