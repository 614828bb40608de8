import assert from 'node:assert/strict';
import type { DatabaseClock } from '../../src/db/clock.js';
import type { Id } from '../../src/domain/scalars.js';
import type { ObjectLimits } from '../../src/domain/limits.js';
import { startTestApi, type ApiAnswer, type TestApi } from '../support/api.js';
import { insertCompany, insertContent, insertVideo } from '../support/builders.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { startedClock } from '../support/planning.js';

const HOUR = 3_600_000;
const LIMITS: Partial<ObjectLimits> = {
  contentsPerCompany: 2,
  projectsPerCompany: 2,
  apiKeysPerCompany: 2,
  peoplePerCompany: 2,
  connectionsPerCompany: 2,
  calendarsPerCompany: 2,
  daypartsPerCompany: 2,
  releasesPerCompany: 2,
  webhooksPerCompany: 2,
  schedulesPerContent: 2,
  overridesPerContent: 2,
  skipsPerSchedule: 2,
};

/** Whose things are counted. */
interface Owner {
  companyId: Id;
  contentId: Id;
  videoId: Id;
  scheduleId: Id;
}

interface Kind {
  what: string;
  variable: string;
  path: (owner: Owner) => string;
  /** What makes the nth of them. */
  body: (owner: Owner, nth: number) => object;
  made: number;
  /** How one goes, so that it does not count any more. */
  remove: (answer: ApiAnswer, owner: Owner) => [method: string, path: string];
}

const bucket = { bucket: 'videos', endpoint: 'http://127.0.0.1:9' };
const credentials = { access_key_id: 'a', secret_access_key: 'b' };
const idOf = ({ body }: ApiAnswer): Id => (body as { id: Id }).id;

const ofCompany = (what: string, variable: string, path: string, body: object): Kind => ({
  what,
  variable,
  path: () => path,
  body: ({ companyId }, nth) => ({ company_id: companyId, name: `${what} ${nth}`, ...body }),
  made: 201,
  remove: (answer) => ['DELETE', `${path}/${idOf(answer)}`],
});

const firstSlot = Math.ceil(Date.now() / HOUR) * HOUR + HOUR;
const slotAt = (nth: number): string => new Date(firstSlot + nth * HOUR).toISOString();

const KINDS: Kind[] = [
  ofCompany('projects', 'MAX_PROJECTS_PER_COMPANY', '/api/projects', {}),
  ofCompany('calendars', 'MAX_CALENDARS_PER_COMPANY', '/api/calendars', { days: [{ yearly: '12-25' }] }),
  ofCompany('dayparts', 'MAX_DAYPARTS_PER_COMPANY', '/api/dayparts', {
    hours: [{ days: [1], from: '09:00', to: '17:00' }],
  }),
  {
    ...ofCompany('webhooks', 'MAX_WEBHOOKS_PER_COMPANY', '/api/webhooks', {}),
    body: ({ companyId }) => ({ company_id: companyId, url: 'https://example.com/', events: ['video.ready'] }),
  },
  ofCompany('API keys', 'MAX_API_KEYS_PER_COMPANY', '/api/api-keys', { role: 'editor' }),
  ofCompany('people', 'MAX_PEOPLE_PER_COMPANY', '/api/people', { role: 'editor' }),
  ofCompany('storage connections', 'MAX_STORAGE_CONNECTIONS_PER_COMPANY', '/api/storage-connections', {
    provider: 's3',
    settings: bucket,
    credentials,
  }),
  {
    ...ofCompany('AR contents', 'MAX_CONTENTS_PER_COMPANY', '/api/ar-content', {}),
    body: ({ companyId }, nth) => ({ company_id: companyId, title: `content ${nth}` }),
  },
  {
    what: 'schedules',
    variable: 'MAX_SCHEDULES_PER_CONTENT',
    path: ({ contentId }) => `/api/ar-content/${contentId}/rotation`,
    body: ({ videoId }) => ({ rotation_type: 'daily', time_of_day: '09:00', video_sequence: [videoId] }),
    made: 201,
    remove: (answer) => ['DELETE', `/api/rotation/${idOf(answer)}`],
  },
  {
    what: 'overrides',
    variable: 'MAX_OVERRIDES_PER_CONTENT',
    path: ({ contentId }) => `/api/ar-content/${contentId}/overrides`,
    body: ({ videoId }) => ({ video_id: videoId }),
    made: 201,
    remove: (answer) => ['DELETE', `/api/overrides/${idOf(answer)}`],
  },
  {
    what: 'releases',
    variable: 'MAX_RELEASES_PER_COMPANY',
    path: () => '/api/releases',
    body: ({ companyId, contentId, videoId }, nth) => ({
      company_id: companyId,
      name: `release ${nth}`,
      at: slotAt(0),
      items: [{ ar_content_id: contentId, video_id: videoId }],
    }),
    made: 201,
    remove: (answer) => ['DELETE', `/api/releases/${idOf(answer)}`],
  },
  {
    what: 'skips',
    variable: 'MAX_SKIPS_PER_SCHEDULE',
    path: ({ scheduleId }) => `/api/rotation/${scheduleId}/skips`,
    body: (_owner, nth) => ({ slot_at: slotAt(nth) }),
    made: 200,
    remove: (_answer, { scheduleId }) => ['DELETE', `/api/rotation/${scheduleId}/skips/${slotAt(0)}`],
  },
];

