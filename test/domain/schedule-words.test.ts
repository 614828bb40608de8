import assert from 'node:assert/strict';
import { weekHours, type DaypartHours } from '../../src/domain/calendar/daypart.js';
import { Opening } from '../../src/domain/calendar/opening.js';
import type { RotationSchedule } from '../../src/domain/rotation-schedule.js';
import { scheduleWords } from '../../src/domain/words/schedule-words.js';
import { aSchedule } from '../support/builders.js';

type Given = Partial<RotationSchedule>;

const daily: Given = { rotation_type: 'daily', time_of_day: '09:00:00', time_zone: 'Europe/Moscow' };
const cron = (cron_expression: string): Given => ({ rotation_type: 'cron', cron_expression });
/** Counted from a Wednesday, at 09:00. */
const rrule = (text: string): Given => ({
  rotation_type: 'rrule',
  rrule: text,
  rrule_anchor: Date.parse('2026-12-02T09:00:00Z'),
});
const every = (interval_seconds: number): Given => ({ rotation_type: 'interval', interval_seconds });
const within = (hours: readonly DaypartHours[], timeZone = 'UTC'): Given => ({
  daypart_id: 3,
  opening: new Opening({ timeZone, hours: weekHours(hours), only: null, except: [] }),
});

/** When it is due, without what it chooses. */
const RULES: readonly (readonly [Given, en: string, ru: string])[] = [
  [daily, 'Every day at 09:00 (Europe/Moscow)', 'Каждый день в 09:00 (Europe/Moscow)'],
  [
    { ...daily, time_of_day: '09:00:30' },
    'Every day at 09:00:30 (Europe/Moscow)',
    'Каждый день в 09:00:30 (Europe/Moscow)',
  ],
  [
    { rotation_type: 'weekly', day_of_week: 7, time_of_day: '18:30:00' },
    'Every Sunday at 18:30 (UTC)',
    'По воскресеньям в 18:30 (UTC)',
  ],
  [{ rotation_type: 'weekly', day_of_week: 2 }, 'Every Tuesday at 00:00 (UTC)', 'По вторникам в 00:00 (UTC)'],
  [
    { rotation_type: 'monthly', day_of_month: 31, time_of_day: '09:00:00' },
    'On the 31st of every month (or its last day) at 09:00 (UTC)',
    'Каждый месяц 31-го числа (или в последний день) в 09:00 (UTC)',
  ],
  [
    { rotation_type: 'monthly', day_of_month: 2 },
    'On the 2nd of every month at 00:00 (UTC)',
    'Каждый месяц 2-го числа в 00:00 (UTC)',
  ],
  [
    { rotation_type: 'once', starts_at: Date.parse('2027-06-01T06:00:00Z'), time_zone: 'Europe/Moscow' },
    'Once, on 1 June 2027 at 09:00 (Europe/Moscow)',
    'Один раз, 1 июня 2027 г. в 09:00 (Europe/Moscow)',
  ],
  [every(1), 'Every second', 'Каждую секунду'],
  [every(60), 'Every minute', 'Каждую минуту'],
  [every(3_600), 'Every hour', 'Каждый час'],
  [every(2 * 3_600), 'Every 2 hours', 'Каждые 2 часа'],
  [every(21 * 3_600), 'Every 21 hours', 'Каждый 21 час'],
  [every(24 * 3_600), 'Every 24 hours', 'Каждые 24 часа'],
  [every(5 * 60), 'Every 5 minutes', 'Каждые 5 минут'],
  [every(21 * 60), 'Every 21 minutes', 'Каждую 21 минуту'],
  [every(22 * 60), 'Every 22 minutes', 'Каждые 22 минуты'],
  [every(61), 'Every 61 seconds', 'Каждую 61 секунду'],
  [every(90), 'Every 90 seconds', 'Каждые 90 секунд'],
  [cron('0 9 * * 1-5'), 'Every weekday at 09:00 (UTC)', 'По будням в 09:00 (UTC)'],
  [
    cron('0 9,17 * * MON,FRI'),
    'Every Monday and Friday at 09:00 and 17:00 (UTC)',
    'По понедельникам и пятницам в 09:00 и 17:00 (UTC)',
  ],
  [cron('0 9 * * 6-0'), 'Every Saturday and Sunday at 09:00 (UTC)', 'По субботам и воскресеньям в 09:00 (UTC)'],
  [cron('0 9 * * 0-6'), 'Every day at 09:00 (UTC)', 'Каждый день в 09:00 (UTC)'],
  [cron('@hourly'), 'Every hour (UTC)', 'Каждый час (UTC)'],
  [cron('*/15 * * * *'), 'Every 15 minutes (UTC)', 'Каждые 15 минут (UTC)'],
  [
    cron('*/15 9-17 * * 1-5'),
    'Every 15 minutes from 09:00 to 17:45, every weekday (UTC)',
    'Каждые 15 минут с 09:00 до 17:45, по будням (UTC)',
  ],
  [cron('30 * * * *'), 'Every hour from 00:30 to 23:30 (UTC)', 'Каждый час с 00:30 до 23:30 (UTC)'],
  [
    cron('0 9 1,15 * *'),
    'On the 1st and 15th of every month at 09:00 (UTC)',
    'Каждый месяц 1-го и 15-го числа в 09:00 (UTC)',
  ],
  [
    cron('0 9 29 * *'),
    'On the 29th of every month (if there is one) at 09:00 (UTC)',
    'Каждый месяц 29-го числа (если оно есть) в 09:00 (UTC)',
  ],
  ...['0 9 1 * 1', '0 9 L * *', '0 9 * 6 *', '30 0 9 * * *', '0,7,11,12,13 9 * * *'].map(
    (text) => [cron(text), `By the cron expression ${text} (UTC)`, `По выражению cron ${text} (UTC)`] as const,
  ),
  [rrule('FREQ=DAILY'), 'Every day at 09:00 (UTC)', 'Каждый день в 09:00 (UTC)'],
  [rrule('FREQ=DAILY;INTERVAL=3'), 'Every 3 days at 09:00 (UTC)', 'Каждые 3 дня в 09:00 (UTC)'],
  [rrule('FREQ=WEEKLY'), 'Every Wednesday at 09:00 (UTC)', 'По средам в 09:00 (UTC)'],
  [
    { ...rrule('FREQ=WEEKLY'), rrule_anchor: Date.parse('2026-12-06T09:00:00Z') },
    'Every Sunday at 09:00 (UTC)',
    'По воскресеньям в 09:00 (UTC)',
  ],
  [
    rrule('FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,MO;BYHOUR=18,9'),
    'Every 2 weeks on Monday and Friday at 09:00 and 18:00 (UTC)',
    'Каждые 2 недели по понедельникам и пятницам в 09:00 и 18:00 (UTC)',
  ],
  [
    rrule('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=30'),
    'Every weekday at 09:30 (UTC)',
    'По будням в 09:30 (UTC)',
  ],
  [rrule('FREQ=MONTHLY'), 'On the 2nd of every month at 09:00 (UTC)', 'Каждый месяц 2-го числа в 09:00 (UTC)'],
  [
    rrule('FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=23'),
    'Every 2 months on the 23rd at 09:00 (UTC)',
    'Каждые 2 месяца 23-го числа в 09:00 (UTC)',
  ],
  ...[
    'FREQ=MONTHLY;BYDAY=1MO',
    'FREQ=MONTHLY;BYDAY=MO',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'FREQ=DAILY;BYDAY=MO',
    'FREQ=DAILY;BYMONTHDAY=1',
    'FREQ=DAILY;COUNT=3',
    'FREQ=DAILY;BYSECOND=30',
    'FREQ=DAILY;BYSECOND=0,30',
    'FREQ=DAILY;BYHOUR=1,2,3,5,6',
    'FREQ=YEARLY',
    'FREQ=HOURLY',
  ].map((text) => [rrule(text), `By the rule ${text} (UTC)`, `По правилу ${text} (UTC)`] as const),
  [{ rotation_type: 'random', day_of_week: 6 }, 'Every Saturday at 00:00 (UTC)', 'По субботам в 00:00 (UTC)'],
];

