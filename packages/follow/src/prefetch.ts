import { Alarm } from './alarm.js';
import type { MediaFiles } from './media-files.js';
import type { ServerClock } from './server-clock.js';
import type { Next } from './shown-state.js';

/** How long before its instant a video is fetched: at a random moment between them, as all others wait for the same. */
const EARLIEST_MS = 600_000;
const LATEST_MS = 20_000;

/** Fetches the next video ahead. */
export class Prefetch {
  readonly #clock: ServerClock;
  readonly #files: MediaFiles;
  readonly #onReady: (next: Next) => void;
  readonly #alarm: Alarm;
  #next: Next | null = null;

  /** @param onReady is told when the file is here, or is known to be streamed when it is time. */
  constructor(clock: ServerClock, files: MediaFiles, onReady: (next: Next) => void) {
    this.#clock = clock;
    this.#files = files;
    this.#onReady = onReady;
    this.#alarm = new Alarm(clock, () => void this.#fetch());
  }

  /** @param next null: nothing is known to come. */
  set(next: Next | null): void {
    const now = this.#clock.now();
    // Without a clock nobody knows when; it is set again once there is one.
    if (Number.isNaN(now) || (next?.startsAt === this.#next?.startsAt && next?.video?.id === this.#next?.video?.id))
      return;
    this.#next = next;
    this.#files.stop();
    const startsAt = next?.startsAt ?? now;
    const from = Math.max(now, startsAt - EARLIEST_MS);
    const spanMs = Math.max(startsAt - LATEST_MS - from, 0);
    this.#alarm.set(next?.video ? from + Math.random() * spanMs : null);
  }

  /** The clock was set. */
  look(): void {
    this.#alarm.look();
  }

  async #fetch(): Promise<void> {
    const next = this.#next;
    if (!next?.video) return;
    await this.#files.fetch(next.video);
    if (this.#next === next) this.#onReady(next);
  }
}
