import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AdminDoor } from '../../src/admin/admin-door.js';
import { projectRoot } from '../../src/config/project-root.js';
import type { Caller } from '../../src/domain/caller.js';
import type { CommittedEvent } from '../../src/domain/committed-event.js';
import type { AppError } from '../../src/domain/errors.js';
import type { Id } from '../../src/domain/scalars.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { aCompany, ADMIN, ADMIN_WRITES, type Setting } from './admin-writes.js';

interface AuditRow {
  before: object | null;
  after: object | null;
  [column: string]: unknown;
}

const CALLER: Caller = { ...ADMIN, requestId: 'request-1' };
const withKey = (key: string): Caller => ({ ...CALLER, idempotency: { key, requestHash: Buffer.from(key) } });
const hasCode = (code: AppError['code']) => (error: AppError) => error.code === code;

/** Every table that a write may touch, row by row. */
const TABLES = [
  'companies',
  'projects',
  'calendars',
  'calendar_revisions',
  'dayparts',
  'daypart_revisions',
  'api_keys',
  'browser_sessions',
  'storage_connections',
  'storage_moves',
  'webhooks',
  'webhook_events',
  'webhook_deliveries',
  'bulks',
  'bulk_items',
  'file_deletions',
  'audit_log',
  'workflow_outbox',
  'idempotency_keys',
];

describe('the door of admin edits', () => {
  let database: TestDatabase;
  let told: CommittedEvent[];
  let setting: Setting;

  before(async () => {
    database = await testDatabase();
  });
  after(() => database.drop());
  beforeEach(async () => {
    const { db } = database;
    told = [];
    const admin = new AdminDoor({ db, onCommitted: (event) => told.push(event) });
    setting = { db, admin, companyId: await aCompany(db) };
  });

  /** All rows that a write may touch, as text. */
  const everything = async (): Promise<unknown> => {
    const rows = TABLES.map((table) => `SELECT '${table}' AS name, t::text AS row FROM ${table} t`);
    return (await database.db.raw<{ rows: unknown[] }>(`${rows.join(' UNION ALL ')} ORDER BY 1, 2`)).rows;
  };
  const auditRows = (): Promise<AuditRow[]> =>
    database
      .db('audit_log')
      .orderBy('id')
      .select('actor', 'action', 'subject', 'company_id', 'before', 'after', 'request_id');

  for (const { action, logs, sends = false, hasRevision = true, given, write } of ADMIN_WRITES) {
    const [noun = ''] = action.split('.');
    const prepared = async (): Promise<Id> => (given === undefined ? 0 : given(setting));

    describe(action, () => {
      it('leaves one row in the audit log, and tells of it once', async () => {
        const id = await prepared();
        const before = (await auditRows()).length;
        const result = await write(setting, CALLER, id, null);
        const rows = (await auditRows()).slice(before);
        assert.equal(rows.length, 1);
        const subjectId = given === undefined && 'id' in result ? result.id : id;
        const companyId = action === 'company.create' ? subjectId : setting.companyId;
        const [{ before: was, after: is, ...row } = {}] = rows;
        const subject = `${noun}:${String(subjectId)}`;
        assert.deepEqual(row, { actor: 'key:1', action, subject, company_id: companyId, request_id: 'request-1' });
        assert.deepEqual({ before: was != null, after: is != null }, logs);
        const [deed, messages] = told;
        assert.ok(deed?.kind === 'created' || deed?.kind === 'edited' || deed?.kind === 'deleted');
        assert.deepEqual({ ...deed, kind: 0 }, { kind: 0, noun, id: subjectId, companyId, actor: 'key:1' });
        assert.equal(messages?.kind, sends ? 'messages' : undefined);
        assert.equal(told.length, sends ? 2 : 1);
      });

      it('does nothing when the request is repeated', async () => {
        const id = await prepared();
        const caller = withKey(`${action} ${setting.companyId}`);
        const first = await write(setting, caller, id, null);
        const committed = await everything();
        told.length = 0;
        assert.deepEqual(await write(setting, caller, id, null), JSON.parse(JSON.stringify(first)));
        assert.deepEqual(await everything(), committed);
        assert.deepEqual(
          told.map(({ kind }) => kind),
          ['repeated'],
        );
      });

      it('tells of nothing when the transaction fails', async () => {
        const id = await prepared();
        const refuse = `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
          CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON audit_log DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION refuse()`;
        const committed = await everything();
        await database.db.raw(refuse);
        try {
          await assert.rejects(write(setting, CALLER, id, null));
        } finally {
          await database.db.raw('DROP TRIGGER refuse ON audit_log; DROP FUNCTION refuse()');
        }
        assert.deepEqual(told, []);
        // The target of a move is made by the test itself.
        if (action !== 'storage_move.create') assert.deepEqual(await everything(), committed);
      });

      if (given === undefined) return;

      it("does not know another company's row, nor one that is not there", async () => {
        const id = await prepared();
        const stranger: Caller = { ...CALLER, companyId: await aCompany(setting.db) };
        const committed = await everything();
        await assert.rejects(write(setting, stranger, id, null), hasCode('not_found'));
        await assert.rejects(write(setting, CALLER, 999_999, null), hasCode('not_found'));
        assert.deepEqual(await everything(), committed);
        assert.deepEqual(told, []);
      });

      if (!hasRevision) return;

      it('refuses a stale revision, and takes the present one', async () => {
        const id = await prepared();
        const committed = await everything();
        await assert.rejects(write(setting, CALLER, id, 7), hasCode('precondition_failed'));
        assert.deepEqual(await everything(), committed);
        assert.deepEqual(told, []);
        await write(setting, CALLER, id, 1);
      });
    });
  }

  it('is tried here with every write that there is', () => {
    const root = join(projectRoot(), 'src/admin');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const sources = files.map((file) => readFileSync(join(root, file), 'utf8'));
    const made = sources.flatMap((source) => [...source.matchAll(/\.create\(caller, '(\w+)'/g)]);
    const edited = sources.flatMap((source) => [...source.matchAll(/noun: '(\w+)', id, verb: '(\w+)'/g)]);
    const actions = [...made.map(([, noun]) => `${noun}.create`), ...edited.map(([, noun, verb]) => `${noun}.${verb}`)];
    assert.deepEqual(actions.toSorted(), ADMIN_WRITES.map(({ action }) => action).toSorted());
  });
});
