import { AppError } from '../domain/errors.js';

export interface LaneOptions {
  /** How long one piece of work may keep the event loop before the others get their turn, ms. */
  sliceMs: number;
  /** The part of the event loop's time that the lane takes at most, from 0 to 1. */
  share: number;
  /** How many pieces of work may wait or be under way at once. */
  maxWaiting: number;
}

/** Work in small parts: does one, and says whether it was the last. */
export type Part = () => boolean;

interface Job {
  part: Part;
  leftMs: number;
  floorMs: number;
  turns: number;
  end: (isDone: boolean) => void;
  fail: (error: unknown) => void;
}

/**
 * Where work is done that anybody may ask for and that must not hold up the rest: in slices, with pauses between them,
 * those first that had the fewest. So the dear ones wait for the cheap ones, and all of them together take their share of
 * the event loop's time and no more.
 */
export class Lane {
  readonly #options: LaneOptions;
  readonly #jobs = new Set<Job>();
  #isRunning = false;
  /** The pause that is owed to the event loop; a whole millisecond of it is taken at once. */
  #owedMs = 0;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /** How many pieces of work wait or are under way. */
  get size(): number {
    return this.#jobs.size;
  }

  /**
   * Does `part` again and again until it says that it is done.
   * @param budgetMs how much time of the event loop it gets in all; one part always ends.
   * @param floorMs what it counts for at least, where it brings other work with it.
   * @returns false when the time was up before.
   * @throws AppError `busy` when too much waits already; whatever `part` throws.
   */
  run(part: Part, budgetMs: number, floorMs = 0): Promise<boolean> {
    if (this.#jobs.size >= this.#options.maxWaiting) {
      return Promise.reject(new AppError('busy', 'Too many such requests wait already. Try again.'));
    }
    return new Promise((resolve, reject) => {
      this.#jobs.add({ part, leftMs: budgetMs, floorMs, turns: 0, end: resolve, fail: reject });
      if (!this.#isRunning) this.#goOn();
      this.#isRunning = true;
    });
  }

  #goOn(): void {
    if (this.#owedMs < 1) setImmediate(() => this.#turn());
    else setTimeout(() => this.#turn(), this.#owedMs);
  }

  #turn(): void {
    if (this.#owedMs >= 1) this.#owedMs = 0;
    const job = this.#next();
    if (job === null) {
      this.#isRunning = false;
      return;
    }
    const usedMs = Math.max(this.#slice(job), job.floorMs);
    this.#owedMs += usedMs * (1 / this.#options.share - 1);
    this.#goOn();
  }

  #next(): Job | null {
    let next: Job | null = null;
    for (const job of this.#jobs) if (next === null || job.turns < next.turns) next = job;
    return next;
  }

  #slice(job: Job): number {
    const begunAt = performance.now();
    const sliceMs = Math.min(this.#options.sliceMs, job.leftMs);
    let usedMs = 0;
    job.turns += 1;
    try {
      let isDone = false;
      do {
        isDone = job.part();
        usedMs = performance.now() - begunAt;
      } while (!isDone && usedMs < sliceMs);
      job.leftMs -= usedMs;
      if (isDone || job.leftMs <= 0) this.#settle(job, () => job.end(isDone));
    } catch (error) {
      this.#settle(job, () => job.fail(error));
    }
    return usedMs;
  }

  #settle(job: Job, how: () => void): void {
    this.#jobs.delete(job);
    how();
  }
}
