import type { Request } from 'express';
import type { Caller } from '../../domain/caller.js';
import type { ApiKey, Role } from '../../domain/api-key.js';
import type { BrowserSession } from '../../domain/browser-session.js';

/** On whose behalf a request is made: the holder of an API key, or whoever signed in with one. */
export interface ApiCaller extends Caller {
  role: Role;
  key: ApiKey;
  /** The session that it came in; null: it came with the key itself. */
  session: BrowserSession | null;
}

/** Says whose key or session a request carries. */
export type Authenticate = (req: Request, requestId: string) => Promise<ApiCaller>;

const RANK: Record<Role, number> = { viewer: 0, editor: 1, admin: 2 };

/** Whether a role includes another one: an admin may do what an editor may, an editor what a viewer may. */
export const includesRole = (held: Role, needed: Role): boolean => RANK[held] >= RANK[needed];
