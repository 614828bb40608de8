import { ChangeFeed, type ChangeFeedOptions } from '../../db/change-feed.js';
import type { BoundedClock } from '../../db/clock.js';
import { translateDatabaseFault } from '../../db/transaction.js';
import type { Repositories } from '../api-deps.js';
import { ContentCache } from './content-cache.js';

/** Opens the cache of what AR clients read, and the feed that tells it of edits. */
export function openCache(options: {
  arContents: Repositories['arContents'];
  clock: BoundedClock;
  maxBytes: number;
  /** Null: nothing is told, so nothing is answered from memory. */
  feed: Omit<ChangeFeedOptions, 'listener' | 'clock'> | null;
}): { cache: ContentCache; stop: () => Promise<void> } {
  const { arContents, clock, maxBytes } = options;
  const cache: ContentCache = new ContentCache({
    load: (uniqueId) => arContents.findStateByUniqueId(uniqueId),
    clock,
    feed: {
      isLive: () => feed?.isLive() ?? false,
      hasToldUntil: (moment) => feed?.hasToldUntil(moment) ?? false,
      catchUp: async (moment) => feed?.catchUp(moment),
    },
    translateFault: translateDatabaseFault,
    maxBytes,
  });
  const feed = options.feed && new ChangeFeed({ ...options.feed, listener: cache, clock });
  feed?.start();
  return { cache, stop: async () => feed?.stop() };
}

/** Makes contents, of which this process may have said that there are none. */
export const telling =
  (createContent: Repositories['createContent'], cache: ContentCache): Repositories['createContent'] =>
  async (caller, input) => {
    const content = await createContent(caller, input);
    cache.contentCreated(content.unique_id);
    return content;
  };
