import assert from 'node:assert/strict';
import type { ApiObject } from '../../support/api.js';
import type { Id } from '../../../src/domain/scalars.js';
import { nameOf, type AuditDuty, type RouteCase } from '../../support/routes/route-case.js';
import { ROUTE_CASES, routeStage } from '../../support/routes/route-stage.js';

type Row = Record<string, unknown>;

/** The table of a noun in the audit log. */
const TABLES: Record<string, string> = {
  company: 'companies',
  project: 'projects',
  api_key: 'api_keys',
  person: 'api_keys',
  ar_content: 'ar_content',
  video: 'videos',
  schedule: 'video_rotation_schedules',
  override: 'overrides',
  release: 'releases',
  calendar: 'calendars',
  daypart: 'dayparts',
  webhook: 'webhooks',
  bulk: 'bulks',
  storage_connection: 'storage_connections',
  storage_move: 'storage_moves',
};

/** What the log is not told: secrets, and when a key was used last. */
const SECRET = [
  'key_hash',
  'link_hash',
  'token_hash',
  'credentials',
  'secret',
  'former_secret',
  'former_secret_until',
  'last_used_at',
];

/** What opening a content for an edit changes already: how far it is settled. */
const SETTLED = ['settled_at'];

/** What follows from an edit once it has ended: the log tells what was done, the ledger what came of it. */
const PLANNED = [
  'active_reason',
  'active_schedule_id',
  'version',
  'settled_at',
  'next_rotation_at',
  'next_video_id',
  'next_is_asked_for',
  'next_step_at',
  'next_hours_at',
  'activation_requested_by',
];

/** Instants as JavaScript writes them, whoever wrote them. */
const plain = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? new Date(value).toISOString() : value;

/** @param but columns that are not compared. */
function assertTells(told: Row | null, row: Row, but: readonly string[], what: string): void {
  assert.ok(told, `${what} is not told`);
  const columns = Object.keys(row).filter((column) => !but.includes(column));
  assert.ok(columns.length > 4, what);
  const of = (from: Row): Row => Object.fromEntries(columns.map((column) => [column, plain(from[column])]));
  assert.deepEqual(of(told), of(row), what);
  for (const column of SECRET.slice(0, -1)) assert.equal(told[column], undefined, `${what} tells ${column}`);
}

describe('the audit log', function () {
  this.timeout(30_000);
  const stage = routeStage();
  const lastId = async (): Promise<Id> => (await stage.db('audit_log').max<{ max: Id }[]>('id'))[0]?.max ?? 0;

  async function rowsOf({ action }: AuditDuty): Promise<Map<Id, Row>> {
    const table = TABLES[action.split('.')[0] ?? ''];
    assert.ok(table, action);
    const { rows } = await stage.db.raw<{ rows: { row: Row & { id: Id } }[] }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t`,
    );
    return new Map(rows.map(({ row }) => [row.id, row]));
  }

  async function assertAudited(one: RouteCase, duty: AuditDuty): Promise<void> {
    const things = await stage.things();
    const { id, key } = await stage.api.expect(201, 'POST', '/api/api-keys', {
      body: { name: 'writer', role: 'admin', company_id: one.installationOnly === true ? null : things.company },
    });
    const sent = await stage.request(one, things, String(key));
    const [before, last] = [await rowsOf(duty), await lastId()];
    const answer = await stage.sendThis(one, sent, { key: String(key), headers: { 'x-request-id': `audit-${id}` } });
    assert.equal(answer.status, one.status, JSON.stringify(answer.body));
    const after = await rowsOf(duty);

    const logged: Row[] = await stage.db('audit_log').where('id', '>', last);
    assert.equal(logged.length, 1, `${nameOf(one)}: ${JSON.stringify(logged.map(({ action }) => action))}`);
    const [entry] = logged;
    assert.ok(entry);
    const subject = duty.subject(things, answer.body as ApiObject, id);
    assert.deepEqual(
      [entry['actor'], entry['action'], entry['subject'], entry['request_id']],
      [`key:${id}`, duty.action, `${duty.action.split('.')[0]}:${subject}`, `audit-${id}`],
    );
    if (one.installationOnly !== true) assert.equal(entry['company_id'], things.company);
    assertRow(entry, 'before', duty.before, before.get(subject));
    assertRow(entry, 'after', duty.after, after.get(subject));
  }

  function assertRow(entry: Row, when: 'before' | 'after', wanted: string | undefined, row: Row | undefined): void {
    const told = entry[when] as Row | null;
    if (wanted === undefined) return assert.equal(told, null, when);
    if (wanted === 'facts') return assert.ok(told && Object.keys(told).length > 0, when);
    assert.ok(row, `there is no row ${when}`);
    assertTells(told, row, [...SECRET, ...(when === 'before' ? SETTLED : PLANNED)], when);
  }

  for (const one of ROUTE_CASES) {
    const { audit } = one;
    if (audit === undefined) continue;
    if (audit !== null) it(`tells of ${nameOf(one)}, once`, () => assertAudited(one, audit));
    else {
      it(`is told nothing by ${nameOf(one)}`, async () => {
        const things = await stage.things();
        const company = one.installationOnly === true ? null : things.company;
        const [key, last] = [await stage.api.makeKey('admin', company), await lastId()];
        assert.equal((await stage.send(one, things, { key })).status, one.status);
        assert.equal(await lastId(), last);
      });
    }
  }
});
