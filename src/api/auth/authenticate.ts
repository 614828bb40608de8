import type { Request } from 'express';
import type { ApiKeys } from '../../db/api-keys.js';
import type { BrowserSessions, SignedIn } from '../../db/browser-sessions.js';
import type { Clock } from '../../db/clock.js';
import { AppError } from '../../domain/errors.js';
import type { ApiKey } from '../../domain/api-key.js';
import type { Addresses } from '../http/addresses.js';
import type { Authenticate } from '../http/api-caller.js';
import { requireOwnOrigin, saysOwnPage } from '../http/own-page.js';
import { hashKeySecret } from './api-key-secret.js';
import type { SessionCookie } from './session-cookie.js';

export interface AuthenticatorOptions {
  apiKeys: Pick<ApiKeys, 'findByHash' | 'touch'>;
  sessions: Pick<BrowserSessions, 'find' | 'noteUse'>;
  cookie: Pick<SessionCookie, 'read'>;
  addresses: Pick<Addresses, 'baseUrlOf'>;
  clock: Pick<Clock, 'now'>;
  log: { debug(details: object, message: string): void };
}

/** @param key which one it was, for the log. */
const refused = (detail: string, key?: string): AppError => new AppError('unauthorized', detail, { cause: key });

/** @throws AppError `unauthorized` */
async function keyOf({ apiKeys, clock }: AuthenticatorOptions, authorization: string): Promise<ApiKey> {
  const [, secret] = /^Bearer +([\x21-\x7e]{1,512}) *$/i.exec(authorization) ?? [];
  if (secret === undefined) throw refused('The Authorization header must read "Bearer <key>".');
  const key = await apiKeys.findByHash(hashKeySecret(secret));
  if (key === null) throw refused('There is no such API key.');
  if (key.revoked_at !== null) throw refused('The API key was revoked.', `key:${key.id}`);
  if (key.expires_at !== null && key.expires_at <= clock.now())
    throw refused('The API key has expired.', `key:${key.id}`);
  return key;
}

/** A cookie counts only where a page of ours sent it. @throws AppError `unauthorized`, `foreign_origin` */
async function sessionOf({ sessions, cookie, addresses }: AuthenticatorOptions, req: Request): Promise<SignedIn> {
  if (!saysOwnPage(req)) throw refused('Send an API key: "Authorization: Bearer <key>".');
  const baseUrl = addresses.baseUrlOf(req);
  const secret = await cookie.read(req, baseUrl);
  if (secret === null) throw refused('Nobody is signed in.');
  if (req.method !== 'GET' && req.method !== 'HEAD') requireOwnOrigin(req, baseUrl);
  const found = await sessions.find(hashKeySecret(secret));
  if (found === null) throw refused('The session has ended.');
  return found;
}

/**
 * Makes the check of `Authorization: Bearer <key>`, and, where there is none, of the session of a browser. It asks the
 * database each time, so a revoked key is out at once, and its sessions with it.
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticate {
  const { apiKeys, sessions, clock, log } = options;
  // Not awaited: nobody's answer waits for a note of when something was used.
  const note = (what: string, noting: Promise<void>): void =>
    void noting.catch((error: unknown) => log.debug({ err: error }, `${what} was not noted`));
  return async (req, requestId) => {
    const authorization = req.get('authorization');
    const { key, session } =
      authorization === undefined
        ? await sessionOf(options, req)
        : { key: await keyOf(options, authorization), session: null };
    note('last_used_at', apiKeys.touch(key, clock.now()));
    if (session !== null) note('the use of a session', sessions.noteUse(session, clock.now()));
    const { company_id: companyId, role } = key;
    return { actor: `key:${key.id}`, key, session, companyId, requestId, workflowRunId: null, idempotency: null, role };
  };
}
