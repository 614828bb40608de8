import { setTimeout as delay } from 'node:timers/promises';
import type { Instant } from '../domain/scalars.js';
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

/** The same, with how far it may be behind. */
export interface BoundedClock extends Clock {
  /** The latest that Postgres's clock may show at this moment; never less than `now()`. */
  latest(): number;
  /**
   * Takes note of what Postgres's clock said.
   * @param askedAt moment of `performance.now()` before it was asked; the answer has arrived just now
   */
  learn(said: number, askedAt: number): void;
}

/** Asks for `clock_timestamp()` as `now`, in fractions of a millisecond. */
export const CLOCK_QUERY = 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now';

async function readDatabaseClock(queryable: Queryable): Promise<number> {
  const { rows } = await queryable.raw<{ rows: { now: number }[] }>(CLOCK_QUERY);
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('Postgres did not tell the time.');
  return now;
}

/** What Postgres's clock said between two moments of `performance.now()`. */
interface Sample {
  said: number;
  askedAt: number;
  arrivedAt: number;
}

const SAMPLE_EVERY_MS = 3_000;
/** Two clocks that are looked after by NTP drift apart by less than this share of the time. */
const DRIFT_MAX = 0.0001;

/** What was said, and what has passed since it arrived: Postgres is never behind that. */
const earliestBy = ({ said, arrivedAt }: Sample, at: number): number => said + (at - arrivedAt) * (1 - DRIFT_MAX);
/** What was said, and what has passed since it was asked: Postgres is never ahead of that. */
const latestBy = ({ said, askedAt }: Sample, at: number): number => said + (at - askedAt) * (1 + DRIFT_MAX);

/**
 * `dbNow()`: a sample of `clock_timestamp()` plus the monotonic time since its answer arrived. The answer arrives after
 * the clock was read, so the sum never runs ahead of Postgres; and of several such sums the greatest is the nearest, so
 * an answer that took long, or met a busy process, leaves the clock as it was. The other bound is kept likewise.
 */
export class DatabaseClock implements BoundedClock {
  /** The samples that say most: how late it is at least, and at most. */
  #samples: { low: Sample; high: Sample } | undefined;
  #last: Instant = Number.NEGATIVE_INFINITY;
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
    this.#last = Math.max(this.#last, Math.floor(earliestBy(this.#bounds().low, performance.now())));
    return this.#last;
  }

  latest(): number {
    return Math.max(this.#last, latestBy(this.#bounds().high, performance.now()));
  }

  async read(queryable: Queryable): Promise<Instant> {
    const askedAt = performance.now();
    const said = await readDatabaseClock(queryable);
    this.learn(said, askedAt);
    return Math.floor(said);
  }

  async waitUntil(instant: Instant): Promise<void> {
    for (let left = instant - this.now(); left > 0; left = instant - this.now()) await delay(Math.min(left, 2 ** 30));
  }

  learn(said: number, askedAt: number): void {
    const arrivedAt = performance.now();
    const sample = { said, askedAt, arrivedAt };
    const { low, high } = this.#samples ?? { low: sample, high: sample };
    const [earliest, latest] = [earliestBy(low, arrivedAt), latestBy(high, arrivedAt)];
    const newLatest = latestBy(sample, arrivedAt);
    // The old and the new bounds leave nothing between them: Postgres's clock was set.
    const wasSet = earliest > newLatest + 1 || latest < said - 1;
    this.#samples = {
      low: wasSet || said >= earliest ? sample : low,
      high: wasSet || newLatest <= latest ? sample : high,
    };
  }

  #bounds(): { low: Sample; high: Sample } {
    if (this.#samples === undefined) throw new Error('The clock was asked before its first sample.');
    return this.#samples;
  }

  async #resample(queryable: Queryable): Promise<void> {
    try {
      await this.read(queryable);
    } catch {
      // Postgres is away: the monotonic clock carries on from the last sample.
    }
  }
}
