import { seenBy, type Mutant } from './mutant.js';

const overrides = seenBy('test/activities/clean-up.test.ts', [
  {
    name: 'keeping: an override goes before its content is settled for its end',
    find: 'WHERE o.ends_at < ? AND o.ends_at <= c.settled_at',
    replace: 'WHERE o.ends_at < ?',
    grep: 'stay until',
  },
  {
    name: 'keeping: an override at whose end the content is settled stays',
    find: 'o.ends_at <= c.settled_at',
    replace: 'o.ends_at < c.settled_at',
    grep: 'stay until',
  },
  {
    name: 'keeping: an override goes while its content is edited',
    find: 'FOR NO KEY UPDATE OF c SKIP LOCKED',
    replace: '',
    grep: 'stay while',
  },
  {
    name: 'keeping: a release goes though nobody was told that it is over',
    find: " AND (r.cancelled_at IS NOT NULL OR r.told = 'over')",
    replace: '',
    grep: 'take the releases',
  },
  {
    name: 'keeping: a release takes overrides along that may still be shown',
    find: 'AND NOT EXISTS (SELECT FROM overrides o WHERE o.release_id = r.id)',
    replace: '',
    grep: 'take the releases',
  },
]);

const forecast = seenBy('test/domain/plan/hours.test.ts', [
  {
    name: 'forecast: a look that hours end early says that it went to the end',
    find: 'return { ...found, reaches: look.to };',
    replace: 'return found;',
    grep: 'says how far',
  },
  {
    name: 'forecast: what lies behind an early end is told',
    find: 'if (reaches < end) return { ...found, reaches };',
    replace: '',
    grep: 'says how far',
  },
]);

const foretold = seenBy('test/domain/foretold.test.ts', [
  {
    name: 'foretold: after a look that ended early, nobody looks again',
    find: 'return dark === null && darkReach > now ? [Math.ceil((now + darkReach) / 2)] : [];',
    replace: 'return [];',
    grep: 'goes dark',
  },
  {
    name: 'foretold: what lies beyond a look is withdrawn',
    find: 'outlook.dark?.at === dueAt || dueAt >= outlook.darkReach',
    replace: 'outlook.dark?.at === dueAt',
    grep: 'is withdrawn',
  },
]);

const rules = seenBy('test/domain/recurrence/rrule-fault.test.ts', [
  {
    name: 'rules: 29 February is no date',
    find: '[...daysOf(2023), ...daysOf(2024)]',
    replace: 'daysOf(2023)',
  },
  {
    name: 'rules: days are counted from the beginning only',
    find: 'const fromBothEnds = (n: number, length: number): number[] => [n, n - length - 1];',
    replace: 'const fromBothEnds = (n: number, _length: number): number[] => [n];',
  },
  {
    name: 'rules: a period has a day only',
    find: '(MOST_DAYS[parsed.freq] ?? 1) * timesTogether(parsed)',
    replace: 'timesTogether(parsed)',
  },
  {
    name: 'rules: a search passes few periods',
    find: 'const MAX_SHORT_PERIODS = 1_000;',
    replace: 'const MAX_SHORT_PERIODS = 10;',
  },
]);

const beside = [
  ...seenBy('test/api/quota.test.ts', [
    {
      name: 'beside: what waits for its removal is nothing',
      find: 'Math.min(most, 2 * most - use.beside_bytes)',
      replace: 'most',
      grep: 'again and again',
    },
    {
      name: 'beside: a video cannot be replaced by who has no room left',
      find: 'Math.min(most, 2 * most - use.beside_bytes)',
      replace: '(most - use.beside_bytes)',
      grep: 'again and again',
    },
    {
      name: 'beside: the image that was sent along is nothing',
      find: 'const image_bytes = thumbnail?.size_bytes ?? 0;',
      replace: 'const image_bytes = 0;',
      grep: 'again and again',
    },
  ]),
  ...seenBy('test/db/kept-counts.test.ts', [
    {
      name: 'beside: each image counts as all of them',
      find: 'images = 0;',
      replace: '',
      grep: 'beside it',
    },
  ]),
];

/** How long things are kept, and how far and how long is looked. */
export const KEEPING_MUTANTS: readonly Mutant[] = [...overrides, ...forecast, ...foretold, ...rules, ...beside];
