import { randomBytes } from 'node:crypto';
import { AdminDoor } from '../../src/admin/admin-door.js';
import { createApiKey, revokeApiKey, updateApiKey } from '../../src/admin/api-key-edits.js';
import { cancelBulk } from '../../src/admin/bulk-edits.js';
import { removeOrphanFiles } from '../../src/admin/clean-ups.js';
import { createCalendar, deleteCalendar, updateCalendar } from '../../src/admin/calendar-edits.js';
import { createCompany, deleteCompany, updateCompany } from '../../src/admin/company-edits.js';
import { createDaypart, deleteDaypart, updateDaypart } from '../../src/admin/daypart-edits.js';
import { inviteAgain, invitePerson, removePerson, updatePerson } from '../../src/admin/person-edits.js';
import { createProject, deleteProject, updateProject } from '../../src/admin/project-edits.js';
import { makeSignInLink } from '../../src/admin/sign-ins.js';
import {
  createStorageConnection,
  deleteStorageConnection,
  updateStorageConnection,
} from '../../src/admin/storage-connection-edits.js';
import {
  cancelStorageMove,
  createStorageMove,
  retryStorageMove,
} from '../../src/admin/storage-moves/storage-move-edits.js';
import {
  createWebhook,
  deleteWebhook,
  enableWebhook,
  replayWebhook,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
} from '../../src/admin/webhook-edits.js';
import type { Database } from '../../src/db/database.js';
import { createOrphans } from '../../src/db/orphans.js';
import type { Bulk } from '../../src/domain/bulk.js';
import { serviceCaller, type Caller } from '../../src/domain/caller.js';
import type { Id } from '../../src/domain/scalars.js';
import { aScheduleRow, insertCompany, insertContent, NOON } from '../support/builders.js';
import { begunBulk, schedulesOf } from '../support/bulks.js';
import { workedOut } from '../support/worked-out.js';

/** What a write is tried on: a company of its own, and the door. */
export interface Setting {
  db: Database;
  admin: AdminDoor;
  companyId: Id;
}

/** One write that the door lets through. */
export interface AdminWrite {
  /** What the audit log calls it. */
  action: string;
  /** Whether the log holds the row as it was before, and as it is after. */
  logs: { before: boolean; after: boolean };
  /** Whether a workflow is told. */
  sends?: boolean;
  /** Makes the row that is written; without it the write makes one. */
  given?: (setting: Setting) => Promise<Id>;
  /** Whether the client may name the revision that it has seen. */
  hasRevision?: false;
  write: (setting: Setting, caller: Caller, id: Id, expected: number | null) => Promise<object>;
}

const TOKENS = new Map<Id, string>();
export const ADMIN = serviceCaller('key:1');

async function insert(db: Database, table: string, row: object): Promise<Id> {
  const [made] = await db<{ id: Id }>(table).insert(row).returning('id');
  return made?.id ?? Number.NaN;
}

const aProject = ({ db, companyId: company_id }: Setting) => insert(db, 'projects', { company_id, name: 'Museum' });
const SEALED = Buffer.from('sealed');
const HOOK = { url: 'https://example.com/hooks', events: ['video.ready' as const], secret: SEALED };
const aWebhook = ({ db, companyId: company_id }: Setting) => insert(db, 'webhooks', { company_id, ...HOOK });
const aFailingWebhook = async (setting: Setting): Promise<Id> => {
  const id = await aWebhook(setting);
  const failing = { status: 'failing', failing_reason: 'gone', failing_at: new Date(NOON) };
  await setting.db('webhooks').where('id', id).update(failing);
  return id;
};
const CHRISTMAS = workedOut([{ yearly: '12-25' }]);
const MONDAYS = [{ days: [1], from: '09:00', to: '12:00' }];
const FEWER = [{ days: [1], from: '09:00', to: '11:00' }];
const aCalendar = async ({ db, companyId: company_id }: Setting) =>
  (await createCalendar(new AdminDoor({ db }), ADMIN, { company_id, name: 'Days', days: CHRISTMAS })).id;
const aDaypart = async ({ db, companyId: company_id }: Setting) =>
  (await createDaypart(new AdminDoor({ db }), ADMIN, { company_id, name: 'Hours', hours: MONDAYS })).id;
const aKey = ({ db, companyId: company_id }: Setting) =>
  insert(db, 'api_keys', { company_id, name: 'key', role: 'admin', key_hash: randomBytes(32) });
const aPerson = async ({ db, companyId: company_id }: Setting) =>
  (await invitePerson(new AdminDoor({ db }), ADMIN, { company_id, name: 'Ada', role: 'editor' }, randomBytes(32))).id;
const aConnection = ({ db, companyId: company_id }: Setting) =>
  insert(db, 'storage_connections', { company_id, name: 'disk', provider: 'local', base_path: '/media' });

