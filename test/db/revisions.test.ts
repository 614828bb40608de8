import assert from 'node:assert/strict';
import { loadContentState, loadContentStates } from '../../src/db/content-state.js';
import type { Database } from '../../src/db/database.js';
import { createLedgerRecords } from '../../src/db/ledger-records.js';
import { NOON } from '../support/builders.js';
import { aDaypart } from '../support/calendars.js';
import { CALLER, stageForEachTest, type Stage } from '../support/planning.js';

const EVENING = [{ days: [1, 2, 3], from: '18:00', to: '20:00' }];

describe('reading what a content follows', () => {
  let stage: Stage;
  stageForEachTest((setting) => ({ stage } = setting));

  /** Has the content use a daypart whose hours this process has not read yet. */
  async function useUnread(): Promise<number> {
    const { id: schedule } = await stage.addSchedule();
    const { id, revision_id } = await aDaypart(stage, EVENING);
    const { id: ar_content_id } = stage.content;
    await stage.db('content_dayparts').insert({ ar_content_id, daypart_id: id, revision_id });
    await stage.db('video_rotation_schedules').where('id', schedule).update({ daypart_id: id });
    return id;
  }

  async function stopUsing(id: number): Promise<void> {
    await stage.db('video_rotation_schedules').where('daypart_id', id).update({ daypart_id: null });
    await stage.db('content_dayparts').where('daypart_id', id).del();
    await stage.db('dayparts').where('id', id).del();
  }

  /** The database, where something happens just before hours are read. */
  const meddledWith = (meddle: () => Promise<void>): Database =>
    new Proxy(stage.db, {
      apply(db, _, [table]: [string]) {
        if (table !== 'daypart_revisions') return db(table);
        return {
          async whereIn(column: string, ids: string[]) {
            await meddle();
            return db(table).whereIn(column, ids);
          },
        };
      },
    });

  const readings: Record<string, (db: Database, id: number) => Promise<unknown>> = {
    'its state': async (db, id) => (await loadContentState(db, id))?.schedules.map(({ opening }) => opening),
    'the states of several': async (db, id) =>
      (await loadContentStates(db, [id])).flatMap(({ schedules }) => schedules.map(({ opening }) => opening)),
    'its timeline': async (db, id) =>
      (
        await createLedgerRecords(db).readStretch(id, CALLER, { from: NOON, to: NOON + 1, most: 1 })
      ).state.schedules.map(({ opening }) => opening),
    'an instant': async (db, id) =>
      (await createLedgerRecords(db).readMoment(id, CALLER, NOON)).state.schedules.map(({ opening }) => opening),
  };
  for (const [what, read] of Object.entries(readings)) {
    it(`begins anew where a daypart is deleted between two statements: ${what}`, async () => {
      const id = await useUnread();
      const db = meddledWith(() => stopUsing(id));
      assert.deepEqual(await read(db, stage.content.id), [null]);
    });
  }

  it('gives up where a revision that is followed is not there, time after time', async () => {
    await useUnread();
    const blind = new Proxy(stage.db, {
      apply: (db, _, [table]: [string]) => (table === 'daypart_revisions' ? { whereIn: async () => [] } : db(table)),
    });
    await assert.rejects(loadContentState(blind, stage.content.id), /Revision .* is gone/);
  });
});
