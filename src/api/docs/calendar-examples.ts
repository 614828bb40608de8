import { asShown } from './example-things.js';

const christmas = { name: 'Christmas', from: '2027-12-24', to: '2027-12-26' };
const holidays = { id: 3, company_id: 1, name: 'Holidays', entry_count: 2, rollout: null, ...asShown };
const night = { days: [5, 6], from: '22:00', to: '02:00' };
const call = {
  line: 6,
  name: 'Call',
  reason: 'DTSTART has a time of day; days of a calendar are whole',
};
const event = [
  'BEGIN:VEVENT',
  'SUMMARY:Christmas',
  'DTSTART;VALUE=DATE:20271224',
  'DTEND;VALUE=DATE:20271227',
  'END:VEVENT',
];
const nights = { name: 'Nights', hours: [night], time_zone: null, closed_calendar_id: 3 };

const rollout = { revision: 2, contents_total: 40, contents_done: 12, workflow_id: 'revision-rollout-5' };

/** Examples of dayparts and calendars, by the names of their schemas. */
export const CALENDAR_EXAMPLES = {
  Calendar: { ...holidays, days: [christmas, { name: 'New Year', yearly: '01-01' }] },
  CalendarChanges: { days: [christmas] },
  CalendarDay: christmas,
  CalendarDayAnswer: christmas,
  CalendarInput: { company_id: 1, name: 'Holidays', days: [christmas] },
  CalendarSummary: holidays,
  Daypart: { id: 2, company_id: 1, ...nights, rollout, ...asShown },
  Rollout: rollout,
  DaypartChanges: { hours: [{ ...night, to: '03:00' }] },
  DaypartHours: night,
  DaypartInput: { company_id: 1, ...nights },
  EventLeftOut: call,
  ICalendarDays: { days: [christmas], left_out: [call] },
  ICalendarInput: { icalendar: ['BEGIN:VCALENDAR', ...event, 'END:VCALENDAR', ''].join('\r\n') },
};
