import type { CalendarMode } from '../calendar/followed.js';
import type { Selection } from '../rotation-schedule.js';
import type { Id } from '../scalars.js';
import type { Days, Times } from './when-parts.js';

/** What a schedule chooses from. */
export interface ToldChoice {
  selection: Selection;
  /** Positions of the sequence. */
  count: number;
  /** Of `weighted`; null: too many to be told. */
  weights: string | null;
  noRepeatLast: number;
}

/** What a language says. All but `onDays`, `elapsed`, `once` and `rule` goes on with a sentence. */
export interface Wording {
  onDays(days: Days, times: Times): string;
  /** So much time between slots. */
  elapsed(seconds: number): string;
  once(moment: string): string;
  rule(name: 'cron' | 'rrule', text: string): string;
  choice(choice: ToldChoice): string;
  /** A day and a time of day. @param wall the epoch ms that the day would be in UTC */
  moment(wall: number, time: string): string;
  from(moment: string): string;
  until(moment: string): string;
  /** Hours of the week, each with its days. */
  hours(hours: readonly { days: Days; stretches: string }[]): string;
  daypart(id: Id): string;
  calendar(mode: CalendarMode, id: Id): string;
  /** @param moment when it goes on by itself; null: when somebody says so */
  paused(moment: string | null): string;
  inactive: string;
  emptySequence: string;
  /** Hours or days were changed. */
  noSlot: string;
}
