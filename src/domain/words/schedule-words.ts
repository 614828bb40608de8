import type { Stretch } from '../calendar/daypart.js';
import { selectionOf } from '../plan/selection.js';
import { DAY_MS, segmentAt } from '../recurrence/time-zone.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Instant } from '../scalars.js';
import { ENGLISH } from './english.js';
import type { Language } from './language.js';
import { RUSSIAN } from './russian.js';
import { EVERY_DAY, shortTime, timeOfMinutes, type Days } from './when-parts.js';
import { whenOf } from './when.js';
import type { ToldChoice, Wording } from './wording.js';

const WORDINGS: Readonly<Record<Language, Wording>> = { en: ENGLISH, ru: RUSSIAN };

/** More weights than these, and more groups of hours, are not told one by one. */
const MAX_WEIGHTS_TOLD = 10;
const MAX_HOURS_TOLD = 3;

/** An instant on the clocks of a zone. */
function momentOf(wording: Wording, instant: Instant, timeZone: string): string {
  const wall = instant + segmentAt(timeZone, instant).offset;
  return wording.moment(wall, shortTime(new Date(wall).toISOString().slice(11, 19)));
}

/** When it is due, with the zone unless it only counts what has elapsed. */
function dueInWords(schedule: RotationSchedule, wording: Wording): string {
  const when = whenOf(schedule);
  const zone = ` (${schedule.time_zone})`;
  switch (when.kind) {
    case 'days':
      return wording.onDays(when.days, when.times) + zone;
    case 'elapsed':
      return wording.elapsed(when.seconds);
    case 'once':
      return wording.once(momentOf(wording, when.at, schedule.time_zone)) + zone;
    case 'rule':
      return wording.rule(when.name, when.text) + zone;
  }
}

function choiceOf(schedule: RotationSchedule): ToldChoice {
  const { video_sequence, weights, no_repeat_last: noRepeatLast } = schedule;
  const told = (weights ?? []).length > MAX_WEIGHTS_TOLD ? null : (weights ?? []).join(':');
  return { selection: selectionOf(schedule), count: video_sequence.length, weights: told, noRepeatLast };
}

/** `22:00–03:00`; the end of a day is `24:00`. */
const stretchInWords = ({ from, to }: Stretch): string =>
  [from, to > DAY_MS ? to - DAY_MS : to].map((ms) => timeOfMinutes(ms / 60_000)).join('–');

/** The days of the week by the hours that they have. */
function hoursOf(week: readonly (readonly Stretch[])[]): { days: Days; stretches: string }[] {
  const byHours = new Map<string, number[]>();
  for (const [index, stretches] of week.entries()) {
    const told = stretches.map(stretchInWords).join(', ');
    if (told !== '') byHours.set(told, [...(byHours.get(told) ?? []), index + 1]);
  }
  return [...byHours].map(([stretches, weekdays]) => ({ days: { ...EVERY_DAY, weekdays }, stretches }));
}

function daypartInWords({ daypart_id, opening, time_zone }: RotationSchedule, wording: Wording): string[] {
  if (daypart_id === null) return [];
  const hours = opening === null ? [] : hoursOf(opening.hours);
  if (opening === null || hours.length > MAX_HOURS_TOLD) return [wording.daypart(daypart_id)];
  const zone = opening.timeZone === time_zone ? '' : ` (${opening.timeZone})`;
  return [wording.hours(hours) + zone];
}

function stateInWords(schedule: RotationSchedule, wording: Wording): string[] {
  const { is_active, inactive_reason, resume_at, time_zone } = schedule;
  if (is_active) return [];
  if (inactive_reason === 'sequence_empty') return [wording.emptySequence];
  if (inactive_reason === 'no_slot') return [wording.noSlot];
  if (inactive_reason === null) return [wording.inactive];
  return [wording.paused(resume_at === null ? null : momentOf(wording, resume_at, time_zone))];
}

/**
 * What a schedule does, in one sentence: when it is due and where, what it then chooses, and what else it keeps to.
 * @param schedule a valid one; of one that may not follow its daypart yet, the hours are not told
 */
export function scheduleWords(schedule: RotationSchedule, language: Language): string {
  const wording = WORDINGS[language];
  const { starts_at, ends_at, calendar_id, calendar_mode, time_zone } = schedule;
  const main = `${dueInWords(schedule, wording)}, ${wording.choice(choiceOf(schedule))}`;
  const isOnce = schedule.rotation_type === 'once';
  const more = [
    ...(starts_at === null || isOnce ? [] : [wording.from(momentOf(wording, starts_at, time_zone))]),
    ...(ends_at === null ? [] : [wording.until(momentOf(wording, ends_at, time_zone))]),
    ...daypartInWords(schedule, wording),
    ...(calendar_id === null || calendar_mode === null ? [] : [wording.calendar(calendar_mode, calendar_id)]),
    ...stateInWords(schedule, wording),
  ];
  return `${[main, ...more].join('; ')}.`;
}
