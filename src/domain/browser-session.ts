import type { Id, Instant } from './scalars.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A session that is not used ends after this long. */
export const SESSION_IDLE_MS = 12 * HOUR_MS;
/** However much it is used, it ends after this long. */
export const SESSION_MAX_MS = 30 * 24 * HOUR_MS;
/** How often a session that is used all the time is noted to be. */
export const SESSION_NOTED_EVERY_MS = MINUTE_MS;
/** How many sessions a key has at once: with one more, the oldest ends. */
export const SESSIONS_PER_KEY = 50;

/** How long a link is good for that whoever holds a key makes for their own browser. */
export const LINK_MS = 15 * MINUTE_MS;
/** How long an invitation is good for. */
export const INVITATION_MS = 24 * HOUR_MS;

/** A browser that is signed in with a key. */
export interface BrowserSession {
  id: Id;
  /** It ends then unless it is used before. */
  expires_at: Instant;
  /** It ends then at the latest. */
  ends_at: Instant;
}
