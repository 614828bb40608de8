import type { Caller } from '../../domain/caller.js';
import type { Role } from '../../domain/api-key.js';

/** On whose behalf a request is made: the holder of an API key. */
export interface ApiCaller extends Caller {
  role: Role;
}

/** Says whose key a request carries. */
export type Authenticate = (authorization: string | undefined, requestId: string) => Promise<ApiCaller>;

const RANK: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 };

/** Whether a role includes another one: an admin may do what an editor may, an editor what a viewer may. */
export const includesRole = (held: Role, needed: Role): boolean => RANK[held] >= RANK[needed];
