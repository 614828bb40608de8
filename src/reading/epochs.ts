import type { Id } from '../domain/scalars.js';

/** Edits remembered while queries are under way; more of them count as an edit of everything. */
const MAX_REMEMBERED = 10_000;

/**
 * Tells which queries were overtaken by an edit. Each edit raises the epoch; what a query that began under an older one
 * found is out of date if the edit was of the same content.
 */
export class Epochs {
  #current = 0;
  /** Whatever began before this epoch is out of date. */
  #floor = 0;
  #underWay = 0;
  readonly #edits = new Map<Id | string, number>();

  get current(): number {
    return this.#current;
  }

  /** A query begins; `end` has to follow. */
  begin(): number {
    this.#underWay += 1;
    return this.#current;
  }

  end(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#edits.clear();
  }

  /** One content changed: named by its id, or by the uuid under which there was none. */
  raise(key: Id | string): void {
    this.#current += 1;
    if (this.#underWay === 0) return;
    if (this.#edits.size >= MAX_REMEMBERED) this.raiseAll();
    else this.#edits.set(key, this.#current);
  }

  /** Anything may have changed. */
  raiseAll(): void {
    this.#current += 1;
    this.#floor = this.#current;
    this.#edits.clear();
  }

  /** Whether the content was edited since a query began. */
  isOvertaken(begun: number, key: Id | string): boolean {
    return begun < this.#floor || begun < (this.#edits.get(key) ?? 0);
  }
}