/** What it chooses, of a schedule that counts minutes. */
const CHOICES: readonly (readonly [Given, en: string, ru: string])[] = [
  [{}, 'the next of 3 videos', 'следующее из 3 видео'],
  [{ selection: 'random' }, 'one of 3 videos at random', 'случайное из 3 видео'],
  [
    { selection: 'random', no_repeat_last: 1 },
    'one of 3 videos at random, but not the last one',
    'случайное из 3 видео, кроме последнего',
  ],
  [
    { selection: 'shuffle' },
    'one of 3 videos at random, each once a round',
    'случайное из 3 видео, каждое по разу за круг',
  ],
  [
    { selection: 'weighted', weights: [3, 1, 1], no_repeat_last: 2 },
    'one of 3 videos by the weights 3:1:1, but none of the last 2',
    'одно из 3 видео по весам 3:1:1, кроме 2 последних',
  ],
  [
    { selection: 'weighted', video_sequence: Array<number>(11).fill(1), weights: Array<number>(11).fill(1) },
    'one of 11 videos by weights',
    'одно из 11 видео по весам',
  ],
  [{ video_sequence: [4] }, 'its only video', 'единственное видео'],
  [{ video_sequence: [] }, 'no video', 'ни одного видео'],
];

/** What else it keeps to. */
const MORE: readonly (readonly [Given, en: string, ru: string])[] = [
  [
    { starts_at: Date.parse('2027-06-01T09:00:00Z'), ends_at: Date.parse('2027-07-01T09:00:30Z') },
    'from 1 June 2027 at 09:00; until 1 July 2027 at 09:00:30',
    'с 1 июня 2027 г. в 09:00; до 1 июля 2027 г. в 09:00:30',
  ],
  [
    within([{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }]),
    'within 09:00–18:00 every weekday',
    'в часы 09:00–18:00 по будням',
  ],
  [
    within(
      [
        { days: [5, 6], from: '22:00', to: '03:00' },
        { days: [7], from: '10:00', to: '12:00' },
        { days: [7], from: '20:00', to: '24:00' },
      ],
      'Europe/Moscow',
    ),
    'within 22:00–03:00 every Friday and Saturday and 10:00–12:00, 20:00–24:00 every Sunday (Europe/Moscow)',
    'в часы 22:00–03:00 по пятницам и субботам и 10:00–12:00, 20:00–24:00 по воскресеньям (Europe/Moscow)',
  ],
  [
    within([1, 2, 3, 4].map((day) => ({ days: [day], from: '09:00', to: `1${day}:00` }))),
    'within the hours of daypart 3',
    'в часы периода 3',
  ],
  [{ daypart_id: 3 }, 'within the hours of daypart 3', 'в часы периода 3'],
  [{ calendar_id: 4, calendar_mode: 'exclude' }, 'not on the days of calendar 4', 'кроме дней календаря 4'],
  [{ calendar_id: 4, calendar_mode: 'only' }, 'only on the days of calendar 4', 'только в дни календаря 4'],
  [{ is_active: false }, 'switched off', 'выключено'],
  [
    { is_active: false, inactive_reason: 'sequence_empty' },
    'stopped, as its sequence has become empty',
    'остановлено: не осталось видео',
  ],
  [
    { is_active: false, inactive_reason: 'no_slot' },
    'ended, as its hours and days leave no slot',
    'завершено: в его часы и дни нет ни одного показа',
  ],
  [{ is_active: false, inactive_reason: 'paused' }, 'paused', 'приостановлено'],
  [
    { is_active: false, inactive_reason: 'paused', resume_at: Date.parse('2027-06-05T09:00:00Z') },
    'paused until 5 June 2027 at 09:00',
    'приостановлено до 5 июня 2027 г. в 09:00',
  ],
];

