import type { Lane } from '../concurrency/lane.js';
import type { Instant } from '../domain/scalars.js';
import type { KnownReading } from './content-cache.js';
import type { HeldContent } from './held-content.js';
import { HeldPlan, type ToldPlan, type WriteChange } from './held-plan.js';

/** What an answer counts for in the lane at least: it is long, and comes by way of Express. */
const ANSWER_MS = 0.5;

interface Entry {
  held: HeldContent;
  plan: HeldPlan;
  /** The computation under way, which all who ask meanwhile wait for. */
  underWay: Promise<void> | null;
}

/** The plans of the contents that were asked for lately, each made once for a state of its content. */
export class Plans {
  readonly #lane: Lane;
  readonly #write: WriteChange;
  readonly #maxBytes: number;
  readonly #entries = new Map<string, Entry>();

  constructor(options: { lane: Lane; write: WriteChange; maxBytes: number }) {
    this.#lane = options.lane;
    this.#write = options.write;
    this.#maxBytes = options.maxBytes;
  }

  /**
   * The changes of a content from the reading's instant until `end`, as far as there was time to find them.
   * @throws AppError `busy` when too many ask at once.
   */
  async tell({ held, at }: KnownReading, end: Instant, baseUrl: string): Promise<ToldPlan> {
    const entry = this.#entryOf(held, at);
    while (entry.underWay !== null) await entry.underWay;
    entry.underWay = this.#lookAhead(entry.plan, at, end).finally(() => void (entry.underWay = null));
    await entry.underWay;
    return this.#answer(entry.plan, [at, end], baseUrl);
  }

  async #answer(plan: HeldPlan, [at, end]: [Instant, Instant], baseUrl: string): Promise<ToldPlan> {
    let told: ToldPlan = { entries: [], until: end };
    const write = (): true => {
      told = plan.tell(at, end, baseUrl);
      return true;
    };
    await this.#lane.run(write, 1, ANSWER_MS);
    this.#makeRoom();
    return told;
  }

  #entryOf(held: HeldContent, at: Instant): Entry {
    const found = this.#entries.get(held.uniqueId);
    const entry =
      found?.held === held ? found : { held, plan: new HeldPlan(held.answerAt(at), this.#write), underWay: null };
    this.#entries.delete(held.uniqueId);
    this.#entries.set(held.uniqueId, entry);
    return entry;
  }

  async #lookAhead(plan: HeldPlan, at: Instant, end: Instant): Promise<void> {
    plan.pass(at);
    const budgetMs = plan.budgetAt(at);
    if (plan.reaches(at, end) || budgetMs <= 0) return;
    const part = (): boolean => {
      const begunAt = performance.now();
      plan.advance();
      plan.spend(performance.now() - begunAt);
      return plan.reaches(at, end);
    };
    await this.#lane.run(part, budgetMs);
  }

  /** Forgets those that were asked for least lately. */
  #makeRoom(): void {
    let bytes = 0;
    for (const { held, plan } of this.#entries.values()) bytes += held.bytes + plan.bytes;
    for (const [uniqueId, { held, plan }] of this.#entries) {
      if (bytes <= this.#maxBytes) return;
      bytes -= held.bytes + plan.bytes;
      this.#entries.delete(uniqueId);
    }
  }
}
