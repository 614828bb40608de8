import type { ApiKeys } from '../../db/api-keys.js';
import type { Clock } from '../../db/clock.js';
import { AppError } from '../../domain/errors.js';
import type { ApiKey } from '../../domain/api-key.js';
import type { Authenticate } from '../http/api-caller.js';
import { hashKeySecret } from './api-key-secret.js';

export interface AuthenticatorOptions {
  apiKeys: Pick<ApiKeys, 'findByHash' | 'touch'>;
  clock: Pick<Clock, 'now'>;
  log: { debug(details: object, message: string): void };
}

/** @param key which one it was, for the log. */
const refused = (detail: string, key?: string): AppError => new AppError('unauthorized', detail, { cause: key });

/** Makes the check of `Authorization: Bearer <key>`. It asks the database each time, so a revoked key is out at once. */
export function createAuthenticator({ apiKeys, clock, log }: AuthenticatorOptions): Authenticate {
  const touch = (key: ApiKey): void => {
    // Not awaited: nobody's answer waits for a note of when a key was used.
    apiKeys.touch(key, clock.now()).catch((error: unknown) => log.debug({ err: error }, 'last_used_at was not noted'));
  };
  return async (authorization, requestId) => {
    if (authorization === undefined) throw refused('Send an API key: "Authorization: Bearer <key>".');
    const [, secret] = /^Bearer +([\x21-\x7e]{1,512}) *$/i.exec(authorization) ?? [];
    if (secret === undefined) throw refused('The Authorization header must read "Bearer <key>".');
    const key = await apiKeys.findByHash(hashKeySecret(secret));
    if (key === null) throw refused('There is no such API key.');
    if (key.revoked_at !== null) throw refused('The API key was revoked.', `key:${key.id}`);
    if (key.expires_at !== null && key.expires_at <= clock.now())
      throw refused('The API key has expired.', `key:${key.id}`);
    touch(key);
    const { company_id: companyId, role } = key;
    return { actor: `key:${key.id}`, companyId, requestId, workflowRunId: null, idempotency: null, role };
  };
}
