import { dayWriter, listWriter, lowerFirst } from './language.js';
import { countedIn, isWholeWeek, isWorkingWeek, type Days, type Times, type Unit } from './when-parts.js';
import type { ToldChoice, Wording } from './wording.js';

const dayInWords = dayWriter('en-GB');
const and = listWriter('en-GB');
const ordinals = new Intl.PluralRules('en-GB', { type: 'ordinal' });

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const SUFFIXES: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = {
  one: 'st',
  two: 'nd',
  few: 'rd',
  other: 'th',
};

const nth = (number: number): string => `${number}${SUFFIXES[ordinals.select(number)]}`;
const every = (count: number, unit: Unit): string => (count === 1 ? `Every ${unit}` : `Every ${count} ${unit}s`);
const weekdaysOf = ({ weekdays }: Days): string => and(weekdays.map((weekday) => `${WEEKDAYS[weekday - 1]}`));

function datesOf({ dates, every: count, unit, clamps }: Days): string {
  const named = and(dates.map(nth));
  const months = count === 1 ? `On the ${named} of every ${unit}` : `${every(count, unit)} on the ${named}`;
  if (Math.max(...dates) <= 28) return months;
  return clamps ? `${months} (or its last day)` : `${months} (if there is one)`;
}

function daysInWords(days: Days): string {
  const { every: count, unit, dates, weekdays } = days;
  if (dates.length > 0) return datesOf(days);
  if (weekdays.length === 0) return every(count, unit);
  if (count > 1) return `${every(count, unit)} on ${weekdaysOf(days)}`;
  if (isWholeWeek(days)) return 'Every day';
  return isWorkingWeek(days) ? 'Every weekday' : `Every ${weekdaysOf(days)}`;
}

function steps({ minutes, within }: Times & { kind: 'every' }): string {
  const stretch = within === null ? '' : ` from ${within.from} to ${within.to}`;
  return `${every(...countedIn(minutes * 60))}${stretch}`;
}

function onDays(days: Days, times: Times): string {
  if (times.kind === 'at') return `${daysInWords(days)} at ${and(times.times)}`;
  const said = lowerFirst(daysInWords(days));
  return said === 'every day' ? steps(times) : `${steps(times)}, ${said}`;
}

const CHOICES: Readonly<Record<ToldChoice['selection'], (choice: ToldChoice) => string>> = {
  sequential: ({ count }) => `the next of ${count} videos`,
  random: ({ count }) => `one of ${count} videos at random`,
  shuffle: ({ count }) => `one of ${count} videos at random, each once a round`,
  weighted: ({ count, weights }) =>
    `one of ${count} videos by ${weights === null ? 'weights' : `the weights ${weights}`}`,
};

function choice(given: ToldChoice): string {
  const { selection, count, noRepeatLast: last } = given;
  if (count === 0) return 'no video';
  if (count === 1) return 'its only video';
  const spared = last === 1 ? 'not the last one' : `none of the last ${last}`;
  return `${CHOICES[selection](given)}${last === 0 ? '' : `, but ${spared}`}`;
}

/** English. */
export const ENGLISH: Wording = {
  onDays,
  elapsed: (seconds) => every(...countedIn(seconds)),
  once: (moment) => `Once, on ${moment}`,
  rule: (name, text) => (name === 'cron' ? `By the cron expression ${text}` : `By the rule ${text}`),
  choice,
  moment: (wall, time) => `${dayInWords(wall)} at ${time}`,
  from: (moment) => `from ${moment}`,
  until: (moment) => `until ${moment}`,
  hours: (hours) =>
    `within ${and(hours.map(({ days, stretches }) => `${stretches} ${lowerFirst(daysInWords(days))}`))}`,
  daypart: (id) => `within the hours of daypart ${id}`,
  calendar: (mode, id) => `${mode === 'only' ? 'only on' : 'not on'} the days of calendar ${id}`,
  paused: (moment) => (moment === null ? 'paused' : `paused until ${moment}`),
  inactive: 'switched off',
  emptySequence: 'stopped, as its sequence has become empty',
  noSlot: 'ended, as its hours and days leave no slot',
};
