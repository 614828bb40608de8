import type { RotationSchedule } from '../rotation-schedule.js';
import type { Instant } from '../scalars.js';
import type { ContentState } from './content-state.js';
import { earlier, edges, nextDueOfSchedules, type Due } from './due.js';
import { HoursEdges } from './hours-edges.js';

/** The steps and edges that are due in a content, in order. */
export class DueList {
  readonly #fixed: readonly Due[];
  readonly #hours: HoursEdges;
  readonly #until: Instant;
  #taken = 0;

  constructor(state: ContentState, until: Instant) {
    const settled = state.arContent.settled_at;
    this.#fixed = edges(state).filter(({ at }) => at > settled && at <= until);
    this.#hours = new HoursEdges(state, settled);
    this.#until = until;
  }

  /** The next one, and whether it is none that is a step whatever it does: it may be passed. */
  take(schedules: readonly RotationSchedule[]): { due: Due; mayPass: boolean } | null {
    const fixed = this.#fixed[this.#taken];
    const hours = this.#hours.next;
    const due = earlier(earlier(fixed, hours), nextDueOfSchedules(schedules));
    if (due === undefined || due.at > this.#until) return null;
    if (due === fixed) this.#taken += 1;
    if (due === hours) this.#hours.take(due);
    return { due, mayPass: due === hours || due.kind === 'override' };
  }
}
