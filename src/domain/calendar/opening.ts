import { must } from '../must.js';
import { DAY_MS, segmentAt } from '../recurrence/time-zone.js';
import type { Instant } from '../scalars.js';
import { endOfSet, firstDay, hasDay, weekdayOf, type Day, type DaySet } from './day-set.js';
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

/** A stretch of time in which an opening is open, or closed, all along. */
export interface Span {
  isOpen: boolean;
  /** An instant from which on that is known. */
  from: Instant;
  /** The first instant at which it is otherwise; infinite: there is none. */
  until: Instant;
}

/** Whoever keeps to hours knows no year past 2999, as rules do. */
const END_OF_HOURS: Instant = Date.UTC(3000, 0, 1);

/** In days: weeks are alike after all days of calendars, so what does not come in two does not come. */
const SOME_WEEKS = 14;

/** No zone has ever been further than that from UTC, nor has a clock been set by more. */
const NEAR_MS = 2 * DAY_MS;

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
  #span: Span | null = null;

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
    return this.#endOfHoursAt(wall) !== null;
  }

  /** Whether an instant lies within. */
  contains(at: Instant): boolean {
    return this.holds(at + segmentAt(this.timeZone, at).offset);
  }

  /**
   * Whether an instant lies within, and until when that is so. The span that was found last is kept for all that follow
   * the same hours and days: whoever folds asks for it over and over, and finding one takes some microseconds.
   */
  spanAt(at: Instant): Span {
    const last = this.#span;
    if (last !== null && last.from <= at && at < last.until) return last;
    const isOpen = this.contains(at);
    return (this.#span = { isOpen, from: at, until: this.#edgeAfter(at, isOpen) });
  }

  /** The first instant within, at or after another; infinite: there is none. */
  firstOpen(at: Instant): Instant {
    const { isOpen, until } = this.spanAt(at);
    return isOpen ? at : until;
  }

  /**
   * The first instant after `at` at which it is no longer as it is there: by the wall clock, which goes on evenly between
   * clock changes. Those that are far from what changes by the wall clock need not be looked at.
   */
  #edgeAfter(at: Instant, isOpen: boolean): Instant {
    for (let cursor = at; cursor < END_OF_HOURS;) {
      const { offset, end: seam } = segmentAt(this.timeZone, cursor);
      const edge = isOpen ? this.#closesAfter(cursor + offset) : this.#opensAfter(cursor + offset);
      if (edge < seam + offset) return edge - offset;
      const near = edge - NEAR_MS;
      // A clock that is set back right ahead may show again what is behind us.
      const isAhead = seam - cursor <= DAY_MS;
      if (!isAhead && near > seam) cursor = near;
      else if (this.contains(seam) === isOpen) cursor = seam;
      else return seam;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** After this day it is each week as the week before. */
  #lastDay(from: number): Day {
    const ends = [this.#only, ...this.#except].map((set) => (set === null ? 0 : endOfSet(set)));
    return Math.max(Math.floor(from / DAY_MS), ...ends) + SOME_WEEKS;
  }

  /** The first wall-clock time after one within hours that lies in none; infinite: there is none. */
  #closesAfter(from: number): number {
    if (this.#hours === ALL_HOURS) return this.#nextForbidden(Math.floor(from / DAY_MS)) * DAY_MS;
    const last = this.#lastDay(from) * DAY_MS;
    let wall = from;
    for (let to: number | null = from; to !== null && wall < last; to = this.#endOfHoursAt(wall)) wall = to;
    return wall < last ? wall : Number.POSITIVE_INFINITY;
  }

  /** When hours begin after a wall-clock time that none hold; infinite: they do not. */
  #opensAfter(wall: number): number {
    const last = this.#lastDay(wall);
    for (let day = this.#nextAllowed(Math.floor(wall / DAY_MS)); day <= last; day = this.#nextAllowed(day + 1)) {
      const first = this.stretchesOf(day).find(({ from }) => day * DAY_MS + from > wall);
      if (first !== undefined) return day * DAY_MS + first.from;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** The first day at or after one on which calendars let stretches begin; infinite: there is none. */
  #nextAllowed(from: Day): Day {
    let day = from;
    while (day !== Number.POSITIVE_INFINITY && !this.allows(day)) {
      day = this.#only === null ? day : firstDay(this.#only, day, true);
      for (const set of this.#except) day = firstDay(set, day, false);
    }
    return day;
  }

  /** The first day at or after one on which they do not; infinite: there is none. */
  #nextForbidden(from: Day): Day {
    const ends = this.#except.map((set) => firstDay(set, from, true));
    return Math.min(this.#only === null ? Number.POSITIVE_INFINITY : firstDay(this.#only, from, false), ...ends);
  }

  /** Where the hours end that hold a wall-clock time; null: none do. */
  #endOfHoursAt(wall: number): number | null {
    const day = Math.floor(wall / DAY_MS);
    for (const begin of [day - 1, day]) {
      const time = wall - begin * DAY_MS;
      const found = this.stretchesOf(begin).find(({ from, to }) => from <= time && time < to);
      if (found !== undefined) return begin * DAY_MS + found.to;
    }
    return null;
  }

  /** Nothing of it is written: what it is made of has rows of its own. */
  toJSON(): undefined {
    return undefined;
  }
}