async function aMove(setting: Setting, status: string): Promise<Id> {
  const failure = { failure_code: 'gave_up', failure_reason: 'tired' };
  const row = { company_id: setting.companyId, to_connection_id: await aConnection(setting), status };
  return insert(setting.db, 'storage_moves', { ...row, ...(status === 'failed' && failure) });
}

async function aProposal(setting: Setting): Promise<Id> {
  const id = await aConnection(setting);
  const { token } = await createOrphans(setting.db).proposeFiles(ADMIN, id, ['videos/1/gone.mp4'], NOON);
  TOKENS.set(id, token);
  return id;
}

/** A bulk is about something. Made once: a repeated request is about the same. */
async function aSchedule({ db, companyId }: Setting): Promise<void> {
  if ((await schedulesOf(db, companyId)).length > 0) return;
  const { id } = await insertContent(db, { company_id: companyId });
  await db('video_rotation_schedules').insert(aScheduleRow({ ar_content_id: id }));
}

async function aBulk(setting: Setting, caller: Caller): Promise<Bulk> {
  await aSchedule(setting);
  return begunBulk(setting.admin, setting.companyId, { action: 'pause' }, { caller });
}

const CREATED = { before: false, after: true };
const CHANGED = { before: true, after: true };
const DELETED = { before: true, after: false };

