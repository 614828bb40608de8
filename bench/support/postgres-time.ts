import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../src/db/database.js';

const SAMPLES = 50;

/**
 * Postgres's clock, in fractions of milliseconds, for whoever judges the service from outside: the best of many samples,
 * each taken for the middle of its round trip.
 */
export class PostgresTime {
  readonly #offset: number;
  /** How far it may be off, either way. */
  readonly errorMs: number;

  private constructor(offset: number, errorMs: number) {
    this.#offset = offset;
    this.errorMs = errorMs;
  }

  static async sample(db: Database): Promise<PostgresTime> {
    let best = { offset: Number.NaN, tripMs: Number.POSITIVE_INFINITY };
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      const askedAt = performance.now();
      const { rows } = await db.raw<{ rows: { now: number }[] }>(
        `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`,
      );
      const tripMs = performance.now() - askedAt;
      const now = rows[0]?.now ?? Number.NaN;
      if (tripMs < best.tripMs) best = { offset: now - (askedAt + tripMs / 2), tripMs };
    }
    return new PostgresTime(best.offset, best.tripMs / 2);
  }

  now(): number {
    return this.#offset + performance.now();
  }

  /** The same for an instant of `performance.now()`. */
  of(performanceNow: number): number {
    return this.#offset + performanceNow;
  }

  async waitUntil(instant: number): Promise<void> {
    for (let left = instant - this.now(); left > 0; left = instant - this.now()) await delay(left);
  }
}
