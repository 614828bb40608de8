import { seenBy, type Mutant } from './mutant.js';

const seen = seenBy('test/domain/plan/overrides.test.ts', [
  {
    name: 'override: its end belongs to it',
    find: 'override.starts_at <= at && at < (override.ends_at ?? Infinity)',
    replace: 'override.starts_at <= at && at <= (override.ends_at ?? Infinity)',
  },
  {
    name: 'override: its start does not belong to it',
    find: 'override.starts_at <= at && at < (override.ends_at ?? Infinity)',
    replace: 'override.starts_at < at && at < (override.ends_at ?? Infinity)',
  },
  {
    name: 'override: the lowest priority is seen',
    find: 'b.priority - a.priority || b.starts_at - a.starts_at || b.id - a.id;',
    replace: 'a.priority - b.priority || b.starts_at - a.starts_at || b.id - a.id;',
  },
  {
    name: 'override: the one that began first is seen',
    find: 'b.priority - a.priority || b.starts_at - a.starts_at || b.id - a.id;',
    replace: 'b.priority - a.priority || a.starts_at - b.starts_at || b.id - a.id;',
  },
  {
    name: 'override: the one made first is seen',
    find: 'b.priority - a.priority || b.starts_at - a.starts_at || b.id - a.id;',
    replace: 'b.priority - a.priority || b.starts_at - a.starts_at || a.id - b.id;',
  },
  {
    name: 'override: one whose video cannot be shown is seen',
    find: 'isInEffect(one, at) && canBeShown(one.video_id)',
    replace: 'isInEffect(one, at)',
  },
  {
    name: 'override: a closed content shows it',
    find: 'const override = isContentOpen(state, at) ? seenOverride(state, at) : null;',
    replace: 'const override = seenOverride(state, at);',
  },
  {
    name: 'override: an edge that changes nothing is a step',
    find: "mayPass: due === hours || due.kind === 'override'",
    replace: 'mayPass: due === hours',
  },
  {
    name: 'override: a random choice goes by what is seen',
    find: 'takeSlot(state, scheduleOf(state, due), due.at, beneath)',
    replace: 'takeSlot(state, scheduleOf(state, due), due.at, seenAt(state, due.at, beneath))',
  },
  {
    name: 'override: a hidden step is not noted',
    find: "return isOverridden ? 'overridden' : null;",
    replace: 'return null;',
  },
  {
    name: 'override: one that does not hold has slots pass',
    find: "holds_rotation === true ? 'held' : null",
    replace: "holds_rotation !== undefined ? 'held' : null",
  },
]);

const pauses = seenBy('test/domain/plan/overrides.test.ts', [
  {
    name: 'skip: it is not looked at',
    find: "if (schedule.skips.includes(at)) return 'skipped';",
    replace: '',
  },
  {
    name: 'skip: the position moves on',
    find: 'if (note !== null) return { state: withSchedule(state, { ...schedule, ...consumed }), note };',
    replace:
      'if (note !== null) return { state: withSchedule(state, { ...schedule, ...consumed, current_index: (schedule.current_index + 1) % 3 }), note };',
  },
  {
    name: 'pause: missed slots are always made up for',
    find: "if (missed === 'none' || from === null) return 0;",
    replace: 'if (from === null) return 0;',
  },
  {
    name: 'pause: once means all',
    find: "const most = missed === 'once' ? 1 : MAX_MISSED;",
    replace: 'const most = MAX_MISSED;',
  },
  {
    name: 'pause: a slot at its end counts as missed',
    find: 'slot !== null && slot < at && count < most;',
    replace: 'slot !== null && slot <= at && count < most;',
  },
  {
    name: 'pause: a slot at its end is lost',
    find: 'Math.max(at - 1, schedule.last_slot_at ?? -Infinity)',
    replace: 'Math.max(at, schedule.last_slot_at ?? -Infinity)',
  },
  {
    name: 'pause: it ends, and the schedule stays inactive',
    find: '{ ...schedule, ...NOT_PAUSED, is_active: true };',
    replace: '{ ...schedule, ...NOT_PAUSED };',
  },
]);

const edits = seenBy('test/planning/override-edits.test.ts', [
  {
    name: 'override: it may end before it starts',
    find: 'if (ends_at !== null && ends_at <= starts_at)',
    replace: 'if (ends_at !== null && ends_at < 0)',
  },
  {
    name: 'override: a new one may begin in the past',
    find: 'const start = Math.max(starts_at, edit.at);',
    replace: 'const start = starts_at;',
  },
  {
    name: 'override: one that is over is changed',
    find: 'ends_at === null || ends_at > at)',
    replace: 'true)',
  },
  {
    name: 'override: the limit is one too high',
    find: 'refuseBeyond(planner.limits.overridesPerContent, edit.state.overrides.length, OVERRIDES);',
    replace: 'refuseBeyond(planner.limits.overridesPerContent + 1, edit.state.overrides.length, OVERRIDES);',
  },
  {
    name: 'ledger: what lies beneath is not told',
    find: 'beneath_video_id: change.beneathVideoId,',
    replace: 'beneath_video_id: change.toVideoId,',
  },
  {
    name: 'pause: an end in the past is taken',
    find: 'if (input.until != null && input.until <= edit.at) {',
    replace: 'if (input.until != null && input.until <= 0) {',
  },
  {
    name: 'pause: what is said at the resume is not heard',
    find: 'resume_missed: missed ?? before.resume_missed };',
    replace: 'resume_missed: before.resume_missed };',
  },
  {
    name: 'skip: the next one is the next slot, skipped or not',
    find: 'while (slot !== null && schedule.skips.includes(slot)) slot = nextSlot(schedule, slot);',
    replace: '',
  },
  {
    name: 'skip: those that are past count',
    find: 'skips: schedule.skips.filter((slot) => slot > at)',
    replace: 'skips: schedule.skips',
  },
  {
    name: 'skip: any instant to come is taken',
    find: 'schedule.skips.includes(slotAt) || meetsSlot(schedule, slotAt))',
    replace: 'true)',
  },
]);

/** What lies on top of the rotation, and what has it wait. */
export const OVERRIDE_MUTANTS: readonly Mutant[] = [...seen, ...pauses, ...edits];
