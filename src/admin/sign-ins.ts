import { findUsableKey, keyNoun } from '../db/api-keys.js';
import { audit } from '../db/audit.js';
import { beginSession, endSession, endSignIns, type SignedIn } from '../db/browser-sessions.js';
import { putLink, takeLink } from '../db/sign-in-links.js';
import { inTransaction } from '../db/transaction.js';
import { writeOnce } from '../db/write-once.js';
import type { ApiKey } from '../domain/api-key.js';
import { LINK_MS } from '../domain/browser-session.js';
import type { Caller } from '../domain/caller.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { AdminDoor } from './admin-door.js';

/** What somebody signs in by: the SHA-256 of the secret of a link, or of a key. */
export type SignInProof = { linkHash: Buffer } | { keyHash: Buffer };

/** A browser that asks to be signed in. */
export interface SignInRequest {
  proof: SignInProof;
  /** SHA-256 of the new session's secret. */
  secretHash: Buffer;
  /** Of the session that the browser has so far, which ends; null: none. */
  formerHash: Buffer | null;
  requestId: string;
  /** Where the request came from. */
  address: string | null;
}

const subjectOf = (key: ApiKey): string => `${keyNoun(key)}:${key.id}`;

/**
 * Begins a session. The link is spent, the former session ends and the audit log is told in the same transaction, so that
 * a sign-in that is killed leaves all as it was.
 * @returns null: the proof opens nothing
 */
export const signIn = ({ db }: AdminDoor, request: SignInRequest): Promise<SignedIn | null> =>
  inTransaction(db, async (trx) => {
    const { proof, secretHash, formerHash, requestId, address } = request;
    const key = 'linkHash' in proof ? await takeLink(trx, proof.linkHash) : await findUsableKey(trx, proof.keyHash);
    if (key === null) return null;
    const session = await beginSession(trx, key.id, secretHash);
    if (formerHash !== null) await endSession(trx, formerHash);
    const { company_id: companyId } = key;
    const caller: Caller = {
      actor: `key:${key.id}`,
      companyId,
      requestId,
      address,
      workflowRunId: null,
      idempotency: null,
    };
    await audit(trx, caller, { companyId, action: `${keyNoun(key)}.sign_in`, subject: subjectOf(key) });
    return { key, session };
  });

/** Ends all sessions of the caller's key, and takes back its link. */
export async function signOutEverywhere({ db }: AdminDoor, caller: Caller, key: ApiKey): Promise<void> {
  await writeOnce(db, caller, async (trx) => {
    const sessions = await endSignIns(trx, key.id);
    const action = `${keyNoun(key)}.sign_out`;
    await audit(trx, caller, { companyId: key.company_id, action, subject: subjectOf(key), after: { sessions } });
    return sessions;
  });
}

/**
 * Gives the caller's own key a link, by which a browser signs in: the one before is good for nothing then.
 * @returns until when it is good
 */
export const makeSignInLink = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  linkHash: Buffer,
): Promise<{ link_expires_at: Instant }> =>
  admin.edit(caller, { noun: 'api_key', id, verb: 'make_link', expected: null }, async ({ trx, ...edit }) => {
    const link_expires_at = await putLink(trx, id, linkHash, LINK_MS);
    edit.note({ link_expires_at });
    return { link_expires_at };
  });
