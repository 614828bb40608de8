import { seenBy, type Mutant } from './mutant.js';

const kept = seenBy('test/api/calendars.test.ts', [
  {
    name: 'calendars: nobody is told to bring contents over',
    find: "if (rollout !== null) send(workflowId('rollout', rollout.id), 'poke');",
    replace: '',
    grep: 'how far AR contents are brought over',
  },
  {
    name: 'calendars: other days on which a daypart is closed are not pending',
    find: ' || isOld(calendars, closed);',
    replace: ';',
    grep: 'how far AR contents are brought over',
  },
  {
    name: 'calendars: a change of the zone is no new revision',
    find: "const DECIDING = ['time_zone', 'hours', 'closed_calendar_id'] as const;",
    replace: "const DECIDING = ['hours', 'closed_calendar_id'] as const;",
    grep: 'make a new revision of a daypart',
  },
  {
    name: 'calendars: the same days in other words are a new revision',
    find: 'return row !== undefined && row.first_day === first && row.day_bits.equals(bits);',
    replace: 'return row === undefined;',
    grep: 'none for other words',
  },
  {
    name: 'calendars: a rule of a daypart may speak of any calendar',
    find: 'if (calendar === undefined) faults.push(',
    replace: 'if (calendar === null) faults.push(',
    grep: 'each fault by name',
  },
  {
    name: 'calendars: entries are miscounted',
    find: 'entry_count: calendar.days.length,',
    replace: 'entry_count: calendar.days.length + 1,',
    grep: 'are answered as they were given',
  },
]);

const followed = seenBy('test/planning/use-hours.test.ts', [
  {
    name: 'calendars: what is no longer used stays in use',
    find: 'AND ${noun}_id NOT IN (${usedOf[noun]})`',
    replace: 'AND ${noun}_id NOT IN (${usedOf[noun]}) AND false`',
  },
  {
    name: 'calendars: hours that leave no slot are taken',
    find: 'if (!leavesNoSlot(schedule, at)) return;',
    replace: 'return;',
  },
  {
    name: 'calendars: a content uses any number',
    find: 'if (count <= MAX_USES) return;',
    replace: 'if (count >= 0) return;',
  },
]);

const broughtOver = seenBy('test/planning/bring-over.test.ts', [
  {
    name: 'calendars: instants stand where hours were changed',
    find: "    edit.retime(schedule.id, { kind: 'bounds_changed' });",
    replace: '',
  },
  {
    name: 'calendars: a schedule without a slot goes on',
    find: '    return { ...schedule, ...ENDED };',
    replace: '    return schedule;',
  },
  {
    name: 'calendars: an edit that adds a use leaves the others behind',
    find: 'if (isBehind) await moveToNewHours(edit, after.id);',
    replace: '',
  },
  {
    name: 'calendars: an edit that adds no use is held to what is not followed yet',
    find: 'if (!isSameUse(before ?? NO_USES, after)) return',
    replace: 'if (!isSameUse(after, NO_USES)) return',
  },
  {
    name: 'calendars: a content is brought over again and again',
    find: 'if (!(await followNewest(trx, arContentId))) throw new NothingNewer();',
    replace: 'await followNewest(trx, arContentId);',
  },
]);

const days = seenBy('test/domain/calendar/first-within.test.ts', [
  {
    name: 'calendars: hours hold their end',
    find: 'begin * DAY_MS + from <= wall && wall < begin * DAY_MS + to',
    replace: 'begin * DAY_MS + from <= wall && wall <= begin * DAY_MS + to',
  },
  {
    name: 'calendars: a night ends with its day',
    find: 'return [day - 1, day].some((begin) =>',
    replace: 'return [day].some((begin) =>',
  },
  {
    name: 'calendars: what is left out may be',
    find: '&& !this.#except.some((set) => hasDay(set, day));',
    replace: ';',
  },
]);

/** Hours and days of companies, and what keeps to them. */
export const CALENDAR_MUTANTS: readonly Mutant[] = [...kept, ...followed, ...broughtOver, ...days];
