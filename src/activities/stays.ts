import { Places, type PlaceLimits } from '../concurrency/places.js';
import type { Clock } from '../db/clock.js';
import type { Id, Instant } from '../domain/scalars.js';

/** How long an activity goes on from one slot to the next; well below the time that its workflow gives it. */
const STAY_MS = 30_000;

export interface StaysOptions {
  clock: Clock;
  /** Of companies: how many stay at once. Each takes an activity slot of the worker. */
  places: PlaceLimits;
  /** Whether the worker is about to stop: then nobody goes on. */
  isStopping: () => boolean;
}

/** An activity that may go on to its next slot. */
export interface Stay {
  /** Whether it may, now; the first time it takes a place, if there is one. */
  goesOn: () => boolean;
  end: () => void;
}

/**
 * Lets activities carry out slots that follow each other within seconds one after the other, without Temporal in between:
 * that takes it, and the worker, most of the time of such a slot. Whoever finds no place does without.
 */
export class Stays {
  readonly #options: StaysOptions;
  readonly #places: Places;

  constructor(options: StaysOptions) {
    this.#options = options;
    this.#places = new Places(options.places);
  }

  begin(companyId: Id): Stay {
    const { clock, isStopping } = this.#options;
    const until: Instant = clock.now() + STAY_MS;
    let leave: (() => void) | null = null;
    return {
      goesOn: () => {
        if (isStopping() || clock.now() >= until) return false;
        if (leave === null && this.#places.whyNot(companyId) === null) leave = this.#places.take(companyId);
        return leave !== null;
      },
      end: () => leave?.(),
    };
  }
}

/** Half of a worker's activity slots are left to those who come for one slot; a company has a fifteenth of all. */
export const staysOf = (activitySlots: number): PlaceLimits => ({
  inAll: Math.floor(activitySlots / 2),
  perKey: Math.floor(activitySlots / 15),
});
