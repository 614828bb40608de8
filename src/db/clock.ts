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

/** Reads `clock_timestamp()`, in whole milliseconds rounded down. */
async function readDatabaseClock(queryable: Queryable): Promise<Instant> {
  const { rows } = await queryable.raw<{ rows: { now: number }[] }>(
    `SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now`,
  );
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('Postgres did not tell the time.');
  return now;
}

/** The clock, and how long its answer took. */
async function timed(queryable: Queryable): Promise<{ instant: Instant; tookMs: number }> {
  const askedAt = performance.now();
  const instant = await readDatabaseClock(queryable);
  return { instant, tookMs: performance.now() - askedAt };
}

const SAMPLE_EVERY_MS = 3_000;
/** A sample whose answer took longer says too little. */
const SLOW_ANSWER_MS = 1_000;

/**
 * `dbNow()`: the last sample of `clock_timestamp()` plus the monotonic time since its answer arrived. The answer arrives
 * after the clock was read, so the sum never runs ahead of Postgres.
 */
export class DatabaseClock implements Clock {
  #sample: { instant: Instant; arrivedAt: number } | undefined;
  #latest: Instant = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  /** Takes the first sample, then one every few seconds until `stop`. */
  async start(queryable: Queryable): Promise<void> {
    this.#take(await readDatabaseClock(queryable));
    this.#timer = setInterval(() => void this.#resample(queryable), SAMPLE_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  now(): Instant {
    if (this.#sample === undefined) throw new Error('The clock was asked before its first sample.');
    const { instant, arrivedAt } = this.#sample;
    this.#latest = Math.max(this.#latest, Math.floor(instant + performance.now() - arrivedAt));
    return this.#latest;
  }

  async read(queryable: Queryable): Promise<Instant> {
    const { instant, tookMs } = await timed(queryable);
    if (tookMs < SLOW_ANSWER_MS) this.#take(instant);
    return instant;
  }

  async waitUntil(instant: Instant): Promise<void> {
    for (let left = instant - this.now(); left > 0; left = instant - this.now()) await delay(Math.min(left, 2 ** 30));
  }

  #take(instant: Instant): void {
    this.#sample = { instant, arrivedAt: performance.now() };
  }

  async #resample(queryable: Queryable): Promise<void> {
    try {
      await this.read(queryable);
    } catch {
      // Postgres is away: the monotonic clock carries on from the last sample.
    }
  }
}
