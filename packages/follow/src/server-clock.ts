import { ask } from './answers.js';

const SAMPLES = 4;
/** How long a setting is good for, and how soon one that failed is tried again. */
const GOOD_FOR_MS = 600_000;
const RETRY_MS = 15_000;
/** How much clocks of phones run apart: 50 µs a second, more than quartz does. */
const DRIFT = 5e-5;
/** The device's clock and the page's run apart by so much only in sleep, or when somebody sets the first. */
const JUMP_MS = 500;

/** The device's clock minus the page's, which nobody can set, but which may stand still while the device sleeps. */
const apart = (): number => Date.now() - performance.now();

/** The clock of the service, from `/api/time`: that of the device may be wrong by hours. */
export class ServerClock {
  readonly #url: string;
  readonly #onSet: () => void;
  /** The service's clock minus `performance.now()`. */
  #ahead = Number.NaN;
  #error = Number.POSITIVE_INFINITY;
  #setAt = Number.NEGATIVE_INFINITY;
  #dueAt = Number.NEGATIVE_INFINITY;
  #apart = apart();
  /** How long the device may have slept since it was set. */
  #slept = 0;
  #setting: Promise<void> | null = null;

  /** @param onSet is told whenever it was set. */
  constructor(baseUrl: string, onSet: () => void) {
    this.#url = `${baseUrl}/api/time`;
    this.#onSet = onSet;
  }

  /** Epoch milliseconds; NaN until it was set. */
  now(): number {
    return performance.now() + this.#ahead;
  }

  /** By how much it may be wrong, in ms: half the round trip of the best sample, and what it may have drifted since. */
  get accuracyMs(): number {
    return this.#error + (this.#error < Number.POSITIVE_INFINITY ? (performance.now() - this.#setAt) * DRIFT : 0);
  }

  /** Whether it is to be set again. */
  get isDue(): boolean {
    return performance.now() >= this.#dueAt;
  }

  /** The service's clock minus the device's: what is kept for a start without a network. */
  get aheadOfDevice(): number {
    return this.now() - Date.now();
  }

  /** Goes by the device's clock until the service has answered. @param aheadOfDevice as it was once. */
  assume(aheadOfDevice: number): void {
    if (!Number.isNaN(this.#ahead)) return;
    this.#ahead = apart() + aheadOfDevice;
    this.#onSet();
  }

  /** Whether the device slept, or its clock was set, since this was asked last. Then it has to be set again. */
  hasJumped(): boolean {
    const by = apart() - this.#apart;
    this.#apart += by;
    if (Math.abs(by) < JUMP_MS) return false;
    this.#slept += Math.max(by, 0);
    this.#error = Number.POSITIVE_INFINITY;
    return true;
  }

  /** Asks the service four times, and keeps the answer that came back soonest. Does nothing while it is at it. */
  set(): Promise<void> {
    this.#setting ??= this.#sample().finally(() => (this.#setting = null));
    return this.#setting;
  }

  async #sample(): Promise<void> {
    const before = { error: this.accuracyMs };
    let best: { ahead: number; error: number } | undefined;
    for (let n = 0; n < SAMPLES; n += 1) {
      const sample = await this.#once().catch(() => undefined);
      if (sample && sample.error < (best?.error ?? Number.POSITIVE_INFINITY)) best = sample;
    }
    // Without an answer, that the device slept is likelier than that somebody set its clock.
    if (best === undefined) this.#ahead += this.#slept;
    // What a quiet moment told is better than what a slow line tells, until the clocks may have run apart by more.
    else if (best.error < before.error) {
      this.#ahead = best.ahead;
      this.#error = best.error;
      this.#setAt = performance.now();
    }
    this.#slept = 0;
    this.#dueAt = performance.now() + (best ? GOOD_FOR_MS : RETRY_MS);
    this.#onSet();
  }

  async #once(): Promise<{ ahead: number; error: number }> {
    const sentAt = performance.now();
    const { body } = await ask<{ now: string }>(this.#url, 'no-store');
    const arrivedAt = performance.now();
    const error = (arrivedAt - sentAt) / 2;
    const ahead = Date.parse(body?.now ?? '') + error - arrivedAt;
    if (Number.isNaN(ahead)) throw new Error('No time was told.');
    return { ahead, error };
  }
}
