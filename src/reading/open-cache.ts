import { ChangeFeed, type ChangeFeedOptions } from '../db/change-feed.js';
import type { BoundedClock } from '../db/clock.js';
import { translateDatabaseFault } from '../db/transaction.js';
import type { ArContents } from '../db/ar-contents.js';
import type { Lane } from '../concurrency/lane.js';
import { ContentCache, type ContentCacheOptions } from './content-cache.js';
import type { WriteAnswer } from './held-content.js';

/** Opens the cache of what AR clients read, and the feed that tells it of edits. */
export function openCache(options: {
  arContents: Pick<ArContents, 'findStateByUniqueId'>;
  write: WriteAnswer;
  clock: BoundedClock;
  maxBytes: number;
  lane: Lane;
  onBacklog: ContentCacheOptions['onBacklog'];
  /** Null: nothing is told, so nothing is answered from memory. */
  feed: Omit<ChangeFeedOptions, 'listener' | 'clock'> | null;
}): { cache: ContentCache; stop: () => Promise<void> } {
  const { arContents, write, clock, maxBytes, lane, onBacklog } = options;
  const cache: ContentCache = new ContentCache({
    load: (uniqueId) => arContents.findStateByUniqueId(uniqueId),
    write,
    clock,
    feed: {
      isOutdated: () => feed?.isOutdated() ?? false,
      isLive: () => feed?.isLive() ?? false,
      hasToldUntil: (moment) => feed?.hasToldUntil(moment) ?? false,
      catchUp: async (moment) => feed?.catchUp(moment),
    },
    translateFault: translateDatabaseFault,
    maxBytes,
    lane,
    onBacklog,
  });
  const feed = options.feed && new ChangeFeed({ ...options.feed, listener: cache, clock });
  feed?.start();
  return { cache, stop: async () => feed?.stop() };
}