describe('limits of the number of things', function () {
  this.timeout(60_000);
  let database: TestDatabase;
  let clock: DatabaseClock;
  let api: TestApi;
  let another: TestApi;

  before(async () => {
    database = await testDatabase();
    clock = await startedClock(database.db);
    api = await startTestApi(database.db, clock, { limits: LIMITS });
    another = await startTestApi(database.db, clock, { limits: LIMITS });
  });
  after(async () => {
    await another.stop();
    await api.stop();
    clock.stop();
    await database.drop();
  });

  /** A company without things; what skips belong to has a content of another. */
  async function anOwner(kind: Kind): Promise<Owner> {
    const { id: companyId } = await insertCompany(database.db);
    const elsewhere = kind.variable === 'MAX_CONTENTS_PER_COMPANY' ? (await insertCompany(database.db)).id : companyId;
    const settled = { company_id: elsewhere, settled_at: clock.now() };
    const { id: contentId } = await insertContent(database.db, settled);
    const { id: videoId } = await insertVideo(database.db, contentId);
    const owner = { companyId, contentId, videoId, scheduleId: 0 };
    if (kind.what !== 'skips') return owner;
    const hourly = { rotation_type: 'cron', cron_expression: '0 * * * *', time_zone: 'UTC', video_sequence: [videoId] };
    const schedule = await api.expect(201, 'POST', `/api/ar-content/${contentId}/rotation`, { body: hourly });
    return { ...owner, scheduleId: schedule.id };
  }
  const make = (kind: Kind, owner: Owner, nth: number, through = api, headers = {}): Promise<ApiAnswer> =>
    through.call('POST', kind.path(owner), { body: kind.body(owner, nth), headers });

  for (const kind of KINDS) {
    describe(`of ${kind.what}`, () => {
      it('refuse one more, by name, until one is gone; others are not concerned', async () => {
        const owner = await anOwner(kind);
        const first = await make(kind, owner, 0);
        const key = { 'idempotency-key': `${kind.variable}-${owner.companyId}` };
        const second = await make(kind, owner, 1, api, key);
        assert.deepEqual([first.status, second.status], [kind.made, kind.made], JSON.stringify(second.body));
        const refused = await make(kind, owner, 2);
        const { code, detail } = refused.body as { code: string; detail: string };
        assert.deepEqual([refused.status, code], [409, 'conflict']);
        assert.match(detail, new RegExp(`may have 2 .*\\(${kind.variable}\\), and has 2\\.$`));
        // What was done is told again, at the limit, too.
        assert.equal((await make(kind, owner, 1, api, key)).status, kind.made);
        assert.equal((await make(kind, await anOwner(kind), 0)).status, kind.made);
        const [method, path] = kind.remove(first, owner);
        assert.equal((await api.call(method, path)).status, 200);
        assert.equal((await make(kind, owner, 2)).status, kind.made);
        assert.equal((await make(kind, owner, 3)).status, 409);
      });

      it('are not passed by many at once, through several processes', async () => {
        const owner = await anOwner(kind);
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, nth) => make(kind, owner, nth, nth % 2 === 0 ? api : another)),
        );
        const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
        assert.deepEqual(statuses, [kind.made, kind.made, 409, 409, 409, 409, 409, 409]);
      });
    });
  }

  it('are none for what belongs to the installation', async () => {
    for (let nth = 0; nth < 3; nth += 1) {
      await api.expect(201, 'POST', '/api/api-keys', { body: { company_id: null, name: `key ${nth}`, role: 'admin' } });
      const connection = { company_id: null, name: `bucket ${nth}`, provider: 's3', settings: bucket, credentials };
      await api.expect(201, 'POST', '/api/storage-connections', { body: connection });
    }
  });
});
