import { randomBytes } from 'node:crypto';
import { endSignIns } from '../db/browser-sessions.js';
import { requireRoomFor } from '../db/companies.js';
import { putLink } from '../db/sign-in-links.js';
import type { ApiKey, Role } from '../domain/api-key.js';
import { INVITATION_MS } from '../domain/browser-session.js';
import type { Caller } from '../domain/caller.js';
import { AppError } from '../domain/errors.js';
import type { ExpectedRevision } from '../domain/revision.js';
import type { Id } from '../domain/scalars.js';
import type { AdminDoor } from './admin-door.js';

/** Who is invited: null as company means the whole installation. */
export interface NewPerson {
  company_id: Id | null;
  name: string;
  role: Role;
}

const PEOPLE = {
  table: 'api_keys',
  where: { revoked_at: null, is_person: true },
  things: 'people',
  variable: 'MAX_PEOPLE_PER_COMPANY',
};

/**
 * Makes a person, with a key whose secret nobody has, and a link for the first sign-in.
 * @param linkHash SHA-256 of the secret of the link
 * @throws AppError `validation_failed`; `conflict` when the company has too many
 */
export const invitePerson = (admin: AdminDoor, caller: Caller, input: NewPerson, linkHash: Buffer): Promise<ApiKey> =>
  admin.create(caller, 'person', async ({ trx, ...creation }) => {
    const things = { ...PEOPLE, limit: admin.limits.peoplePerCompany };
    if (input.company_id !== null) await requireRoomFor(trx, input.company_id, things);
    const link_expires_at = trx.raw(`clock_timestamp() + ? * interval '1 ms'`, [INVITATION_MS]);
    return creation.insert({ ...input, key_hash: randomBytes(32), link_hash: linkHash, link_expires_at });
  });

/**
 * Gives a person another link: the one before is good for nothing then, sessions go on.
 * @throws AppError `not_found`; `conflict` for one who was removed
 */
export const inviteAgain = (admin: AdminDoor, caller: Caller, id: Id, linkHash: Buffer): Promise<ApiKey> =>
  admin.edit(
    caller,
    { noun: 'person', id, verb: 'invite', expected: null },
    async ({ trx, before, ...edit }): Promise<ApiKey> => {
      if (before.revoked_at !== null) throw new AppError('conflict', `Person ${id} was removed: invite them anew.`);
      const link_expires_at = await putLink(trx, id, linkHash, INVITATION_MS);
      edit.note({ link_expires_at });
      return { ...before, link_expires_at };
    },
  );

/**
 * Changes name or role: the next request of each session has the new role.
 * @param changesOf tells which, from the person as they are.
 * @throws AppError `not_found`, `precondition_failed`, and whatever `changesOf` throws
 */
export const updatePerson = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  changesOf: (before: ApiKey) => { name?: string | undefined; role?: Role | undefined },
  expected: ExpectedRevision,
): Promise<ApiKey> =>
  admin.edit(caller, { noun: 'person', id, verb: 'update', expected }, (edit) => edit.change(changesOf(edit.before)));

/**
 * Ends all that a person may do, at once: sessions and an open invitation. One who was removed already stays so.
 * @throws AppError `not_found`, `precondition_failed`
 */
export const removePerson = (admin: AdminDoor, caller: Caller, id: Id, expected: ExpectedRevision): Promise<ApiKey> =>
  admin.edit(caller, { noun: 'person', id, verb: 'remove', expected }, async ({ trx, before, ...edit }) => {
    if (before.revoked_at !== null) return before;
    await endSignIns(trx, id);
    return edit.change({ revoked_at: trx.raw('clock_timestamp()') });
  });
