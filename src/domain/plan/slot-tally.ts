import type { Id, Instant } from '../scalars.js';
import type { Step } from './fold-plan.js';

/** Slots of several schedules that fall on the same instants. */
export interface Coincidence {
  scheduleIds: readonly Id[];
  first: Instant;
  last: Instant;
  count: number;
}

/** More sets of schedules than these are not told apart. */
const MOST = 100;

/** Counts the slots of a stretch as a fold comes to them. */
export class SlotTally {
  readonly #taken = new Map<Id, number>();
  readonly #coincidences = new Map<string, Coincidence>();

  /** The slots of which a step came, by schedule. */
  takenBy(scheduleId: Id): number {
    return this.#taken.get(scheduleId) ?? 0;
  }

  get coincidences(): readonly Coincidence[] {
    return [...this.#coincidences.values()];
  }

  /** @param steps those of one instant. */
  take(at: Instant, steps: readonly Step[]): void {
    const slots = steps.filter(({ kind }) => kind === 'schedule');
    const scheduleIds = slots.flatMap(({ subjectId }) => subjectId ?? []);
    for (const { subjectId, note } of slots) {
      if (subjectId !== null && note !== 'skipped' && note !== 'held') {
        this.#taken.set(subjectId, this.takenBy(subjectId) + 1);
      }
    }
    if (scheduleIds.length > 1) this.#coincide(at, scheduleIds);
  }

  #coincide(at: Instant, scheduleIds: readonly Id[]): void {
    const key = scheduleIds.join();
    const known = this.#coincidences.get(key);
    if (known === undefined && this.#coincidences.size >= MOST) return;
    const { first = at, count = 0 } = known ?? {};
    this.#coincidences.set(key, { scheduleIds, first, last: at, count: count + 1 });
  }
}
