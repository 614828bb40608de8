import { must } from '../must.js';
import { DAY_MS, segmentAt } from '../recurrence/time-zone.js';
import type { Instant } from '../scalars.js';
import { endOfSet, hasDay, weekdayOf, type Day, type DaySet } from './day-set.js';
import { ALL_HOURS, type Stretch, type WeekHours } from './daypart.js';

/** What an opening is made of. */
export interface OpeningParts {
  /** Whose wall clock decides hours and days; IANA. */
  timeZone: string;
  /** Null: all hours. */
  hours: WeekHours | null;
  /** Only on these days; null: on all. */
  only: DaySet | null;
  /** On none of these. */
  except: readonly DaySet[];
}

/**
 * When something may be: within hours of the week, on days of calendars. It is decided by the wall clock, so hours that a
 * clock change repeats count twice, and those that it leaves out never come. A stretch belongs to the day on which it
 * begins: Friday night is Friday's until it ends, whatever a calendar says of Saturday.
 *
 * It is shared by all that follow one revision of a daypart and a calendar, and is no part of what is written of them.
 */
export class Opening {
  readonly timeZone: string;
  readonly #hours: WeekHours;
  readonly #only: DaySet | null;
  readonly #except: readonly DaySet[];

  constructor({ timeZone, hours, only, except }: OpeningParts) {
    this.timeZone = timeZone;
    this.#hours = hours ?? ALL_HOURS;
    this.#only = only;
    this.#except = except;
  }

  /** The stretches that begin on a day, in order. */
  stretchesOf(day: Day): readonly Stretch[] {
    return this.allows(day) ? must(this.#hours[weekdayOf(day) - 1], 'hours of each weekday') : [];
  }

  /** Whether calendars let stretches begin on a day. */
  allows(day: Day): boolean {
    return (this.#only === null || hasDay(this.#only, day)) && !this.#except.some((set) => hasDay(set, day));
  }

  /** No stretch begins on this day or a later one. */
  get endDay(): Day {
    return this.#only === null ? Number.POSITIVE_INFINITY : endOfSet(this.#only);
  }

  /** The hours that a week has by itself. */
  get hours(): WeekHours {
    return this.#hours;
  }

  /** Whether a wall-clock time lies within: the epoch ms that it would be in UTC. */
  holds(wall: number): boolean {
    const day = Math.floor(wall / DAY_MS);
    return [day - 1, day].some((begin) =>
      this.stretchesOf(begin).some(({ from, to }) => begin * DAY_MS + from <= wall && wall < begin * DAY_MS + to),
    );
  }

  /** Whether an instant lies within. */
  contains(at: Instant): boolean {
    return this.holds(at + segmentAt(this.timeZone, at).offset);
  }

  /** Nothing of it is written: what it is made of has rows of its own. */
  toJSON(): undefined {
    return undefined;
  }
}
