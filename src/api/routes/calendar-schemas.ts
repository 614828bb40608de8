import { z } from 'zod';
import { idField, textField, wholeNumber } from '../http/fields.js';

export const MAX_CALENDAR_ENTRIES = 1_000;
const MAX_EXCEPTIONS = 1_000;
const MAX_DAYS_EACH = 366;

const dateField = z.string().max(10).meta({ example: '2027-12-24' });

/** An entry of a calendar; which fields go together, the domain says. */
const dayEntry = z
  .strictObject({
    name: textField(200).nullable().optional(),
    date: dateField.optional().meta({ description: 'One day', example: '2027-12-24' }),
    from: dateField.optional().meta({ description: 'The first day of several', example: '2027-07-19' }),
    to: dateField.optional().meta({ description: 'The last of them', example: '2027-08-06' }),
    yearly: z.string().max(5).optional().meta({ description: 'Month and day of each year', example: '12-25' }),
    rrule: z.string().trim().min(1).max(500).optional().meta({
      description: 'RFC 5545 without DTSTART, by the day; with starts_on',
      example: 'FREQ=MONTHLY;BYDAY=1MO',
    }),
    starts_on: dateField.optional().meta({ description: 'What rrule is counted from', example: '2027-01-04' }),
    lasts_days: wholeNumber(1, MAX_DAYS_EACH)
      .optional()
      .meta({ description: 'How many days each occurrence of rrule takes; 1 unless given' }),
    except: z
      .array(dateField)
      .max(MAX_EXCEPTIONS)
      .optional()
      .meta({ description: 'Occurrences of rrule that are left out, by their first day' }),
  })
  .meta({ id: 'CalendarDay' });

/** The entries of a calendar. */
const daysField = z.array(dayEntry).max(MAX_CALENDAR_ENTRIES).meta({
  description: 'Each has date, or from and to, or yearly, or rrule and starts_on. Days are known until 2099.',
});

const MAX_HOURS = 100;

/** Hours of a daypart. */
const hoursField = z
  .array(
    z
      .strictObject({
        days: z
          .array(wholeNumber(1, 7))
          .min(1)
          .max(7)
          .meta({ description: 'ISO 8601: 1 Monday to 7 Sunday', example: [1, 2, 3, 4, 5] }),
        from: z
          .string()
          .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'must be HH:MM, such as 09:00' })
          .meta({ example: '22:00' }),
        to: z
          .string()
          .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'must be HH:MM or 24:00, such as 17:30' })
          .meta({ description: 'Not after from: of the next day', example: '02:00' }),
      })
      .meta({ id: 'DaypartHours' }),
  )
  .min(1)
  .max(MAX_HOURS)
  .meta({ description: 'They may touch, and not overlap; a stretch belongs to the day on which it begins' });

const company_id = idField.optional().meta({ description: 'Required with an installation-wide key' });

const calendarFields = { name: textField(200), days: daysField };

/** A new calendar. */
export const calendarBody = z.strictObject({ company_id, ...calendarFields }).meta({ id: 'CalendarInput' });

/** What may be set of a calendar. */
export const calendarChanges = z.strictObject(calendarFields).partial();

const daypartFields = {
  name: textField(200),
  hours: hoursField,
  time_zone: z
    .string()
    .min(1)
    .max(64)
    .nullable()
    .optional()
    .meta({ description: 'IANA; decides hours and days. null: that of whoever uses it' }),
  closed_calendar_id: idField
    .nullable()
    .optional()
    .meta({ description: 'No hours begin on the days of this calendar' }),
};

/** A new daypart. */
export const daypartBody = z.strictObject({ company_id, ...daypartFields }).meta({ id: 'DaypartInput' });

/** What may be set of a daypart. */
export const daypartChanges = z.strictObject(daypartFields).partial();
