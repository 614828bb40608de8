import { dayWriter, formChooser, listWriter, lowerFirst, type Forms } from './language.js';
import { countedIn, isWholeWeek, isWorkingWeek, type Days, type Times, type Unit } from './when-parts.js';
import type { ToldChoice, Wording } from './wording.js';

const dayInWords = dayWriter('ru');
const and = listWriter('ru');
const form = formChooser('ru');

const WEEKDAYS = ['понедельникам', 'вторникам', 'средам', 'четвергам', 'пятницам', 'субботам', 'воскресеньям'];

interface UnitWords {
  /** `Каждый` or its like, as it goes with one. */
  each: string;
  forms: Forms;
}

const UNITS: Readonly<Record<Unit, UnitWords>> = {
  second: { each: 'Каждую', forms: { one: 'секунду', few: 'секунды', many: 'секунд' } },
  minute: { each: 'Каждую', forms: { one: 'минуту', few: 'минуты', many: 'минут' } },
  hour: { each: 'Каждый', forms: { one: 'час', few: 'часа', many: 'часов' } },
  day: { each: 'Каждый', forms: { one: 'день', few: 'дня', many: 'дней' } },
  week: { each: 'Каждую', forms: { one: 'неделю', few: 'недели', many: 'недель' } },
  month: { each: 'Каждый', forms: { one: 'месяц', few: 'месяца', many: 'месяцев' } },
};

/** `Каждую минуту`, `Каждую 21 минуту`, `Каждые 22 минуты`, `Каждые 25 минут`. */
function every(count: number, unit: Unit): string {
  const { each, forms } = UNITS[unit];
  const first = form(count, { one: each, few: 'Каждые', many: 'Каждые' });
  return [first, ...(count === 1 ? [] : [String(count)]), form(count, forms)].join(' ');
}

function datesOf({ dates, every: count, unit, clamps }: Days): string {
  const named = `${every(count, unit)} ${and(dates.map((date) => `${date}-го`))} числа`;
  if (Math.max(...dates) <= 28) return named;
  return clamps ? `${named} (или в последний день)` : `${named} (если оно есть)`;
}

function daysInWords(days: Days): string {
  const { every: count, unit, dates, weekdays } = days;
  if (dates.length > 0) return datesOf(days);
  if (weekdays.length === 0 || (isWholeWeek(days) && count === 1))
    return every(count, weekdays.length === 0 ? unit : 'day');
  const named = isWorkingWeek(days) ? 'будням' : and(weekdays.map((weekday) => `${WEEKDAYS[weekday - 1]}`));
  return count === 1 ? `По ${named}` : `${every(count, unit)} по ${named}`;
}

function steps({ minutes, within }: Times & { kind: 'every' }): string {
  const stretch = within === null ? '' : ` с ${within.from} до ${within.to}`;
  return `${every(...countedIn(minutes * 60))}${stretch}`;
}

function onDays(days: Days, times: Times): string {
  if (times.kind === 'at') return `${daysInWords(days)} в ${and(times.times)}`;
  const said = lowerFirst(daysInWords(days));
  return said === 'каждый день' ? steps(times) : `${steps(times)}, ${said}`;
}

const CHOICES: Readonly<Record<ToldChoice['selection'], (choice: ToldChoice) => string>> = {
  sequential: ({ count }) => `следующее из ${count} видео`,
  random: ({ count }) => `случайное из ${count} видео`,
  shuffle: ({ count }) => `случайное из ${count} видео, каждое по разу за круг`,
  weighted: ({ count, weights }) => `одно из ${count} видео по весам${weights === null ? '' : ` ${weights}`}`,
};

function choice(given: ToldChoice): string {
  const { selection, count, noRepeatLast: last } = given;
  if (count === 0) return 'ни одного видео';
  if (count === 1) return 'единственное видео';
  const spared = last === 1 ? 'последнего' : `${last} последних`;
  return `${CHOICES[selection](given)}${last === 0 ? '' : `, кроме ${spared}`}`;
}

/** Russian. */
export const RUSSIAN: Wording = {
  onDays,
  elapsed: (seconds) => every(...countedIn(seconds)),
  once: (moment) => `Один раз, ${moment}`,
  rule: (name, text) => (name === 'cron' ? `По выражению cron ${text}` : `По правилу ${text}`),
  choice,
  moment: (wall, time) => `${dayInWords(wall)} в ${time}`,
  from: (moment) => `с ${moment}`,
  until: (moment) => `до ${moment}`,
  hours: (hours) =>
    `в часы ${and(hours.map(({ days, stretches }) => `${stretches} ${lowerFirst(daysInWords(days))}`))}`,
  daypart: (id) => `в часы периода ${id}`,
  calendar: (mode, id) => `${mode === 'only' ? 'только в дни' : 'кроме дней'} календаря ${id}`,
  paused: (moment) => (moment === null ? 'приостановлено' : `приостановлено до ${moment}`),
  inactive: 'выключено',
  emptySequence: 'остановлено: не осталось видео',
  noSlot: 'завершено: в его часы и дни нет ни одного показа',
};
