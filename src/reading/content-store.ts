import type { Id, Instant } from '../domain/scalars.js';
import type { HeldContent } from './held-content.js';

/** Uuids of no content that are remembered: a flood of them takes a few megabytes and no more. */
const MAX_UNKNOWN = 20_000;

interface Entry {
  held: HeldContent;
  /** False: for the time while Postgres is away only. */
  isFresh: boolean;
  wasUsed: boolean;
}

/**
 * Contents by uuid, bounded in bytes. Those read least lately go first; "lately" is a mark that a read sets, and the
 * search for room takes away (the clock algorithm), so that a read changes no order.
 */
export class ContentStore {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, Entry>();
  readonly #uuids = new Map<Id, string>();
  readonly #unknown = new Set<string>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** What holds by all that is known; null: there is no such content; undefined: not known. */
  fresh(uniqueId: string): HeldContent | null | undefined {
    const entry = this.#entries.get(uniqueId);
    if (entry?.isFresh === true) {
      entry.wasUsed = true;
      return entry.held;
    }
    return this.#unknown.has(uniqueId) ? null : undefined;
  }

  /** What was known last, fresh or not. */
  last(uniqueId: string): HeldContent | undefined {
    return this.#entries.get(uniqueId)?.held;
  }

  keep(held: HeldContent, isFresh: boolean): void {
    this.drop(held.id);
    this.#unknown.delete(held.uniqueId);
    if (held.bytes > this.#maxBytes) return;
    this.#entries.set(held.uniqueId, { held, isFresh, wasUsed: false });
    this.#uuids.set(held.id, held.uniqueId);
    this.#bytes += held.bytes;
    this.#makeRoom();
  }

  /** @param isFresh false forgets what was known instead. */
  keepUnknown(uniqueId: string, isFresh: boolean): void {
    const entry = this.#entries.get(uniqueId);
    if (entry !== undefined) this.drop(entry.held.id);
    if (!isFresh) return;
    if (this.#unknown.size >= MAX_UNKNOWN) {
      const [oldest] = this.#unknown;
      if (oldest !== undefined) this.#unknown.delete(oldest);
    }
    this.#unknown.add(uniqueId);
  }

  /** Drops a content; returns its uuid, null if it was not held. */
  drop(id: Id): string | null {
    const uniqueId = this.#uuids.get(id);
    if (uniqueId === undefined) return null;
    this.#bytes -= this.#entries.get(uniqueId)?.held.bytes ?? 0;
    this.#entries.delete(uniqueId);
    this.#uuids.delete(id);
    return uniqueId;
  }

  dropUnknown(uniqueId: string): void {
    this.#unknown.delete(uniqueId);
  }

  /** From now on nothing that is held counts as fresh. @param at until when it was. */
  retire(at: Instant): void {
    for (const entry of this.#entries.values()) {
      if (entry.isFresh) entry.held.knownAt = at;
      entry.isFresh = false;
    }
    this.#unknown.clear();
  }

  #makeRoom(): void {
    while (this.#bytes > this.#maxBytes) {
      const [oldest] = this.#entries;
      if (oldest === undefined) return;
      const [uniqueId, entry] = oldest;
      if (entry.wasUsed) {
        entry.wasUsed = false;
        this.#entries.delete(uniqueId);
        this.#entries.set(uniqueId, entry);
      } else this.drop(entry.held.id);
    }
  }
}
