import assert from 'node:assert/strict';
import { z } from 'zod';
import { tellRelease } from '../../../src/activities/tell-release.js';
import type { Route } from '../../../src/api/http/define-route.js';
import { forgetBulks, nextBulkItems } from '../../../src/db/bulk-work.js';
import type { Clock } from '../../../src/db/clock.js';
import { forgetOverrides } from '../../../src/db/forget-overrides.js';
import { companiesToLookAt, forgetLongOver, forgetUnwantedLooks } from '../../../src/db/future-looks.js';
import { forgetAudit, forgetIdempotencyKeys } from '../../../src/db/keeping.js';
import { isFileNamed } from '../../../src/db/known-files.js';
import { lease } from '../../../src/db/outbox.js';
import { takeOverdueContents } from '../../../src/db/overdue-contents.js';
import { MOST_COUNTED } from '../../../src/db/find-contents.js';
import { MAX_LOOK } from '../../../src/db/pages.js';
import { createPlanOwners } from '../../../src/db/plan-owners.js';
import { takeDueRemoval } from '../../../src/db/removals.js';
import { takeExpiredUpload } from '../../../src/db/resumable-uploads.js';
import { countMoveFiles, nextFileToCopy } from '../../../src/db/storage-move-files.js';
import { findEndpoint, takeDeliveries, untilNextDelivery } from '../../../src/db/webhook-deliveries.js';
import { forgetEvents, handOutEvents } from '../../../src/db/webhook-events.js';
import { abandonedVideos } from '../../../src/db/videos.js';
import { existingIds, WORKFLOW_ROWS } from '../../../src/db/workflow-rows.js';
import { WORKFLOW_KINDS } from '../../../src/domain/workflow-kinds.js';
import { MOST_PENDING } from '../../../src/domain/webhook.js';
import { lookAtCompany } from '../../../src/outbox/look-at-company.js';
import { CONTENTS, fill } from '../../support/plans/fill.js';
import {
  nodesOf,
  planInWords,
  rowsLookedAt,
  tellPlans,
  WatchedPlans,
  type RunPlan,
} from '../../support/plans/watched-plans.js';
import { isRead, nameOf, type RouteCase } from '../../support/routes/route-case.js';
import { ROUTE_CASES, RouteStage } from '../../support/routes/route-stage.js';
import type { Things } from '../../support/routes/things.js';

const LIMIT = 20;
/** What a page of so many may look at in one step: each of its contents has a few videos, schedules and skips. */
const MAX_ROWS = 25 * LIMIT;
/** A table with fewer rows may be read as a whole. */
const LARGE = 2_000;

/** What reads a stretch of the ledger looks at as many rows of it as it says that it does. */
const STRETCHES: Record<string, number> = {
  'GET /api/ar-content/{id}/live': 1_000,
  'GET /api/rotation/{id}/exposure': 10_001,
};

/** Filters that fit few of the rows that an index finds. */
const LOOKED_FOR = new Set([
  'is_active',
  'video_rotation_enabled',
  'rotation_type',
  'due_before',
  'late',
  'failed',
  'role',
  'actor',
  'action',
  'from',
  'to',
  'provider',
  'status',
  'ar_content_id',
]);

/** How many contents may be sorted that an index knows to meet a condition. */
const SORTED = new Set(['q', 'state', 'ids', 'sort']);

/** What works on many rows at once, by how many it says that these may be. */
const BATCHES: Record<string, number> = {
  'POST /api/webhooks/{id}/test': MOST_PENDING + 1,
  'POST /api/webhooks/{id}/replay': MOST_PENDING + 1,
  // All that wait, and what an index still holds of those that were delivered just now.
  'the next deliveries to an endpoint': MOST_PENDING + 100,
  'when a delivery is due again': MOST_PENDING + 100,
  // Of each of 500 events, for each of as many endpoints as a company may have.
  'events that are handed out': 500 * 20,
  'events of long ago': 2_000,
  // It passes over so many contents that are as they were.
  'a look at what is to come': 2_100,
  'what was told of long ago': 1_000,
};

type Query = Record<string, string | number>;

