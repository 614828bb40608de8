import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cleanUp, type CleanUpOptions } from '../../src/activities/clean-up.js';
import { withdrawRemoval, enterRemoval, takeDueRemoval } from '../../src/db/removals.js';
import { forgetBulks } from '../../src/db/bulk-work.js';
import { forgetAudit, forgetIdempotencyKeys, forgetRotations } from '../../src/db/keeping.js';
import { forgetOverrides } from '../../src/db/forget-overrides.js';
import { forgetSessions } from '../../src/db/browser-sessions.js';
import { forgetLinks } from '../../src/db/sign-in-links.js';
import { createLedgerRecords } from '../../src/db/ledger-records.js';
import { lockContent } from '../../src/db/ar-contents.js';
import { toRow } from '../../src/db/database.js';
import { removeOldRevisions } from '../../src/db/rollouts.js';
import type { Override } from '../../src/domain/override.js';
import type { Release } from '../../src/domain/release.js';
import { insertContent, insertVideo, NOON } from '../support/builders.js';
import { aCalendar, aDaypart, changeCalendar, changeDaypart } from '../support/calendars.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NO_UPLOADS = { signIns: 0, uploadsExpired: 0, revisionsRemoved: 0, videosAbandoned: 0, webhookEvents: 0 };

describe('cleaning up', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  let storageId: number;
  let deleted: string[];
  let failing: Set<string>;

  before(async function () {
    this.timeout(120_000);
    database = await testDatabase();
    const row = { name: 'disk', provider: 'local', base_path: '/nowhere' };
    const [inserted] = await database.db('storage_connections').insert(row).returning('id');
    storageId = inserted.id;
  });
  after(() => database.drop());

  beforeEach(async () => {
    deleted = [];
    failing = new Set();
    await database.db('file_deletions').del();
  });

  const schedule = (path: string, at: number): Promise<void> => enterRemoval(database.db, storageId, path, at);

  const waiting = async (): Promise<string[]> =>
    (await database.db('file_deletions').orderBy('path')).map((row) => row.path);

  function options(now: number, given: Partial<CleanUpOptions> = {}): CleanUpOptions {
    const { db } = database;
    return {
      now: () => now,
      keptMs: { ledger: 10 * DAY, audit: 5 * DAY, idempotencyKeys: DAY, bulks: 3 * DAY, overrides: 8 * DAY },
      forget: {
        ledger: (before, goesOn) => forgetRotations(db, before, goesOn),
        audit: (before, goesOn) => forgetAudit(db, before, goesOn),
        idempotencyKeys: (before, goesOn) => forgetIdempotencyKeys(db, before, goesOn),
        bulks: (before, goesOn) => forgetBulks(db, before, now, goesOn),
        overrides: (before, goesOn) => forgetOverrides(db, before, goesOn),
      },
      takeDueFile: (at, retryAt, work) =>
        takeDueRemoval(db, at, retryAt, ({ storage_connection_id, path }) =>
          work({ storageConnectionId: storage_connection_id, path }),
        ),
      deleteFile: (_connection, path) => {
        if (failing.has(path)) return Promise.reject(new Error('the disk is away'));
        deleted.push(path);
        return Promise.resolve();
      },
      onFileFailure: () => undefined,
      countOrphans: () => Promise.resolve({ files: 3, videos: 1 }),
      takeExpiredUpload: async () => false,
      removeOldRevisions: () => removeOldRevisions(db),
      abandonedVideos: async () => [],
      forgetSignIns: async () => 0,
      forgetWebhookEvents: async () => 0,
      abandon: () => assert.fail('nothing is abandoned'),
      ...given,
    };
  }

  it('deletes the files whose time has come, and no others', async () => {
    await schedule('videos/a.mp4', NOON - 1);
    await schedule('videos/b.mp4', NOON);
    await schedule('videos/c.mp4', NOON + 1);
    const report = await cleanUp(options(NOON), () => undefined);
    assert.deepEqual(deleted, ['videos/a.mp4', 'videos/b.mp4']);
    assert.deepEqual(await waiting(), ['videos/c.mp4']);
    assert.deepEqual(report, {
      ledgerRows: 0,
      auditRows: 0,
      idempotencyKeys: 0,
      bulkRows: 0,
      overrideRows: 0,
      filesDeleted: 2,
      filesFailed: 0,
      ...NO_UPLOADS,
      orphanFiles: 3,
      orphanVideos: 1,
    });
  });

  it('tries a file that could not be deleted again later, and goes on with the others', async () => {
    await schedule('videos/a.mp4', NOON - 1);
    await schedule('videos/b.mp4', NOON);
    failing.add('videos/a.mp4');
    const report = await cleanUp(options(NOON), () => undefined);
    assert.deepEqual([report.filesDeleted, report.filesFailed], [1, 1]);
    assert.deepEqual(await waiting(), ['videos/a.mp4']);
    failing.clear();
    await cleanUp(options(NOON + HOUR), () => undefined);
    assert.deepEqual(await waiting(), []);
  });

  it('lets the later time hold when a deletion is asked for twice', async () => {
    await schedule('videos/a.mp4', NOON + HOUR);
    await schedule('videos/a.mp4', NOON);
    await cleanUp(options(NOON), () => undefined);
    assert.deepEqual(deleted, []);
  });

  it('keeps a file whose deletion was cancelled', async () => {
    await schedule('videos/a.mp4', NOON);
    assert.equal(await withdrawRemoval(database.db, storageId, 'videos/a.mp4'), true);
    assert.equal(await withdrawRemoval(database.db, storageId, 'videos/a.mp4'), false);
    await cleanUp(options(NOON), () => undefined);
    assert.deepEqual(deleted, []);
  });

  it('tells a cancellation that comes during the deletion that it is too late', async () => {
    await schedule('videos/a.mp4', NOON);
    let cancelling: Promise<boolean> | undefined;
    await cleanUp(
      options(NOON, {
        deleteFile: async () => {
          cancelling = withdrawRemoval(database.db, storageId, 'videos/a.mp4').then((kept) => kept);
          // It is waiting for the row by now.
          await database.db.raw('SELECT pg_sleep(0.05)');
        },
      }),
      () => undefined,
    );
    assert.equal(await cancelling, false);
  });

  it('shares the work: two that clean up at once delete each file once', async () => {
    for (let n = 10; n < 40; n += 1) await schedule(`videos/${n}.mp4`, NOON);
    await Promise.all([cleanUp(options(NOON), () => undefined), cleanUp(options(NOON), () => undefined)]);
    assert.equal(deleted.length, 30);
    assert.equal(new Set(deleted).size, 30);
  });

  it('removes old revisions of dayparts and calendars that nothing follows', async () => {
    const { db } = database;
    const content = await insertContent(db);
    const stage = { db, content };
    const daypart = await aDaypart(stage, [{ days: [1], from: '09:00', to: '10:00' }]);
    const calendar = await aCalendar(stage, []);
    const followed = { ar_content_id: content.id, daypart_id: daypart.id, revision_id: daypart.revision_id };
    await db('content_dayparts').insert(followed);
    await changeCalendar(stage, calendar.id, [{ date: '2027-12-24' }]);
    await changeDaypart(stage, daypart.id, { time_zone: 'UTC' });
    const { revision_id: newest } = await changeDaypart(stage, daypart.id, { time_zone: 'Asia/Tokyo' });
    const report = await cleanUp(options(NOON), () => undefined);
    assert.equal(report.revisionsRemoved, 2);
    const kept: string[] = await db('daypart_revisions').where('daypart_id', daypart.id).pluck('id');
    assert.deepEqual(kept.toSorted(), [daypart.revision_id, newest].toSorted());
  });

  it('forgets the events of webhooks that are a week old, until none is left', async () => {
    const [left, asked] = [[2_000, 7, 0], [] as number[]];
    const forgetWebhookEvents = async (before: number): Promise<number> => {
      asked.push(before);
      return left.shift() ?? 0;
    };
    assert.equal((await cleanUp(options(NOON, { forgetWebhookEvents }), () => undefined)).webhookEvents, 2_007);
    assert.deepEqual(asked, Array<number>(3).fill(NOON - 7 * 24 * HOUR));
  });

  it('forgets sessions that have ended, and links that have expired, and no others', async () => {
    const { db } = database;
    const hash = (): Buffer => randomBytes(32);
    const at = (ms: number): Date => new Date(Date.now() + ms);
    const key = async (link_expires_at: Date | null): Promise<number> => {
      const link_hash = link_expires_at && hash();
      const row = { name: 'key', role: 'viewer', key_hash: hash(), link_hash, link_expires_at };
      return (await db('api_keys').insert(row).returning('id'))[0].id;
    };
    const [without, expired, open] = [await key(null), await key(at(-HOUR)), await key(at(HOUR))];
    const session = { api_key_id: open, ends_at: at(DAY) };
    await db('browser_sessions').insert([
      { ...session, secret_hash: hash(), expires_at: at(HOUR) },
      { ...session, secret_hash: hash(), expires_at: at(-HOUR) },
    ]);
    await db.raw(
      `INSERT INTO browser_sessions (api_key_id, secret_hash, expires_at, ends_at)
       SELECT ?, sha256(int8send(n::bigint)), now(), now() FROM generate_series(1, 2000) n`,
      [without],
    );
    const forgetSignIns = async (goesOn: () => boolean): Promise<number> =>
      (await forgetSessions(db, goesOn)) + (await forgetLinks(db, goesOn));
    let now = NOON;
    const slow = options(0, { forgetSignIns, now: () => (now += 130_000) });
    assert.equal((await cleanUp(slow, () => undefined)).signIns, 1_000 + 1);
    assert.equal((await cleanUp(options(NOON, { forgetSignIns }), () => undefined)).signIns, 1_001);
    assert.deepEqual(await db('browser_sessions').pluck('api_key_id'), [open]);
    const links = await db('api_keys').orderBy('id').select('id', 'link_hash', 'link_expires_at');
    const left = links.filter(({ link_hash, link_expires_at }) => link_hash !== null || link_expires_at !== null);
    assert.deepEqual([left.map(({ id }) => id), links.length], [[open], 3]);
    assert.ok(links.some(({ id }) => id === expired));
  });

  it('forgets the idempotency keys of more than a day ago', async () => {
    const { db } = database;
    const key = (name: string, created_at: string) => ({
      actor: 'key:1',
      key: name,
      request_hash: Buffer.alloc(32),
      created_at,
    });
    await db('idempotency_keys').insert([key('old', '2026-11-20T11:59:59Z'), key('new', '2026-11-20T12:00:01Z')]);
    const report = await cleanUp(options(NOON), () => undefined);
    assert.equal(report.idempotencyKeys, 1);
    assert.deepEqual(await db('idempotency_keys').pluck('key'), ['new']);
  });

  it('forgets the audit log of long ago, in batches, and goes on another time when it takes long', async () => {
    const { db } = database;
    await db.raw(
      `INSERT INTO audit_log (actor, action, subject, created_at)
       SELECT 'key:1', 'video.create', 'video:' || n, ?::timestamptz - n * interval '1 minute' FROM generate_series(0, 2499) n`,
      [new Date(NOON - 5 * DAY)],
    );
    let now = NOON;
    const slow = options(0, { now: () => (now += 61_000) });
    assert.equal((await cleanUp(slow, () => undefined)).auditRows, 2_000);
    assert.equal((await cleanUp(options(NOON), () => undefined)).auditRows, 499);
    assert.deepEqual(await db('audit_log').where('action', 'video.create').pluck('subject'), ['video:0']);
  });

  it('forgets bulks that ended days ago with their items, in batches, and tokens that have expired', async () => {
    const { db } = database;
    const { company_id } = await insertContent(db);
    const bulk = async (days: number | null): Promise<number> => {
      const ended_at = days === null ? null : new Date(NOON - days * DAY);
      const said = { company_id, action: 'skip', filter: '{}', actor: 'key:1', total: 0, ended_at };
      const status = days === null ? 'under_way' : 'done';
      const row = { ...said, status, token_hash: Buffer.from(String(days)) };
      return (await db('bulks').insert(row).returning('id'))[0].id;
    };
    const [old, young, open] = [await bulk(4), await bulk(2), await bulk(null)];
    const items =
      'INSERT INTO bulk_items (bulk_id, schedule_id, ar_content_id) SELECT ?, n, n FROM generate_series(1, ?) n';
    await db.raw(items, [old, 2_500]);
    for (const id of [young, open]) await db.raw(items, [id, 1]);
    const token = (name: string, expires_at: Date) =>
      db('bulk_proposals').insert({
        token_hash: Buffer.from(name),
        company_id,
        actor: 'key:1',
        request: '{}',
        schedule_ids: [1],
        ar_content_ids: [1],
        expires_at,
      });
    await token('old', new Date(NOON));
    await token('new', new Date(NOON + 1));
    const stopped = await cleanUp(
      options(NOON, { forget: { ...options(NOON).forget, bulks: (at) => forgetBulks(db, at, NOON, () => false) } }),
      () => undefined,
    );
    assert.equal(stopped.bulkRows, 1 + 1_000);
    assert.equal((await cleanUp(options(NOON), () => undefined)).bulkRows, 1_500 + 1);
    assert.deepEqual(await db('bulks').where({ company_id }).orderBy('id').pluck('id'), [young, open]);
    assert.deepEqual(await db('bulk_items').orderBy('id').pluck('bulk_id'), [young, open]);
    assert.equal((await db('bulk_proposals').where({ company_id })).length, 1);
  });

  describe('overrides of long ago', () => {
    const CUT = NOON - 8 * DAY;

    /** A content with a video, settled for an instant; and a way to give it overrides that ended so many hours before the cut. */
    async function stage(settledAt: number) {
      const { db } = database;
      const content = await insertContent(db, { settled_at: settledAt });
      const video = await insertVideo(db, content.id);
      const override = async (hours: number | null, more: Partial<Override> = {}): Promise<number> => {
        const ends_at = hours === null ? null : CUT - hours * HOUR;
        const said = { video_id: video.id, starts_at: CUT - 100 * HOUR, ends_at, ...more };
        return (
          await db('overrides')
            .insert(toRow({ ar_content_id: content.id, ...said }))
            .returning('id')
        )[0].id;
      };
      const release = async (said: Partial<Release>): Promise<number> => {
        const items = JSON.stringify([{ ar_content_id: content.id, video_id: video.id }]);
        const times = { live_at: CUT - 100 * HOUR, ...said };
        const row = { company_id: content.company_id, name: 'Spring', ...toRow(times), items };
        return (await db('releases').insert(row).returning('id'))[0].id;
      };
      const left = (table: string): Promise<number[]> =>
        table === 'overrides'
          ? db(table).where('ar_content_id', content.id).orderBy('id').pluck('id')
          : db(table).where('company_id', content.company_id).orderBy('id').pluck('id');
      return { db, content, override, release, left };
    }
    const clean = async (): Promise<number> => (await cleanUp(options(NOON), () => undefined)).overrideRows;

    it('go once they ended before the cut, and are kept while they may be shown', async () => {
      const { override, left } = await stage(NOON);
      const [old, young, endless] = [await override(1), await override(-1), await override(null)];
      assert.equal(await clean(), 1);
      assert.deepEqual(await left('overrides'), [young, endless]);
      assert.ok(!(await left('overrides')).includes(old));
    });

    it('stay until the content is settled for their end', async () => {
      const { db, content, override, left } = await stage(CUT - 10 * HOUR);
      const [passed, atOnce, ahead] = [await override(11), await override(10), await override(9)];
      assert.equal(await clean(), 2);
      assert.deepEqual(await left('overrides'), [ahead], `${passed} and ${atOnce} are behind the content`);
      await db('ar_content')
        .where('id', content.id)
        .update({ settled_at: new Date(NOON) });
      assert.equal(await clean(), 1);
    });

    it('go batch by batch, and another time when it takes long', async () => {
      const { db, content, override, left } = await stage(NOON);
      await override(50);
      await db.raw(
        `INSERT INTO overrides (ar_content_id, video_id, starts_at, ends_at, time_zone)
         SELECT ar_content_id, video_id, starts_at, ends_at + n * interval '1 second', time_zone
         FROM overrides, generate_series(1, 1499) n WHERE ar_content_id = ?`,
        [content.id],
      );
      const forgetSome = { ...options(NOON).forget, overrides: (at: number) => forgetOverrides(db, at, () => false) };
      const stopped = await cleanUp(options(NOON, { forget: forgetSome }), () => undefined);
      assert.equal(stopped.overrideRows, 1_000);
      assert.equal(await clean(), 500);
      assert.deepEqual(await left('overrides'), []);
    });

    it('stay while their content is being edited, and hold up nobody', async () => {
      const { db, content, override, left } = await stage(NOON);
      const old = await override(1);
      await db.transaction(async (trx) => {
        await lockContent(trx, content.id);
        assert.equal(await clean(), 0);
      });
      assert.deepEqual(await left('overrides'), [old]);
      assert.equal(await clean(), 1);
    });

    it('take the releases along of which nothing is left', async () => {
      const { override, release, left } = await stage(NOON);
      const over = { revert_at: CUT - HOUR, told: 'over' } as const;
      const gone = await release(over);
      await override(1, { release_id: gone });
      const live = await release({ ...over, revert_at: null, told: 'live' });
      const young = await release({ ...over, revert_at: CUT + HOUR });
      const untold = await release({ ...over, told: 'live' });
      const cancelled = await release({ cancelled_at: CUT - HOUR });
      const cancelledLately = await release({ cancelled_at: CUT + HOUR });
      const unsettled = await stage(CUT - 10 * HOUR);
      const waiting = await unsettled.release(over);
      await unsettled.override(1, { release_id: waiting });
      assert.equal(await clean(), 3);
      assert.deepEqual(await left('releases'), [live, young, untold, cancelledLately]);
      assert.deepEqual(
        [(await left('releases')).includes(cancelled), await unsettled.left('releases')],
        [false, [waiting]],
      );
    });
  });

  describe('the ledger of long ago', () => {
    /** A row of the ledger, so many hours after the instant from which on everything is kept. */
    const row = (contentId: number, hours: number, more: object = {}) => ({
      company_id: 1,
      ar_content_id: contentId,
      schedule_id: 1,
      to_video_id: hours + 1_000,
      due_at: new Date(NOON - 10 * DAY + hours * HOUR),
      applied_at: new Date(NOON - 10 * DAY + hours * HOUR + 5),
      cause: 'manual',
      actor: 'key:1',
      ...more,
    });
    const left = (contentId: number): Promise<number[]> =>
      database.db('rotations').where('ar_content_id', contentId).orderBy('id').pluck('to_video_id');
    const clean = () => cleanUp(options(NOON), () => undefined);

    it('goes, but for the last row of each content, which says what was live then', async () => {
      const [first, second] = [await insertContent(database.db), await insertContent(database.db)];
      const late = { applied_at: new Date(NOON) };
      await database.db('rotations').insert([
        row(first.id, -30),
        row(first.id, -20),
        row(second.id, -900),
        row(first.id, -10),
        row(first.id, 10),
        // A step that was carried out long after its instant.
        row(second.id, -5, late),
      ]);
      const ledger = createLedgerRecords(database.db);
      const at = NOON - 10 * DAY;
      const before = await ledger.readMoment(first.id, { companyId: null }, at);
      assert.equal((await clean()).ledgerRows, 3);
      assert.deepEqual([await left(first.id), await left(second.id)], [[990, 1_010], [995]]);
      assert.deepEqual((await ledger.readMoment(first.id, { companyId: null }, at)).before, before.before);
      assert.equal((await clean()).ledgerRows, 0);
    });

    it('goes wholly where the content is gone, and batch by batch where there is much', async () => {
      const gone = 2 ** 40;
      await database.db.raw(
        `INSERT INTO rotations (company_id, ar_content_id, schedule_id, due_at, applied_at, cause, actor)
         SELECT 1, ?, 1, t, t, 'manual', 'key:1'
         FROM generate_series(1, 2500) n, LATERAL (SELECT ?::timestamptz - (3000 - n) * interval '1 minute') AS at(t)`,
        [gone, new Date(NOON - 10 * DAY)],
      );
      assert.equal((await clean()).ledgerRows, 2_500);
      assert.deepEqual(await left(gone), []);
    });
  });
});
