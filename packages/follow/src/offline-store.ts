import type { Plan, Video } from './answers.js';

/** What is kept of a content for a start without a network. */
export interface Kept {
  plan: Plan;
  /** The service's clock minus the device's. */
  aheadOfDevice: number;
}

/** Where the plan lies within the cache: an address that nobody fetches. */
const PLAN_KEY = '/follow-plan';
/** Of what the browser would still give: the page may want to keep things, too. */
const SHARE = 0.5;

/** The plan of a content and the videos it needs, in the Cache API, which exists in secure contexts only. */
export class OfflineStore {
  readonly #name: string;

  constructor(uniqueId: string) {
    this.#name = `follow-1 ${uniqueId}`;
  }

  /** What was kept; null: nothing. */
  async read(): Promise<Kept | null> {
    const kept = await (await this.#open())?.match(PLAN_KEY);
    return kept ? kept.json() : null;
  }

  async keep(kept: Kept): Promise<void> {
    await (await this.#open())?.put(PLAN_KEY, new Response(JSON.stringify(kept)));
  }

  /** The whole file; null: it is not kept. */
  async file(url: string): Promise<Blob | null> {
    return (await (await this.#open())?.match(url))?.blob() ?? null;
  }

  /** Keeps these videos, in this order as far as there is room, and no others. @throws when one could not be fetched */
  async keepFiles(videos: readonly Video[], signal: AbortSignal): Promise<void> {
    const cache = await this.#open();
    if (!cache) return;
    const failures: unknown[] = [];
    const wanted = new Map(videos.map((video) => [video.video_url, video]));
    const kept = (await cache.keys()).map(({ url }) => url).filter((url) => !url.endsWith(PLAN_KEY));
    for (const url of kept) if (!wanted.delete(url)) await cache.delete(url);
    for (const [url, video] of wanted) {
      if (url === null || signal.aborted || !(await hasRoom(video))) continue;
      await fetchInto(cache, url, signal).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  async clear(): Promise<void> {
    if ('caches' in window) await caches.delete(this.#name);
  }

  async #open(): Promise<Cache | null> {
    return 'caches' in window ? caches.open(this.#name) : null;
  }
}

/** A part of a file, or a refusal, is never kept; a file that breaks off makes the cache refuse it. */
async function fetchInto(cache: Cache, url: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, { credentials: 'omit', signal });
  if (response.status === 200) await cache.put(url, response);
}

async function hasRoom({ size_bytes }: Video): Promise<boolean> {
  const { quota = 0, usage = 0 } = await navigator.storage.estimate();
  return size_bytes !== null && size_bytes < (quota - usage) * SHARE;
}
