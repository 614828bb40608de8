import { createClient } from 'ar-video-rotation-client';
import { watchedFetch } from './connection';

/** Without it no cookie counts. */
export const OWN_PAGE = { 'X-Console': '1' };

/** The service that this page came from. It knows the person by the cookie of their session. */
export const service = createClient({
  baseUrl: location.origin,
  headers: OWN_PAGE,
  fetch: watchedFetch,
  // The pages ask again by themselves once the connection is back.
  patience: { tries: 3, totalMs: 4_000 },
});
