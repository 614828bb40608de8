import { foldSteps, type Step, type Taken } from '../domain/plan/fold-plan.js';
import { beneathAt, seenAt } from '../domain/plan/live.js';
import type { ContentState } from '../domain/plan/content-state.js';
import { changeOfStep, shownOf, type Change } from '../domain/plan/segments.js';
import type { Id, Instant } from '../domain/scalars.js';

/** A fold ahead of what was committed, an instant at a time: it can be stopped, and goes on where it was. */
export class LookAhead {
  /** Of the content: another one has other steps. */
  readonly version: number;
  readonly #steps: Generator<Taken>;
  #next: Step | null;
  #seen: Change;
  #lastChange: Step | null = null;

  constructor(state: ContentState) {
    const { version, settled_at: at } = state.arContent;
    const beneath = beneathAt(state, at);
    this.version = version;
    this.#seen = { at, shown: shownOf(seenAt(state, at, beneath)), beneathVideoId: beneath?.video.id ?? null };
    this.#steps = foldSteps(state, Number.POSITIVE_INFINITY);
    this.#next = this.#step();
  }

  /** The last instant whose steps were taken, and what was seen from then on. */
  get seen(): Change {
    return this.#seen;
  }

  /** The last step so far that changed what is seen; null: none did. */
  get lastChange(): Step | null {
    return this.#lastChange;
  }

  /** The instant of the next step: until then nothing changes. Infinite: no step is left. */
  get reach(): Instant {
    return this.#next?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Takes the steps of the next instant. */
  advance(): Step[] {
    const taken: Step[] = [];
    for (let next = this.#next; next !== null && next.at === (taken[0] ?? next).at; next = this.#next) {
      taken.push(next);
      if (next.isChange) this.#lastChange = next;
      this.#seen = changeOfStep(next);
      this.#next = this.#step();
    }
    return taken;
  }

  #step(): Step | null {
    const next = this.#steps.next();
    return next.done === true ? null : next.value.step;
  }
}

/** Whoever asks for the next page of a timeline asks soon. One of the largest contents takes two megabytes. */
const MOST_KEPT = 16;

/** Looks ahead that were stopped, for those who come back for more. Each is used by one at a time. */
export class KeptLooks {
  readonly #looks = new Map<Id, LookAhead>();

  /** A look at a content that has not passed `from` yet. */
  take(state: ContentState, from: Instant): LookAhead {
    const { id, version } = state.arContent;
    const kept = this.#looks.get(id);
    if (kept === undefined || kept.version !== version || kept.seen.at > from) return new LookAhead(state);
    this.#looks.delete(id);
    return kept;
  }

  keep(id: Id, look: LookAhead): void {
    this.#looks.delete(id);
    this.#looks.set(id, look);
    const [oldest] = this.#looks.keys();
    if (this.#looks.size > MOST_KEPT && oldest !== undefined) this.#looks.delete(oldest);
  }
}
