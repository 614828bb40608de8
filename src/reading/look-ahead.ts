import { foldSteps, type Rest, type Step, type Taken } from '../domain/plan/fold-plan.js';
import { PASSES_AT_ONCE } from '../domain/plan/hours-edges.js';
import { beneathAt, seenAt } from '../domain/plan/live.js';
import type { ContentState } from '../domain/plan/content-state.js';
import { changeOfStep, shownOf, type Change } from '../domain/plan/segments.js';
import type { Id, Instant } from '../domain/scalars.js';

/** For how many steps those of an instant count. None: many edges were passed, which takes as long. */
export const costOf = (steps: readonly Step[]): number => (steps.length === 0 ? PASSES_AT_ONCE : steps.length);

/** A fold ahead of what was committed, an instant at a time: it can be stopped, and goes on where it was. */
export class LookAhead {
  /** Of the content: another one has other steps. */
  readonly version: number;
  readonly #steps: Generator<Taken | Rest>;
  #next: Taken | Rest | null;
  #seen: Change;
  #lastChange: Step | null = null;

  constructor(state: ContentState) {
    const { version, settled_at: at } = state.arContent;
    const beneath = beneathAt(state, at);
    this.version = version;
    const shown = shownOf(seenAt(state, at, beneath));
    this.#seen = { at, shown, beneathVideoId: beneath?.video.id ?? null, appliedAt: null };
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

  /** The instant of the next step, or as far as it was looked for: until then nothing changes. Infinite: none is left. */
  get reach(): Instant {
    return this.#next?.at ?? Number.POSITIVE_INFINITY;
  }

  /** Takes the steps of the next instant; none: it passed many edges, and has looked for a step up to there. */
  advance(): Step[] {
    const taken: Step[] = [];
    const at = this.reach;
    while (this.#next !== null && this.#next.at === at) {
      const { step } = this.#next;
      this.#next = this.#step();
      if (step === null) break;
      taken.push(step);
      if (step.isChange) this.#lastChange = step;
      this.#seen = changeOfStep(step);
    }
    return taken;
  }

  #step(): Taken | Rest | null {
    const next = this.#steps.next();
    return next.done === true ? null : next.value;
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