/** Every write that goes through the door. */
export const ADMIN_WRITES: readonly AdminWrite[] = [
  {
    action: 'company.create',
    logs: CREATED,
    write: ({ admin }, caller) => createCompany(admin, caller, { name: 'New' }),
  },
  {
    action: 'company.update',
    logs: CHANGED,
    given: async ({ companyId }) => companyId,
    write: ({ admin }, caller, id, expected) => updateCompany(admin, caller, id, () => ({ name: 'Other' }), expected),
  },
  {
    action: 'company.delete',
    logs: DELETED,
    given: async ({ companyId }) => companyId,
    write: ({ admin }, caller, id, expected) => deleteCompany(admin, caller, id, expected),
  },
  {
    action: 'project.create',
    logs: CREATED,
    write: ({ admin, companyId: company_id }, caller) => createProject(admin, caller, { company_id, name: 'New' }),
  },
  {
    action: 'project.update',
    logs: CHANGED,
    given: aProject,
    write: ({ admin }, caller, id, expected) => updateProject(admin, caller, id, () => ({ name: 'Other' }), expected),
  },
  {
    action: 'project.delete',
    logs: DELETED,
    given: aProject,
    write: ({ admin }, caller, id, expected) => deleteProject(admin, caller, id, expected),
  },
  {
    action: 'calendar.create',
    logs: CREATED,
    write: ({ admin, companyId: company_id }, caller) =>
      createCalendar(admin, caller, { company_id, name: 'New', days: CHRISTMAS }),
  },
  {
    action: 'calendar.update',
    logs: CHANGED,
    given: aCalendar,
    write: ({ admin }, caller, id, expected) =>
      updateCalendar(admin, caller, id, () => ({ name: 'Other', days: workedOut([]) }), expected),
  },
  {
    action: 'calendar.delete',
    logs: DELETED,
    given: aCalendar,
    write: ({ admin }, caller, id, expected) => deleteCalendar(admin, caller, id, expected),
  },
  {
    action: 'daypart.create',
    logs: CREATED,
    write: ({ admin, companyId: company_id }, caller) =>
      createDaypart(admin, caller, { company_id, name: 'New', hours: MONDAYS }),
  },
  {
    action: 'daypart.update',
    logs: CHANGED,
    given: aDaypart,
    write: ({ admin }, caller, id, expected) => updateDaypart(admin, caller, id, () => ({ hours: FEWER }), expected),
  },
  {
    action: 'daypart.delete',
    logs: DELETED,
    given: aDaypart,
    write: ({ admin }, caller, id, expected) => deleteDaypart(admin, caller, id, expected),
  },
  {
    action: 'api_key.create',
    logs: CREATED,
    write: ({ admin, companyId: company_id }, caller) =>
      createApiKey(admin, caller, { company_id, name: 'New', role: 'viewer', key_hash: randomBytes(32) }),
  },
  {
    action: 'api_key.update',
    logs: CHANGED,
    given: aKey,
    write: ({ admin }, caller, id, expected) => updateApiKey(admin, caller, id, () => ({ role: 'viewer' }), expected),
  },
  {
    action: 'api_key.revoke',
    logs: CHANGED,
    given: aKey,
    write: ({ admin }, caller, id, expected) => revokeApiKey(admin, caller, id, expected),
  },
  {
    action: 'api_key.make_link',
    logs: { before: false, after: true },
    given: aKey,
    hasRevision: false,
    write: ({ admin }, caller, id) => makeSignInLink(admin, caller, id, randomBytes(32)),
  },
  {
    action: 'person.create',
    logs: CREATED,
    write: ({ admin, companyId: company_id }, caller) =>
      invitePerson(admin, caller, { company_id, name: 'New', role: 'viewer' }, randomBytes(32)),
  },
  {
    action: 'person.update',
    logs: CHANGED,
    given: aPerson,
    write: ({ admin }, caller, id, expected) => updatePerson(admin, caller, id, () => ({ role: 'admin' }), expected),
  },
  {
    action: 'person.invite',
    logs: { before: false, after: true },
    given: aPerson,
    hasRevision: false,
    write: ({ admin }, caller, id) => inviteAgain(admin, caller, id, randomBytes(32)),
  },
  {
    action: 'person.remove',
    logs: CHANGED,
    given: aPerson,
    write: ({ admin }, caller, id, expected) => removePerson(admin, caller, id, expected),
  },
  {
    action: 'storage_connection.create',
    logs: CREATED,
    write: ({ admin, companyId: company_id }, caller) =>
      createStorageConnection(admin, caller, { company_id, name: 'New', provider: 'local', base_path: '/other' }),
  },
  {
    action: 'storage_connection.update',
    logs: CHANGED,
    given: aConnection,
    write: ({ admin }, caller, id, expected) =>
      updateStorageConnection(admin, caller, id, () => ({ name: 'Other' }), expected),
  },
  {
    action: 'storage_connection.delete',
    logs: DELETED,
    given: aConnection,
    write: ({ admin }, caller, id, expected) => deleteStorageConnection(admin, caller, id, expected),
  },
  {
    action: 'storage_connection.clean_up',
    logs: CREATED,
    hasRevision: false,
    given: aProposal,
    write: ({ admin }, caller, id) => removeOrphanFiles(admin, caller, id, TOKENS.get(id) ?? '', NOON),
  },
  { action: 'bulk.create', logs: CREATED, sends: true, write: aBulk },
  {
    action: 'bulk.cancel',
    logs: CHANGED,
    // By another door, as what this one tells is looked at.
    given: async (setting) => (await aBulk({ ...setting, admin: new AdminDoor({ db: setting.db }) }, ADMIN)).id,
    hasRevision: false,
    write: ({ admin }, caller, id) => cancelBulk(admin, caller, id),
  },
  {
    action: 'storage_move.create',
    logs: CREATED,
    sends: true,
    write: async (setting, caller) => {
      const { db, admin, companyId: company_id } = setting;
      const row: { id: Id } | undefined = await db('storage_connections').where({ company_id }).first('id');
      // Made once: a repeated request names the same target.
      const to_connection_id = row?.id ?? (await aConnection(setting));
      return createStorageMove(admin, caller, { company_id, to_connection_id });
    },
  },
  {
    action: 'storage_move.cancel',
    logs: CHANGED,
    sends: true,
    given: (setting) => aMove(setting, 'pending'),
    write: ({ admin }, caller, id, expected) => cancelStorageMove(admin, caller, id, expected),
  },
  {
    action: 'storage_move.retry',
    logs: CHANGED,
    sends: true,
    given: (setting) => aMove(setting, 'failed'),
    write: ({ admin }, caller, id, expected) => retryStorageMove(admin, caller, id, expected),
  },
  {
    action: 'webhook.create',
    logs: CREATED,
    sends: true,
    write: ({ admin, companyId: company_id }, caller) => createWebhook(admin, caller, { company_id, ...HOOK }),
  },
  {
    action: 'webhook.update',
    logs: CHANGED,
    given: aWebhook,
    write: ({ admin }, caller, id, expected) =>
      updateWebhook(admin, caller, id, () => ({ url: 'https://example.com/others' }), expected),
  },
  {
    action: 'webhook.rotate_secret',
    logs: CHANGED,
    given: aWebhook,
    write: ({ admin }, caller, id, expected) => rotateWebhookSecret(admin, caller, id, SEALED, expected),
  },
  {
    action: 'webhook.enable',
    logs: CHANGED,
    sends: true,
    given: aFailingWebhook,
    write: ({ admin }, caller, id, expected) => enableWebhook(admin, caller, id, expected),
  },
  {
    action: 'webhook.test',
    logs: CREATED,
    sends: true,
    hasRevision: false,
    given: aWebhook,
    write: ({ admin }, caller, id) => testWebhook(admin, caller, id),
  },
  {
    action: 'webhook.replay',
    logs: CREATED,
    sends: true,
    hasRevision: false,
    given: aWebhook,
    write: ({ admin }, caller, id) => replayWebhook(admin, caller, id, 1),
  },
  {
    action: 'webhook.delete',
    logs: DELETED,
    sends: true,
    given: aWebhook,
    write: ({ admin }, caller, id, expected) => deleteWebhook(admin, caller, id, expected),
  },
];

/** A company that nothing belongs to. */
export const aCompany = async (db: Database): Promise<Id> => (await insertCompany(db)).id;
