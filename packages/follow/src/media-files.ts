import type { Video } from './answers.js';
import type { OfflineStore } from './offline-store.js';

/** Larger ones are streamed when it is time. */
const MOST_BYTES = 50_000_000;

/** Whether the visitor asked for little traffic. */
export const savesData = (): boolean => navigator.connection?.saveData === true;

/** The files of videos that were fetched ahead, as blobs. */
export class MediaFiles {
  readonly #store: OfflineStore | null;
  readonly #isAhead: boolean;
  /** Addresses of blobs, by those of the service. */
  readonly #blobs = new Map<string, string>();
  #abort = new AbortController();

  /** @param isAhead whether files are fetched before it is time */
  constructor(store: OfflineStore | null, isAhead: boolean) {
    this.#store = store;
    this.#isAhead = isAhead;
  }

  /** Where a video is played from: a blob if there is one, else the service; null: it has no file. */
  async addressOf({ video_url: url }: Video): Promise<string | null> {
    if (url === null) return null;
    const known = this.#blobs.get(url);
    if (known !== undefined) return known;
    const file = await this.#store?.file(url).catch(() => null);
    return file ? this.#remember(url, file) : url;
  }

  /** Fetches a video, unless it is too large or the visitor saves data. What fails is streamed when it is time. */
  async fetch({ video_url: url, size_bytes }: Video): Promise<void> {
    if (!this.#isAhead || url === null || size_bytes === null || size_bytes > MOST_BYTES) return;
    if (savesData() || this.#blobs.has(url)) return;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    try {
      const response = await fetch(url, { credentials: 'omit', signal });
      const file = response.status === 200 ? await response.blob() : null;
      if (file && !signal.aborted) this.#remember(url, file);
    } catch {
      // The line broke, or nobody waits for it any more.
    }
  }

  /** Stops fetching: what is due now is streamed, which begins sooner. */
  stop(): void {
    this.#abort.abort();
  }

  /** Forgets all others. */
  keep(videos: readonly Video[]): void {
    const wanted = new Set(videos.map((video) => video.video_url));
    for (const [url, blob] of this.#blobs) {
      if (wanted.has(url)) continue;
      URL.revokeObjectURL(blob);
      this.#blobs.delete(url);
    }
  }

  #remember(url: string, file: Blob): string {
    const blob = this.#blobs.get(url) ?? URL.createObjectURL(file);
    this.#blobs.set(url, blob);
    return blob;
  }
}
