import { setTimeout as delay } from 'node:timers/promises';
import type { Instant } from '../domain/types.js';
import type { Queryable } from './database.js';

/**
 * Postgres's clock, the only one that decides when something is due. Tests inject another one.
 */
export interface Clock {
  /** The present instant, never ahead of Postgres's and never going back. */
  now(): Instant;
  /** Postgres's clock itself, read on the connection of a transaction. */
  read(queryable: Queryable): Promise<Instant>;
  /** Waits until the clock has reached the instant. */
  waitUntil(instant: Instant): Promise<void>;
}

/** Reads `clock_timestamp()`, in fractions of a millisecond. */
async function readDatabaseClock(queryable: Queryable): Promise<number> {
  const { rows } = await queryable.raw<{ rows: { now: number }[] }>(
    `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`,
  );
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('Postgres did not tell the time.');
  return now;
}

/** What Postgres's clock said, and when that arrived, by `performance.now()`. */
interface Sample {
  said: number;
  arrivedAt: number;
}

const SAMPLE_EVERY_MS = 3_000;
/** Two clocks that are looked after by NTP drift apart by less than this share of the time. */
const DRIFT_MAX = 0.0001;

/** The time by a sample: what was said, and what has passed since it arrived. Postgres is never behind that. */
const timeBy = ({ said, arrivedAt }: Sample, at: number): number => said + (at - arrivedAt) * (1 - DRIFT_MAX);

/**
 * `dbNow()`: a sample of `clock_timestamp()` plus the monotonic time since its answer arrived. The answer arrives after
 * the clock was read, so the sum never runs ahead of Postgres; and of several such sums the greatest is the nearest, so
 * an answer that took long, or met a busy process, leaves the clock as it was.
 */
export class DatabaseClock implements Clock {
  #sample: Sample | undefined;
  #latest: Instant = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  /** Takes the first sample, then one every few seconds until `stop`. */
  async start(queryable: Queryable): Promise<void> {
    await this.read(queryable);
    this.#timer = setInterval(() => void this.#resample(queryable), SAMPLE_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  now(): Instant {
    if (this.#sample === undefined) throw new Error('The clock was asked before its first sample.');
    this.#latest = Math.max(this.#latest, Math.floor(timeBy(this.#sample, performance.now())));
    return this.#latest;
  }

  async read(queryable: Queryable): Promise<Instant> {
    const askedAt = performance.now();
    const said = await readDatabaseClock(queryable);
    this.#take(said, askedAt);
    return Math.floor(said);
  }

  async waitUntil(instant: Instant): Promise<void> {
    for (let left = instant - this.now(); left > 0; left = instant - this.now()) await delay(Math.min(left, 2 ** 30));
  }

  #take(said: number, askedAt: number): void {
    const arrivedAt = performance.now();
    const held = this.#sample === undefined ? Number.NEGATIVE_INFINITY : timeBy(this.#sample, arrivedAt);
    // Postgres's clock cannot have got further than this, unless it was set back since the sample that is held.
    const latest = said + (arrivedAt - askedAt);
    if (said >= held || held > latest + 1) this.#sample = { said, arrivedAt };
  }

  async #resample(queryable: Queryable): Promise<void> {
    try {
      await this.read(queryable);
    } catch {
      // Postgres is away: the monotonic clock carries on from the last sample.
    }
  }
}
