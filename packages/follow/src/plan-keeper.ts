import { ask, type Plan } from './answers.js';
import { savesData } from './media-files.js';
import type { OfflineStore } from './offline-store.js';
import type { ServerClock } from './server-clock.js';
import type { ShownState } from './shown-state.js';

const HOURS = 24;
const EVERY_MS = 3_600_000;
/** Thousands that hear of an edit, or that a content went dark, come within so long. */
const SOON_MS = 10_000;
/** After a failure. */
const RETRY_MS = 60_000;

/** Has the plan of the coming hours asked for: where it is to be kept, and while a content is dark, of which it alone says until when. */
export class PlanKeeper {
  readonly #url: string;
  readonly #clock: ServerClock;
  readonly #store: OfflineStore | null;
  readonly #signal: AbortSignal;
  #dueAt = Number.NEGATIVE_INFINITY;

  constructor(url: string, clock: ServerClock, store: OfflineStore | null, signal: AbortSignal) {
    this.#url = `${url}/plan?hours=${HOURS}`;
    this.#clock = clock;
    this.#store = store;
    this.#signal = signal;
  }

  /** What is known is another one now. */
  expire(): void {
    this.#dueAt = Math.min(this.#dueAt, performance.now() + Math.random() * SOON_MS);
  }

  isDue({ now }: ShownState): boolean {
    const isWanted = now?.status === 'dark' || (now?.status === 'live' && this.#store !== null);
    return isWanted && !document.hidden && performance.now() >= this.#dueAt;
  }

  /** @param take gets the plan. A failure is tried again. */
  async renew(take: (plan: Plan) => void): Promise<void> {
    this.#dueAt = performance.now() + EVERY_MS * (0.5 + Math.random() / 2);
    try {
      const { status, body: plan } = await ask<Plan>(this.#url);
      if (this.#signal.aborted) return;
      if (plan === null) throw new Error(`The service answered ${status}.`);
      take(plan);
      await this.#keep(plan);
    } catch {
      this.#dueAt = performance.now() + RETRY_MS;
    }
  }

  async #keep(plan: Plan): Promise<void> {
    await this.#store?.keep({ plan, aheadOfDevice: this.#clock.aheadOfDevice });
    const videos = plan.entries.flatMap(({ video }) => video ?? []);
    if (!savesData()) await this.#store?.keepFiles(videos, this.#signal);
  }
}