describe('what Postgres looks at, where a company stores 100,000 contents', function () {
  this.timeout(300_000);
  const stage = new RouteStage();
  let plans: WatchedPlans;
  let large: Things;
  let small: Things;
  let tables: ReadonlySet<string>;
  const keys: { whose: string; key: string }[] = [];

  before(async () => {
    let url = '';
    await stage.start(async (database) => {
      ({ url } = database);
      await tellPlans(url);
      plans = new WatchedPlans(database.db);
    });
    large = await stage.things();
    await fill(url, large);
    small = await stage.things();
    const { rows } = await stage.db.raw<{ rows: { relname: string }[] }>(
      `SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > ? AND relnamespace = 'public'::regnamespace`,
      [LARGE],
    );
    tables = new Set(rows.map(({ relname }) => relname));
    keys.push(
      { whose: 'the large company', key: await stage.api.makeKey('admin', large.company) },
      { whose: 'a small company', key: await stage.api.makeKey('admin', small.company) },
      { whose: 'the installation', key: await stage.api.makeKey('admin', null) },
    );
  });
  after(() => stage.stop());

  /** Fails for a statement that read a large table as a whole, or looked at more rows in a step than it may. */
  function assertBounded(run: readonly RunPlan[], most: number, what: string): void {
    for (const { sql, root } of run) {
      for (const node of nodesOf(root)) {
        const table = node['Relation Name'] ?? '';
        const told = `${what}\n${sql}\n${planInWords(root)}`;
        assert.ok(!(node['Node Type'] === 'Seq Scan' && tables.has(table)), `reads all of ${table}: ${told}`);
        assert.ok(rowsLookedAt(node) <= most, `looks at ${rowsLookedAt(node)} rows, not ${most}: ${told}`);
      }
    }
  }

  const routeOf = ({ route }: RouteCase): Route => {
    const found = stage.api.routes.find(({ method, path }) => route === `${method.toUpperCase()} ${path}`);
    assert.ok(found, route);
    return found;
  };

  /** What a filter is given: values that fit most, few and none. */
  function valuesOf(route: Route, name: string, things: Things): (string | number)[] {
    const field = route.query?.shape[name];
    const inner = field instanceof z.ZodOptional || field instanceof z.ZodDefault ? field.unwrap() : field;
    if (inner instanceof z.ZodEnum) return inner.options;
    const known: Record<string, (string | number)[]> = {
      company_id: [large.company, small.company],
      project_id: [large.project, small.project],
      ar_content_id: [large.content, small.content],
      unique_id: [things.uniqueId],
      ids: [`${large.content},${small.content}`],
      q: ['poster', 'po', 'poster of nobody', things.uniqueId.slice(0, 8)],
      include: ['live,next,badges,count'],
      name: ['Spring', 'Other', 'Rare', 'None'],
      is_active: ['true', 'false'],
      video_rotation_enabled: ['true', 'false'],
      late: ['true', 'false'],
      failed: ['true', 'false'],
      due_before: ['2000-01-01T00:00:00Z', '2999-01-01T00:00:00Z'],
      days: [1, 366],
      subject: ['calendar:7', 'video:7', 'video:0'],
      actor: ['key:1', 'key:2', 'key:3'],
      action: ['video.create', 'video.update', 'video.fly'],
      from: ['2000-01-01T00:00:00Z', '2100-01-01T00:00:00Z', '2101-01-01T00:00:00Z'],
      to: ['2999-01-01T00:00:00Z', '2100-01-01T00:00:00Z', '2000-01-01T00:00:00Z'],
    };
    const values = known[name];
    assert.ok(values, `Say here which values the filter ${name} of ${route.path} is to be tried with.`);
    return values;
  }

  /** Each filter with each value, any two filters together, and all of them. */
  function queriesOf(route: Route, things: Things): Query[] {
    const names = Object.keys(route.query?.shape ?? {}).filter((name) => name !== 'limit' && name !== 'after');
    const alone = names.map((name) => valuesOf(route, name, things).map((value): Query => ({ [name]: value })));
    const pairs = alone.flatMap((some, index) =>
      alone.slice(index + 1).flatMap((others) => some.flatMap((one) => others.map((other) => ({ ...one, ...other })))),
    );
    const all = Object.assign({}, ...alone.map((some) => some.at(-1))) as Query;
    return [{}, ...alone.flat(), ...pairs, all];
  }

  /** The first page, and one among the last. */
  async function pagesOf(one: RouteCase): Promise<Query[]> {
    const [row] = await stage.db('video_rotation_schedules').max<{ max: number }[]>('id');
    return [{}, { after: one.newestFirst === true ? 50 : (row?.max ?? 0) - 50 }];
  }

  const isList = ({ query }: Route): boolean => ['limit', 'after'].every((name) => name in (query?.shape ?? {}));

  async function assertListBounded(one: RouteCase, path: string, things: Things): Promise<void> {
    for (const { whose, key } of keys) {
      for (const page of await pagesOf(one)) {
        for (const query of queriesOf(routeOf(one), things)) {
          const text = new URLSearchParams(
            Object.entries({ limit: LIMIT, ...page, ...query }).map(([name, value]): [string, string] => [
              name,
              String(value),
            ]),
          );
          const url = `${path}?${text.toString()}`;
          const run = await plans.of(() => stage.api.call('GET', url, { key }));
          const isLooking = Object.keys(query).some((name) => LOOKED_FOR.has(name));
          const isSorted = Object.keys(query).some((name) => SORTED.has(name));
          const most = isSorted || 'include' in query ? MOST_COUNTED + 10 : isLooking ? MAX_LOOK : MAX_ROWS;
          assertBounded(run, most, `GET ${url} with the key of ${whose}`);
        }
      }
    }
  }

  for (const one of ROUTE_CASES) {
    it(nameOf(one), async () => {
      if (isRead(one)) {
        const sent = await stage.request(one, large, keys[2]?.key ?? '');
        if (isList(routeOf(one))) return assertListBounded(one, sent.path, large);
        for (const { whose, key } of keys) {
          const run = await plans.of(() => stage.sendThis(one, sent, { key }));
          assertBounded(run, STRETCHES[one.route] ?? MAX_ROWS, `${sent.path} with the key of ${whose}`);
        }
        return;
      }
      // What is added is added to the large company; what is changed or deleted is some company's own.
      const things = one.route.startsWith('POST /api/ar-content/') ? large : await stage.things();
      const key = keys[2]?.key ?? '';
      const sent = await stage.request(one, things, key);
      const run = await plans.of(() => stage.sendThis(one, sent, { key }));
      assertBounded(run, BATCHES[one.route] ?? MAX_ROWS, one.route);
    });
  }

  const once = (): boolean => false;
  const stageClock: Clock = {
    now: () => stage.now(),
    read: async () => stage.now(),
    waitUntil: async () => undefined,
  };
  /** What runs behind the routes, by name. */
  const behind: Record<string, () => Promise<unknown>> = {
    'a public read': () => stage.api.call('GET', `/api/ar/${large.uniqueId}/active-video`, { key: null }),
    'a public plan': () => stage.api.call('GET', `/api/ar/${large.uniqueId}/plan`, { key: null }),
    'whether a file may be given': () => isFileNamed(stage.db, large.store, large.content, 'videos/1/x.mp4'),
    'whose a schedule is': () => createPlanOwners(stage.db)({ scheduleId: large.schedule }),
    'the relay': () => lease(stage.db, { limit: LIMIT, leaseMs: 1 }),
    'delivery right after a commit': () => lease(stage.db, { limit: LIMIT, leaseMs: 1, only: ['rotation-schedule-1'] }),
    'the look for what is overdue': () =>
      takeOverdueContents(stage.db, { everyMs: 0, overdueMs: 1, againMs: 1_000, limit: LIMIT }),
    'the next file to remove': () => takeDueRemoval(stage.db, stage.now(), stage.now(), async () => undefined),
    'the next upload to forget': () => takeExpiredUpload(stage.db, stage.now(), stage.now(), async () => undefined),
    'uploads that were never completed': () => abandonedVideos(stage.db, stage.now()),
    'idempotency keys of yesterday': () => forgetIdempotencyKeys(stage.db, stage.now() - 86_400_000, once),
    'the audit log of long ago': () => forgetAudit(stage.db, 0, once),
    'the next file of a move': () => nextFileToCopy(stage.db, large.move),
    'the endpoint of a workflow': () => findEndpoint(stage.db, large.webhook),
    'the next deliveries to an endpoint': () =>
      takeDeliveries(stage.db, { webhookId: large.webhook, limit: LIMIT, leaseMs: 1 }),
    'when a delivery is due again': () => untilNextDelivery(stage.db, large.webhook),
    'events that are handed out': () => handOutEvents(stage.db),
    'events of long ago': () => forgetEvents(stage.db, stage.now() - 7 * 86_400_000),
    'companies to look at': () => companiesToLookAt(stage.db, { now: stage.now(), everyMs: 60_000, limit: LIMIT }),
    'a look at what is to come': async () => {
      const events = ['rotation.will_change', 'content.going_dark'];
      await stage.db('webhooks').where('id', large.webhook).update({ events });
      const onFailure = (_: number, error: unknown): void => assert.fail(String(error));
      const look = { db: stage.db, clock: stageClock, everyMs: 60_000, contentMs: 20, onFailure };
      assert.ok(await lookAtCompany(look, large.company));
    },
    'what was told of long ago': () => forgetLongOver(stage.db, stage.now() - 86_400_000),
    'what looks have seen that nobody wants': () => forgetUnwantedLooks(stage.db, stage.now() - 86_400_000),
    'what a release did': () => tellRelease({ db: stage.db, clock: stageClock }, large.liveRelease),
    'the next items of a bulk': () => nextBulkItems(stage.db, large.bulk, LIMIT),
    'bulks of long ago': () => forgetBulks(stage.db, 0, 0, once),
    'overrides of long ago': () => forgetOverrides(stage.db, 0, once),
    'how far a move is': () => countMoveFiles(stage.db, large.move),
  };
  for (const { kind } of WORKFLOW_KINDS) {
    const { page } = WORKFLOW_ROWS[kind];
    behind[`the reconciler's first page of ${kind}`] = () => page(stage.db, 0, LIMIT);
    behind[`the reconciler's last page of ${kind}`] = () => page(stage.db, CONTENTS - 10, LIMIT);
    behind[`the reconciler's look for rows of ${kind}`] = () => existingIds(stage.db, kind, [1, 2, 1_000_000]);
  }

  // The last one: it changes what the content follows.
  behind['a schedule that begins to keep to hours and days'] = () =>
    stage.api.expect(200, 'PUT', `/api/rotation/${large.schedule}`, {
      body: { daypart_id: large.daypart, calendar_id: large.calendar, calendar_mode: 'exclude' },
    });

  for (const [what, run] of Object.entries(behind)) {
    it(what, async () => {
      const told = await plans.of(run);
      assert.notDeepEqual(told, [], 'No statement ran.');
      assertBounded(told, BATCHES[what] ?? MAX_ROWS, what);
    });
  }
});