describe('a schedule in words', () => {
  const both = (given: Given): [en: string, ru: string] => {
    const schedule = aSchedule(given);
    return [scheduleWords(schedule, 'en'), scheduleWords(schedule, 'ru')];
  };

  it('is one sentence', () => {
    assert.deepEqual(both({ ...daily, ...cron('0 9 * * 1-5') }), [
      'Every weekday at 09:00 (Europe/Moscow), the next of 3 videos.',
      'По будням в 09:00 (Europe/Moscow), следующее из 3 видео.',
    ]);
  });

  for (const [given, en, ru] of RULES) {
    it(`says when: ${en}`, () => {
      const random = given.rotation_type === 'random';
      assert.deepEqual(both(given), [
        `${en}, ${random ? 'one of 3 videos at random' : 'the next of 3 videos'}.`,
        `${ru}, ${random ? 'случайное из 3 видео' : 'следующее из 3 видео'}.`,
      ]);
    });
  }

  for (const [given, en, ru] of CHOICES) {
    it(`says which: ${en}`, () => {
      assert.deepEqual(both(given), [`Every minute, ${en}.`, `Каждую минуту, ${ru}.`]);
    });
  }

  for (const [given, en, ru] of MORE) {
    it(`says what else: ${en}`, () => {
      assert.deepEqual(both(given), [
        `Every minute, the next of 3 videos; ${en}.`,
        `Каждую минуту, следующее из 3 видео; ${ru}.`,
      ]);
    });
  }
});
