import assert from 'node:assert/strict';
import { enterEvent, handOutEvents } from '../../src/db/webhook-events.js';
import { replayFrom, takeDeliveries } from '../../src/db/webhook-deliveries.js';
import { inTransaction } from '../../src/db/transaction.js';
import type { Id } from '../../src/domain/scalars.js';
import type { Webhook, WebhookDelivery } from '../../src/domain/webhook.js';
import { forgetUnwantedLooks } from '../../src/db/future-looks.js';
import { FutureLook } from '../../src/outbox/future-look.js';
import { deleteContent } from '../../src/planning/content-edits.js';
import { updateSchedule } from '../../src/planning/schedule-edits.js';
import { updateVideo } from '../../src/planning/video-edits.js';
import type { RotationSchedule } from '../../src/domain/rotation-schedule.js';
import { insertCompany, NOON } from '../support/builders.js';
import { aDaypart } from '../support/calendars.js';
import type { TestClock } from '../support/clock.js';
import { eventually } from '../support/eventually.js';
import { aStage, CALLER, stageForEachTest, type Stage } from '../support/planning.js';
import { insertWebhook } from '../support/webhooks.js';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

interface Told {
  id: Id;
  type: string;
  webhook_id: Id;
  ar_content_id: Id;
  happens_at: number;
  data: { due_at: string; withdrawn: boolean; withdraws: string | null; to_video_id?: Id; dark_because?: string };
}

