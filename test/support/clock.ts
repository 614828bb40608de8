import type { BoundedClock } from '../../src/db/clock.js';
import type { Instant } from '../../src/domain/scalars.js';

/** A clock that a test sets. Whoever waits for an instant moves it there: time is injected, not waited for. */
export class TestClock implements BoundedClock {
  #now: Instant;
  /** Instants that were waited for, in order. */
  readonly waits: Instant[] = [];
  /** How far it may be behind Postgres's clock. */
  doubtMs = 0;

  constructor(start: Instant | string) {
    this.#now = typeof start === 'string' ? Date.parse(start) : start;
  }

  now(): Instant {
    return this.#now;
  }

  latest(): Instant {
    return this.#now + this.doubtMs;
  }

  /** Nothing but a test sets it. */
  learn(): void {}

  read(): Promise<Instant> {
    return Promise.resolve(this.#now);
  }

  waitUntil(instant: Instant): Promise<void> {
    this.waits.push(instant);
    this.set(Math.max(instant, this.#now));
    return Promise.resolve();
  }

  set(instant: Instant): void {
    this.#now = instant;
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}
