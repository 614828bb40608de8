import type { ExpectedRevision } from '../domain/revision.js';
import { endSignIns } from '../db/browser-sessions.js';
import { requireRoomFor } from '../db/companies.js';
import type { Transaction } from '../db/database.js';
import { orConflict } from '../db/rows.js';
import { AppError } from '../domain/errors.js';
import type { ApiKey, Role } from '../domain/api-key.js';
import type { Caller } from '../domain/caller.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { AdminDoor } from './admin-door.js';

/** A new key: only the SHA-256 of its secret is stored. */
export interface NewApiKey {
  company_id: Id | null;
  name: string;
  role: Role;
  expires_at?: Instant | null | undefined;
  key_hash: Buffer;
}

export type ApiKeyChanges = Partial<{
  name: string | undefined;
  role: Role | undefined;
  expires_at: Instant | null | undefined;
}>;

const API_KEYS = {
  table: 'api_keys',
  where: { revoked_at: null, is_person: false },
  things: 'API keys that are not revoked',
  variable: 'MAX_API_KEYS_PER_COMPANY',
};

/** @throws AppError `validation_failed`; `conflict` when the company has too many */
export const createApiKey = (admin: AdminDoor, caller: Caller, input: NewApiKey): Promise<ApiKey> =>
  admin.create(caller, 'api_key', async (creation) => {
    const things = { ...API_KEYS, limit: admin.limits.apiKeysPerCompany };
    if (input.company_id !== null) await requireRoomFor(creation.trx, input.company_id, things);
    return orConflict('This key exists already.', creation.insert(input));
  });

/** @throws AppError `conflict` when no other key could make keys for the installation any more */
async function requireAnotherAdmin(trx: Transaction, { id, company_id, role }: ApiKey): Promise<void> {
  if (company_id !== null || role !== 'admin') return;
  // Both of two that go at once see the other as it is then.
  const admins = await trx<ApiKey>('api_keys')
    // Keys of people do not count: nobody could use one without being invited.
    .where({ company_id: null, role: 'admin', is_person: false, revoked_at: null })
    .whereRaw('(expires_at IS NULL OR expires_at > clock_timestamp())')
    .orderBy('id')
    .forUpdate()
    .select('id');
  if (admins.some((other) => other.id !== id)) return;
  throw new AppError('conflict', `API key ${id} is the last admin key of the installation: make another one first.`);
}

/**
 * Changes fields of a key.
 * @param changesOf tells which, from the key as it is.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` for the installation's last admin key, which can neither
 *   be demoted nor made to expire
 */
export const updateApiKey = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  changesOf: (before: ApiKey) => ApiKeyChanges,
  expected: ExpectedRevision,
): Promise<ApiKey> =>
  admin.edit(caller, { noun: 'api_key', id, verb: 'update', expected }, async ({ trx, before, ...edit }) => {
    const changes = changesOf(before);
    const isWeakened = (changes.role ?? before.role) !== before.role || changes.expires_at != null;
    if (isWeakened) await requireAnotherAdmin(trx, before);
    return edit.change(changes);
  });

/**
 * From now on the key opens nothing, and its sessions are over. One that is revoked already stays as it is.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` for the installation's last admin key
 */
export const revokeApiKey = (admin: AdminDoor, caller: Caller, id: Id, expected: ExpectedRevision): Promise<ApiKey> =>
  admin.edit(caller, { noun: 'api_key', id, verb: 'revoke', expected }, async ({ trx, before, ...edit }) => {
    if (before.revoked_at !== null) return before;
    await requireAnotherAdmin(trx, before);
    await endSignIns(trx, id);
    return edit.change({ revoked_at: trx.raw('clock_timestamp()') });
  });
