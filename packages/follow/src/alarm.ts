import type { ServerClock } from './server-clock.js';

/** A timer overflows after 24.8 days, and sleeps while the device does: it is set for an hour at most. */
const LONGEST_MS = 3_600_000;

/** Rings at an instant of the service's clock. */
export class Alarm {
  readonly #clock: ServerClock;
  readonly #ring: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #at: number | null = null;

  constructor(clock: ServerClock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** @param at epoch milliseconds; what is past rings at once; null: never. */
  set(at: number | null): void {
    this.#at = at;
    this.look();
  }

  /** Looks at the clock, which was set meanwhile. */
  look(): void {
    clearTimeout(this.#timer);
    if (this.#at === null) return;
    const leftMs = this.#at - this.#clock.now();
    if (Number.isNaN(leftMs)) return;
    const due = (): void => {
      if (this.#at !== null && this.#at > this.#clock.now()) return this.look();
      this.#at = null;
      this.#ring();
    };
    this.#timer = setTimeout(due, Math.min(Math.max(Math.ceil(leftMs), 0), LONGEST_MS));
  }
}
