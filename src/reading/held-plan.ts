import { comingChanges, type ComingChange, type Progress } from '../domain/plan/coming-changes.js';
import type { ActiveAnswer } from '../domain/plan/resolve-active.js';
import type { Instant } from '../domain/scalars.js';

/** The most changes that are told at once, the present state included. */
export const MAX_ENTRIES = 500;
/** How much of the event loop's time the plan of one state may take; and how much more for each second that passes. */
const BUDGET_MS = 100;
const MS_PER_SECOND = 1;
/** What is past is kept for so long: another request may still be at work with an earlier instant. */
const KEEP_PAST_MS = 10_000;
/** About what a change takes beside its text, and what a plan takes without any, in bytes. */
const BYTES_PER_CHANGE = 200;
const BYTES_OF_PLAN = 2_000;

/** Writes a change down, as it is sent. */
export type WriteChange = (change: ComingChange, baseUrl: string) => string;

/** What a plan tells. */
export interface ToldPlan {
  /** The changes after the present, as texts. */
  entries: string[];
  /** Up to here nothing else is known to come; after that, ask again. */
  until: Instant;
}

/**
 * The coming changes of one state of a content: looked for once, a few at a time, and kept. As time passes it is looked
 * on from where it was stopped.
 */
export class HeldPlan {
  readonly #write: WriteChange;
  readonly #progress: Generator<Progress>;
  readonly #changes: ComingChange[] = [];
  /** The texts of the first changes, for one base URL: two that take turns pay for it themselves. */
  #texts: string[] = [];
  #baseUrl = '';
  #reach: Instant;
  #leftMs = BUDGET_MS;
  #refilledAt: Instant;
  #textBytes = 0;

  constructor({ state, live }: ActiveAnswer, write: WriteChange) {
    this.#write = write;
    this.#progress = comingChanges(state, live);
    this.#reach = state.arContent.settled_at;
    this.#refilledAt = this.#reach;
  }

  /** About how much memory it takes. */
  get bytes(): number {
    return BYTES_OF_PLAN + this.#textBytes + BYTES_PER_CHANGE * this.#changes.length;
  }

  /** Whether all is known that is told from `now` until `end`. */
  reaches(now: Instant, end: Instant): boolean {
    return this.#reach > end || this.#changes.length - this.#countUntil(now) >= MAX_ENTRIES;
  }

  /** Looks at one more instant. */
  advance(): void {
    const next = this.#progress.next();
    if (next.done === true) return;
    this.#reach = next.value.reach;
    if (next.value.change !== null) this.#changes.push(next.value.change);
  }

  /** How much time may still be taken to look further, in ms. */
  budgetAt(now: Instant): number {
    const grown = this.#leftMs + ((now - this.#refilledAt) / 1_000) * MS_PER_SECOND;
    this.#leftMs = Math.min(grown, BUDGET_MS);
    this.#refilledAt = now;
    return this.#leftMs;
  }

  spend(ms: number): void {
    this.#leftMs -= ms;
  }

  /** Forgets what is past by `now`. */
  pass(now: Instant): void {
    const count = this.#countUntil(now - KEEP_PAST_MS);
    this.#changes.splice(0, count);
    for (const text of this.#texts.splice(0, count)) this.#textBytes -= text.length;
  }

  /** What is to be told from `now` until `end`, as far as it is known. */
  tell(now: Instant, end: Instant, baseUrl: string): ToldPlan {
    const first = this.#countUntil(now);
    const last = Math.min(this.#countUntil(end), first + MAX_ENTRIES - 1);
    const untold = this.#changes[last]?.startsAt ?? this.#reach;
    this.#writeTexts(last, baseUrl);
    return { entries: this.#texts.slice(first, last), until: Math.min(end, untold) };
  }

  /** How many of the changes have come by an instant. */
  #countUntil(at: Instant): number {
    const index = this.#changes.findIndex(({ startsAt }) => startsAt > at);
    return index < 0 ? this.#changes.length : index;
  }

  #writeTexts(count: number, baseUrl: string): void {
    if (baseUrl !== this.#baseUrl) [this.#texts, this.#textBytes, this.#baseUrl] = [[], 0, baseUrl];
    for (const change of this.#changes.slice(this.#texts.length, count)) {
      const text = this.#write(change, baseUrl);
      this.#texts.push(text);
      this.#textBytes += text.length;
    }
  }
}
