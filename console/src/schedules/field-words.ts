import type { CalendarSummary, Daypart, Video } from 'ar-video-rotation-client';
import { titleOf } from '../content/title-of';
import type { Texts } from '../texts/en';
import type { LocalTime } from '../time/local-time';
import { unitText } from '../time/measures';
import type { RuleChoice } from './rule-choice';
import type { ScheduleFields } from './schedule-fields';
import { wallWords, weekdayName } from './words';

/** What names are found in that a schedule knows by ids. */
export interface Named {
  videos: readonly Video[];
  dayparts: readonly Daypart[];
  calendars: readonly CalendarSummary[];
}

const namedIn = (things: readonly { id: number; name: string }[], id: number): string =>
  things.find((thing) => thing.id === id)?.name ?? String(id);

function choiceWords(choice: RuleChoice, { kinds }: Texts['schedules'], language: string): string {
  const kind = kinds[choice.kind];
  switch (choice.kind) {
    case 'daily':
    case 'weekdays':
      return `${kind} ${choice.time}`;
    case 'weekly':
      return `${kind} ${choice.days.map((day) => weekdayName(day, language, 'long')).join(', ')} ${choice.time}`;
    case 'monthly':
      return `${kind} ${choice.day ?? ''} ${choice.time}`;
    case 'interval':
      return `${kind}: ${unitText(choice.every ?? 0, choice.unit, language, 'long')}`;
    case 'cron':
      return `${kind} ${choice.expression}`;
    case 'rrule':
      return `${kind} ${choice.rule} ${choice.time}`;
    case 'once':
    case 'older':
      return kind;
  }
}

const timeWords = ({ text }: LocalTime, language: string): string => (text === '' ? '' : wallWords(text, language));

function sequenceWords({ sequence, selection }: ScheduleFields, videos: readonly Video[]): string {
  return sequence.positions
    .map(({ video, weight }) =>
      selection === 'weighted' ? `${titleOf(videos, video)} × ${weight}` : titleOf(videos, video),
    )
    .join(', ');
}

function calendarWords(
  calendar: ScheduleFields['calendar'],
  { calendars }: Named,
  { anyDays, except, only }: Texts['schedules'],
): string {
  if (calendar === null) return anyDays;
  const name = namedIn(calendars, calendar.id);
  return calendar.mode === 'only' ? only(name) : except(name);
}

/** What a field of the form says, in words. */
export function fieldWords(
  field: keyof ScheduleFields,
  fields: ScheduleFields,
  { named, texts, language }: { named: Named; texts: Texts['schedules']; language: string },
): string {
  switch (field) {
    case 'rule':
      return choiceWords(fields.rule, texts, language);
    case 'sequence':
      return sequenceWords(fields, named.videos);
    case 'selection':
      return texts.selections[fields.selection];
    case 'starts':
    case 'ends':
      return timeWords(fields[field], language);
    case 'daypart_id':
      return fields.daypart_id === null ? texts.anyHours : namedIn(named.dayparts, fields.daypart_id);
    case 'calendar':
      return calendarWords(fields.calendar, named, texts);
    case 'dst_gap':
      return texts.gaps[fields.dst_gap];
    case 'dst_overlap':
      return texts.overlaps[fields.dst_overlap ?? 'auto'];
    case 'time_zone':
      return fields.time_zone;
    case 'no_repeat_last':
    case 'random_seed':
      return String(fields[field] ?? '');
  }
}
