import type { Instant } from './scalars.js';
import type { Video } from './video.js';

/** How long the address works to which a client sends a file past us, in milliseconds. */
export const DIRECT_UPLOAD_MS = 3_600_000;
/** How long after that a file that was begun in time may take to arrive. */
const ARRIVAL_GRACE_MS = 3_600_000;

/** From when on a direct upload that nobody completed is given up. */
export const abandonedAt = ({ created_at }: Pick<Video, 'created_at'>): Instant =>
  created_at + DIRECT_UPLOAD_MS + ARRIVAL_GRACE_MS;

/** Videos in upload that were made by then are given up at `now`. */
export const madeBeforeToBeAbandoned = (now: Instant): Instant => now - DIRECT_UPLOAD_MS - ARRIVAL_GRACE_MS;
