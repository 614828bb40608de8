import { DatabaseClock } from '../../../src/db/clock.js';
import type { Database, Transaction } from '../../../src/db/database.js';
import { startTestApi, type ApiAnswer, type TestApi } from '../api.js';
import { testDatabase, type TestDatabase } from '../database.js';
import { ADMIN_CASES } from './admin-cases.js';
import { BULK_CASES } from './bulk-cases.js';
import { CALENDAR_CASES } from './calendar-cases.js';
import { CONTENT_CASES } from './content-cases.js';
import { PEOPLE_CASES } from './people-cases.js';
import { PLAN_CASES } from './plan-cases.js';
import { RELEASE_CASES } from './release-cases.js';
import { methodOf, type RouteCase, type Sent } from './route-case.js';
import { WEBHOOK_CASES } from './webhook-cases.js';
import { makeThings, type Things } from './things.js';

/** Every use of every route that takes a key. A test compares it with the routes themselves. */
export const ROUTE_CASES: readonly RouteCase[] = [
  ...ADMIN_CASES,
  ...CONTENT_CASES,
  ...PLAN_CASES,
  ...CALENDAR_CASES,
  ...RELEASE_CASES,
  ...BULK_CASES,
  ...WEBHOOK_CASES,
  ...PEOPLE_CASES,
];

/** What a caller adds to the request of a case. */
export interface Extra {
  key: string;
  headers?: Record<string, string>;
}

/** An API whose routes are all used, in one database. */
export class RouteStage {
  #database!: TestDatabase;
  readonly #clock = new DatabaseClock();
  api!: TestApi;

  get db(): Database {
    return this.#database.db;
  }

  /** @param prepare what happens before anything connects to the database */
  async start(prepare?: (database: TestDatabase) => Promise<void>): Promise<void> {
    this.#database = await testDatabase();
    await prepare?.(this.#database);
    await this.#clock.start(this.db);
    this.api = await startTestApi(this.db, this.#clock);
  }

  async stop(): Promise<void> {
    await this.api.stop();
    this.#clock.stop();
    await this.#database.drop();
  }

  now = (): number => this.#clock.now();

  /** A new company with something of every kind. */
  things(): Promise<Things> {
    return makeThings({ api: this.api, db: this.db, now: this.now });
  }

  /** Makes the request of a case about some things. */
  async request(one: RouteCase, things: Things, key: string): Promise<Sent> {
    const { api, db, now } = this;
    return one.request(things, { api, db, now, key });
  }

  /** Sends a request that was made. */
  sendThis(one: RouteCase, { path, ...sent }: Sent, { key, headers }: Extra): Promise<ApiAnswer> {
    return this.api.call(methodOf(one), path, { key, ...sent, headers: { ...sent.headers, ...headers } });
  }

  /** Makes and sends the request of a case about some things. */
  async send(one: RouteCase, things: Things, extra: Extra): Promise<ApiAnswer> {
    return this.sendThis(one, await this.request(one, things, extra.key), extra);
  }

  /**
   * Everything that the database holds at one moment, but for when keys were used last, which is noted by and by. It is
   * read table by table: one statement of all takes longer than statements may where the machine is busy.
   */
  contents(but: readonly string[] = []): Promise<Record<string, unknown[]>> {
    const read = async (trx: Transaction): Promise<Record<string, unknown[]>> => {
      const tables: string[] = await trx('information_schema.tables')
        .where({ table_schema: 'public', table_type: 'BASE TABLE' })
        .orderBy('table_name')
        .pluck('table_name');
      const held: Record<string, unknown[]> = {};
      for (const table of tables.filter((name) => !but.includes(name))) {
        const { rows } = await trx.raw<{ rows: { held: unknown[] | null }[] }>(
          `SELECT jsonb_agg(to_jsonb(t) - 'last_used_at' ORDER BY to_jsonb(t)::text) AS held FROM ${table} t`,
        );
        held[table] = rows[0]?.held ?? [];
      }
      return held;
    };
    return this.db.transaction(read, { isolationLevel: 'repeatable read', readOnly: true });
  }
}

/** Starts a stage for a suite, and stops it after. */
export function routeStage(): RouteStage {
  const stage = new RouteStage();
  before(function () {
    this.timeout(60_000);
    return stage.start();
  });
  after(() => stage.stop());
  return stage;
}