describe('the look at what is to come', function () {
  this.timeout(180_000);
  let clock: TestClock;
  let stage: Stage;
  const warnings: string[] = [];
  stageForEachTest((setting) => ({ clock, stage } = setting));
  beforeEach(async () => {
    warnings.length = 0;
    for (const table of ['webhooks', 'webhook_events', 'webhook_looks', 'content_looks', 'foretold'])
      await stage.db(table).del();
  });

  afterEach(() => assert.deepEqual(warnings.splice(0), []));

  const aLook = (given: object = {}): FutureLook =>
    new FutureLook({
      db: stage.db,
      clock,
      // On a busy machine a content is not looked at as far as on others.
      contentMs: 2_000,
      logger: { warn: (line: string) => void warnings.push(line), debug: () => undefined },
      ...given,
    });
  const listen = (given: object = {}, company = stage.content.company_id): Promise<Webhook> =>
    insertWebhook(stage.db, company, { events: ['rotation.will_change', 'content.going_dark'], ...given });
  /** Every company is looked at to its end. @returns at how many pages */
  const look = async (): Promise<number> => {
    for (let pages = 0; ;) {
      const looked = await aLook().look();
      if (looked === 0) return pages;
      pages += looked;
    }
  };
  const passed = (ms: number): Promise<number> => {
    clock.advance(ms);
    return look();
  };
  const rows = (): Promise<Told[]> => stage.db<Told>('webhook_events').orderBy('id');
  /** What was told, with how far ahead of NOON it is. */
  const told = async (): Promise<unknown[]> =>
    (await rows())
      .filter(({ type }) => type.includes('will') || type.includes('going'))
      .map(({ type, data }) => [
        type === 'content.going_dark' ? 'dark' : data.to_video_id,
        (Date.parse(data.due_at) - NOON) / MINUTE,
        ...(data.withdrawn ? ['withdrawn'] : []),
      ]);
  const hourly = (given: object = {}): Promise<RotationSchedule> =>
    stage.addSchedule({ interval_seconds: 3_600, ...given });
  const deliveries = (): Promise<WebhookDelivery[]> => stage.db<WebhookDelivery>('webhook_deliveries').orderBy('id');
  const take = (webhookId: Id) => takeDeliveries(stage.db, { webhookId, limit: 16, leaseMs: 60_000 });
  const delivered = async (webhookId: Id): Promise<void> => {
    for (const { id } of await take(webhookId))
      await stage.db('webhook_deliveries').where({ id }).update({ status: 'delivered', next_attempt_at: null });
  };

  it('tells of each change once, as long before as its endpoint wants it', async () => {
    const { id } = await listen({ lead_seconds: 600 });
    const schedule = await hourly();
    const [, summer, autumn] = stage.videos;
    await look();
    assert.deepEqual(await told(), []);
    await passed(48 * MINUTE);
    assert.deepEqual(await told(), []);
    await passed(MINUTE);
    const first = [summer, 60];
    assert.deepEqual(await told(), [first]);
    await passed(MINUTE);
    await Promise.all([look(), look(), look()]);
    assert.deepEqual(await told(), [first]);
    const [event] = await rows();
    assert.deepEqual(
      [event?.webhook_id, event?.ar_content_id, event?.happens_at],
      [id, stage.content.id, NOON + 49 * MINUTE],
    );
    assert.deepEqual(event?.data, {
      ar_content_id: stage.content.id,
      unique_id: stage.content.unique_id,
      due_at: new Date(NOON + 60 * MINUTE).toISOString(),
      from_video_id: stage.videos[0],
      from_title: 'Spring',
      to_video_id: summer,
      to_title: 'Summer',
      reason: 'rotation',
      schedule_id: schedule.id,
      override_id: null,
      withdrawn: false,
      withdraws: null,
    });
    await passed(10 * MINUTE);
    await stage.settle();
    await passed(MINUTE);
    await passed(49 * MINUTE);
    assert.deepEqual(await told(), [first, [autumn, 120]]);
    const left = await stage.db('foretold').pluck<number[]>('due_at');
    assert.deepEqual(left, [NOON + 120 * MINUTE]);
  });

  it('tells each endpoint as it wants it, and of what it wants', async () => {
    const soon = await listen({ lead_seconds: 60, events: ['rotation.will_change'] });
    const early = await listen({ lead_seconds: 3_600, events: ['rotation.will_change'] });
    await listen({ events: ['content.going_dark', 'rotation.done'] });
    await hourly();
    await look();
    const whom = async (): Promise<Id[]> => (await rows()).map(({ webhook_id }) => webhook_id);
    assert.deepEqual(await whom(), [early.id]);
    await passed(59 * MINUTE);
    assert.deepEqual((await whom()).slice(0, 2), [early.id, soon.id]);
    await stage.db('webhook_events').update({ handed_out_at: null });
    await handOutEvents(stage.db);
    const sent = (await deliveries()).map(({ webhook_id }) => webhook_id);
    assert.deepEqual(new Set(sent), new Set([early.id, soon.id]));
  });

  it('tells that a content goes dark, so many days before', async () => {
    await listen({ dark_days: 7 });
    await listen({ dark_days: 30, events: ['content.going_dark'] });
    for (const id of stage.videos) {
      await updateVideo(stage.planner, CALLER, id, () => ({ expires_at: NOON + 10 * DAY }), null);
    }
    await look();
    const dark = ['dark', 14_400];
    assert.deepEqual(await told(), [dark]);
    await passed(2 * DAY);
    assert.deepEqual(await told(), [dark]);
    await passed(DAY);
    await passed(MINUTE);
    assert.deepEqual(await told(), [dark, dark]);
    assert.equal((await rows())[0]?.data.dark_because, 'no_video');
    await passed(7 * DAY);
    await stage.settle();
    await passed(MINUTE);
    assert.deepEqual(await told(), [dark, dark]);
    assert.deepEqual(await stage.db('foretold'), []);
  });

  it('comes to an end where hours recur without one', async () => {
    await listen({ dark_days: 366 });
    const days = [1, 2, 3, 4, 5, 6, 7];
    const at = (from: string, to: string) => aDaypart(stage, [{ days, from, to }]);
    const [day, night, noon] = [await at('08:00', '20:00'), await at('20:00', '08:00'), await at('11:00', '13:00')];
    const [spring = 0, summer = 0, autumn = 0] = stage.videos;
    const keep = (id: Id, daypart_id: Id) =>
      updateVideo(stage.planner, CALLER, id, () => ({ daypart_id, time_zone: 'UTC' }), null);
    await keep(spring, day.id);
    await keep(summer, night.id);
    await keep(autumn, noon.id);
    await look();
    assert.deepEqual(
      (await told()).filter((one) => (one as unknown[])[0] === 'dark'),
      [],
    );
    await keep(summer, noon.id);
    await passed(MINUTE);
    const dark = (await rows()).filter(({ type }) => type === 'content.going_dark');
    assert.deepEqual(
      dark.map(({ data }) => data.due_at),
      ['2026-11-21T20:00:00.000Z'],
    );
  });

  describe('when plans change', () => {
    let webhook: Webhook;
    let schedule: RotationSchedule;
    beforeEach(async () => {
      webhook = await listen({ lead_seconds: 7_200, events: ['rotation.will_change'] });
      schedule = await hourly({ ends_at: NOON + 90 * MINUTE });
      await look();
    });
    const switchOff = () => updateSchedule(stage.planner, CALLER, schedule.id, () => ({ is_active: false }), null);

    it('withdraws what was not handed out, and nothing is sent', async () => {
      await switchOff();
      await passed(MINUTE);
      assert.equal((await told()).length, 1);
      await handOutEvents(stage.db);
      assert.deepEqual(await deliveries(), []);
      assert.deepEqual(await stage.db('foretold'), []);
    });

    it('withdraws what was not sent, with its delivery', async () => {
      await handOutEvents(stage.db);
      await switchOff();
      await passed(MINUTE);
      assert.equal((await told()).length, 1);
      assert.deepEqual(
        (await deliveries()).map(({ status, next_attempt_at }) => [status, next_attempt_at]),
        [['withdrawn', null]],
      );
      assert.deepEqual(await take(webhook.id), []);
    });

    it('has what was sent be followed by an event that says that it does not hold, once', async () => {
      await handOutEvents(stage.db);
      await delivered(webhook.id);
      await switchOff();
      await passed(MINUTE);
      await passed(MINUTE);
      const [, summer] = stage.videos;
      assert.deepEqual(await told(), [
        [summer, 60],
        [summer, 60, 'withdrawn'],
      ]);
      const [first, second] = await rows();
      assert.equal(second?.data.withdraws, `evt_${first?.id}`);
      await handOutEvents(stage.db);
      assert.deepEqual(
        (await take(webhook.id)).map(({ eventId }) => eventId),
        [second?.id],
      );
    });

    it('takes what was tried for sent, as only the answer may have been lost; both come in order', async () => {
      await handOutEvents(stage.db);
      await take(webhook.id);
      await switchOff();
      await passed(MINUTE);
      await handOutEvents(stage.db);
      const due = () =>
        stage
          .db('webhook_deliveries')
          .where('status', 'pending')
          .update({ next_attempt_at: new Date(0) });
      await due();
      const [{ id, data } = assert.fail('nothing is due')] = await take(webhook.id);
      assert.equal((data as Told['data']).withdrawn, false);
      assert.deepEqual(await take(webhook.id), []);
      await stage.db('webhook_deliveries').where({ id }).update({ status: 'delivered', next_attempt_at: null });
      await due();
      await delivered(webhook.id);
      const statuses = (await deliveries()).map(({ status }) => status);
      assert.deepEqual([statuses.length, new Set(statuses)], [2, new Set(['delivered'])]);
    });

    it('tells of another instant, and of another video at the same one', async () => {
      await handOutEvents(stage.db);
      await delivered(webhook.id);
      const [spring, summer, autumn] = stage.videos;
      assert.ok(spring && summer && autumn);
      const change = { video_sequence: [spring, autumn], current_index: 0 };
      await updateSchedule(stage.planner, CALLER, schedule.id, () => change, null);
      await passed(MINUTE);
      assert.deepEqual(await told(), [
        [summer, 60],
        [summer, 60, 'withdrawn'],
        [autumn, 60],
      ]);
      await updateSchedule(stage.planner, CALLER, schedule.id, () => ({ interval_seconds: 4_200 }), null);
      await passed(MINUTE);
      assert.deepEqual((await told()).slice(3).length, 1);
      assert.equal((await deliveries()).length, 1);
    });

    it('says so, too, of what was due before it could look', async () => {
      await handOutEvents(stage.db);
      await delivered(webhook.id);
      clock.advance(59 * MINUTE);
      await switchOff();
      await passed(2 * MINUTE);
      assert.deepEqual((await told()).at(-1), [stage.videos[1], 60, 'withdrawn']);
    });

    it('tells nothing more of a content that is deleted', async () => {
      await handOutEvents(stage.db);
      await deleteContent(stage.planner, CALLER, stage.content.id, { expected: null, fileGraceMs: 0 });
      await passed(MINUTE);
      assert.equal((await told()).length, 1);
      assert.deepEqual(
        (await deliveries()).map(({ status }) => status),
        ['withdrawn'],
      );
      assert.deepEqual([await stage.db('foretold'), await stage.db('content_looks')], [[], []]);
    });

    it('does not send again what was withdrawn', async () => {
      await handOutEvents(stage.db);
      await delivered(webhook.id);
      const replay = () => inTransaction(stage.db, (trx) => replayFrom(trx, webhook, 1));
      // It was sent before it was asked for again.
      assert.equal((await replay()).replayed, 1);
      await switchOff();
      await passed(MINUTE);
      await handOutEvents(stage.db);
      assert.equal((await told()).length, 2);
      assert.equal((await replay()).replayed, 1);
    });
  });

  it('goes over what changed, and nothing else', async () => {
    await listen();
    await hourly();
    const others: Stage[] = [];
    for (let n = 0; n < 2; n += 1) {
      others.push(await aStage(stage.db, clock, { content: { company_id: stage.content.company_id } }));
    }
    await look();
    const seen = (): Promise<unknown[]> => stage.db('content_looks').orderBy('ar_content_id').pluck('xmin');
    const before = await seen();
    assert.equal(before.length, 3);
    await passed(MINUTE);
    assert.deepEqual(await seen(), before);
    await others[1]?.addSchedule({ interval_seconds: 3_600 });
    await passed(MINUTE);
    const after = await seen();
    assert.deepEqual([after[0], after[1], after[2] === before[2]], [before[0], before[1], false]);
    // Another endpoint wants to know of all.
    await listen({ dark_days: 3 });
    await passed(MINUTE);
    assert.ok((await seen()).every((one, index) => one !== after[index]));
  });

  it('looks at a company once a minute, at each in turn, and only where an endpoint wants it', async () => {
    const companies = [stage.content.company_id];
    for (let n = 0; n < 2; n += 1) companies.push((await insertCompany(stage.db)).id);
    for (const company of companies) await listen({}, company);
    await listen({ events: ['rotation.done'] }, (await insertCompany(stage.db)).id);
    await listen(
      { status: 'failing', failing_reason: 'x', failing_at: new Date(NOON) },
      (await insertCompany(stage.db)).id,
    );
    assert.equal(await look(), 3);
    assert.equal(await look(), 0);
    assert.equal(await passed(MINUTE - 1), 0);
    assert.equal(await passed(1), 3);
    // A clock that went back does not end the looks.
    assert.equal(await passed(-10 * MINUTE), 3);
  });

  it('goes over many contents in pages, between which others have their turn', async () => {
    await listen({ events: ['content.going_dark'] });
    const { id: company_id } = await insertCompany(stage.db);
    await listen({ events: ['content.going_dark'] }, company_id);
    await stage.db.raw(
      `WITH made AS (INSERT INTO ar_content (company_id, title, settled_at)
         SELECT ?, 'Poster', ?::timestamptz FROM generate_series(1, 250) RETURNING id)
       INSERT INTO videos (ar_content_id, title, status, video_path, expires_at)
       SELECT id, 'Spring', 'ready', 'x.mp4', ?::timestamptz FROM made`,
      [company_id, new Date(NOON).toISOString(), new Date(NOON + DAY).toISOString()],
    );
    const looks = stage.db('webhook_looks').where({ company_id }).first('after_id');
    assert.equal(await aLook().look(), 2);
    assert.ok(((await looks) as { after_id: number }).after_id > 0);
    assert.equal((await told()).length, 100);
    await look();
    assert.equal((await told()).length, 250);
  });

  it('leaves rotations and edits alone: it waits for no lock of theirs', async () => {
    await listen({ lead_seconds: 7_200 });
    await hourly();
    await stage.db.transaction(async (trx) => {
      await trx('ar_content').where('id', stage.content.id).forUpdate();
      await trx('companies').where('id', stage.content.company_id).forUpdate();
      await look();
      assert.notEqual((await told()).length, 0);
    });
  });

  it('goes on with others where one cannot be looked at', async () => {
    await listen({ lead_seconds: 7_200 });
    const schedule = await hourly();
    const other = await aStage(stage.db, clock, { content: { company_id: stage.content.company_id } });
    await other.addSchedule({ interval_seconds: 3_600 });
    await stage
      .db('video_rotation_schedules')
      .where('id', schedule.id)
      .update({ time_zone: 'Mars/Olympus', rotation_type: 'cron', cron_expression: 'x' });
    await look();
    assert.ok((await rows()).every(({ ar_content_id }) => ar_content_id === other.content.id));
    assert.notEqual((await rows()).length, 0);
    assert.match(warnings.splice(0).join(), new RegExp(`the future of AR content ${stage.content.id} cannot be told`));
  });

  it('keeps nothing of a company that wants to be told of nothing any more', async () => {
    const { id } = await listen();
    const other = await aStage(stage.db, clock);
    await listen({}, other.content.company_id);
    await look();
    const seenOf = async (table: string): Promise<number[]> =>
      stage.db(table).orderBy('company_id').pluck('company_id');
    const [ours, theirs] = [stage.content.company_id, other.content.company_id];
    await stage.db.raw(
      `INSERT INTO content_looks (company_id, ar_content_id, seen) SELECT ?, 1000000 + n, '' FROM generate_series(1, 1500) n`,
      [ours],
    );
    const forget = (): Promise<void> => forgetUnwantedLooks(stage.db, clock.now() - 60 * MINUTE);
    await stage
      .db('webhooks')
      .where({ id })
      .update({ events: ['rotation.done'] });
    await forget();
    assert.equal((await seenOf('content_looks')).length, 1_502, 'it was looked at a moment ago');
    clock.advance(61 * MINUTE);
    await forget();
    assert.deepEqual(await seenOf('webhook_looks'), [ours, theirs]);
    await forget();
    await forget();
    assert.deepEqual([await seenOf('webhook_looks'), await seenOf('content_looks')], [[theirs], [theirs]]);
  });

  it('is one at a time, and goes on all the time until it is stopped', async () => {
    await listen({ lead_seconds: 7_200, events: ['rotation.will_change'] });
    await hourly({ ends_at: NOON + 90 * MINUTE });
    const workers = [aLook({ idleMs: 5 }), aLook({ idleMs: 5 })];
    for (const one of workers) one.start();
    await eventually(async () => assert.equal((await told()).length, 1));
    for (const one of workers) await one.stop();
    await enter();
    assert.equal((await told()).length, 1);
  });

  /** Anything else that happens meanwhile. */
  const enter = (): Promise<void> =>
    inTransaction(stage.db, (trx) =>
      enterEvent(trx, {
        companyId: stage.content.company_id,
        arContentId: stage.content.id,
        type: 'rotation.done',
        happensAt: NOON,
        data: {},
      }),
    );
});
