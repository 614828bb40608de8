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
    find: 'if (isBehind) await moveToNewHours(edit, schedule);',
    replace: '',
  },
  {
    name: 'calendars: an edit that adds no use is held to what is not followed yet',
    find: 'if (!isSameUse(before ?? NO_USES, after)) return',
    replace: 'if (!isSameUse(after, NO_USES)) return',
  },
  {
    name: 'calendars: the log is told what a content follows, twice, and not what it followed',
    find: "action: 'ar_content.bring_over',\n        subject: `ar_content:${arContentId}`,\n        before,",
    replace:
      "action: 'ar_content.bring_over',\n        subject: `ar_content:${arContentId}`,\n        before: await followedUses(trx, arContentId),",
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
    find: 'from <= time && time < to',
    replace: 'from <= time && time <= to',
  },
  {
    name: 'calendars: a night ends with its day',
    find: 'for (const begin of [day - 1, day]) {',
    replace: 'for (const begin of [day]) {',
  },
  {
    name: 'calendars: what is left out may be',
    find: '&& !this.#except.some((set) => hasDay(set, day));',
    replace: ';',
  },
]);

const edges = seenBy('test/domain/calendar/opening.test.ts', [
  {
    name: 'calendars: a clock change opens and closes nothing',
    find: 'else if (this.contains(seam) === isOpen) cursor = seam;',
    replace: 'else if (seam > at) cursor = seam;',
  },
  {
    name: 'calendars: hours that follow each other at once end',
    find: 'to !== null && wall < last; to = this.#endOfHoursAt(wall)) wall = to;',
    replace: 'to !== null && wall === from; to = this.#endOfHoursAt(wall)) wall = to;',
  },
]);

const shown = seenBy('test/domain/plan/hours.test.ts', [
  {
    name: 'calendars: hours of a video are an edge, and keep nothing from being shown',
    find: 'inWindow(video, at) && inHours(video, at)',
    replace: 'inWindow(video, at)',
  },
  {
    name: 'calendars: an override is in effect outside of its hours',
    find: '(override.ends_at ?? Infinity) && inHours(override, at);',
    replace: '(override.ends_at ?? Infinity);',
  },
  {
    name: 'calendars: an edge of hours that changes nothing is a step',
    find: "mayPass: due === hours || due.kind === 'override'",
    replace: "mayPass: due.kind === 'override'",
  },
  {
    name: 'calendars: a closed content has edges of hours',
    find: 'this.#end = is_active ? (expires_at ?? Infinity) : Number.NEGATIVE_INFINITY;',
    replace: 'this.#end = is_active ? Infinity : Infinity;',
  },
  {
    name: 'calendars: a fold rests within an instant',
    find: 'if (passed.count >= PASSES_AT_ONCE && due.at > passed.at) {',
    replace: 'if (passed.count >= PASSES_AT_ONCE) {',
  },
]);

const keptBy = seenBy('test/planning/kept-hours.test.ts', [
  {
    name: 'calendars: hours of videos may leave nothing',
    find: "if (!isSameTime) refuseShut(kept, 'video', timeOf(kept, edit.at));",
    replace: '',
  },
  {
    name: 'calendars: many edges are passed again and again',
    find: 'steps.length > 0 || isEdited || passedMany || hasPassed(folded.arContent)',
    replace: 'steps.length > 0 || isEdited',
  },
  {
    name: 'calendars: an override that is over keeps what it used',
    find: '  await letGoOfOver(trx, noun, id);\n',
    replace: '',
  },
  {
    name: 'calendars: a video that is gone keeps what it used',
    find: '  await followUses(edit, [video, ...overriding].find(namesHours) ?? null, null);\n',
    replace: '',
  },
]);

/** Hours and days of companies, and what keeps to them. */
export const CALENDAR_MUTANTS: readonly Mutant[] = [
  ...kept,
  ...followed,
  ...broughtOver,
  ...days,
  ...edges,
  ...shown,
  ...keptBy,
];
