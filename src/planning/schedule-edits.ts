import { randomInt } from 'node:crypto';
import { toRow, toTimestamp } from '../db/database.js';
import type { Caller } from '../domain/caller.js';
import { changesOf, type Changes } from '../domain/changes.js';
import { isWithinBounds, mayBeAt } from '../domain/recurrence/next-slot.js';
import type { DstOverlap } from '../domain/recurrence/timing-rule.js';
import { indexInNewSequence } from '../domain/plan/edits.js';
import { invalidFields } from '../domain/errors.js';
import { afterChoice, choiceAt } from '../domain/plan/take-slot.js';
import { isRunning } from '../domain/plan/live.js';
import { refuseBeyond } from '../domain/limits.js';
import { must } from '../domain/must.js';
import { beginsAnew, begunAnew } from '../domain/plan/selection-memory.js';
import { NOT_PAUSED } from '../domain/plan/pause.js';
import { requireRevision, type ExpectedRevision } from '../domain/revision.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import type { Id, Instant } from '../domain/scalars.js';
import { scheduleFaults } from '../domain/recurrence/validate-schedule.js';
import { committedSchedule } from './committed.js';
import { auditSchedule, editSchedule, writeSchedule } from './edit-schedule.js';
import { pausedBy } from './pause-edits.js';
import { withDerivedTiming } from './derive-timing.js';
import type { EditDoor } from './edit-door.js';
import type { Edit } from './run-edit.js';
import { BOUNDS, isActiveWith, TIMING_FIELDS } from './timing-fields.js';
import { companyTimeZone, followUses, refuseNever, withOpening } from './use-hours.js';

/** What a client may say of a schedule. */
export interface ScheduleInput extends Partial<
  Pick<
    RotationSchedule,
    | 'time_of_day'
    | 'day_of_week'
    | 'day_of_month'
    | 'cron_expression'
    | 'interval_seconds'
    | 'rrule'
    | 'time_zone'
    | 'dst_gap'
    | 'selection'
    | 'weights'
    | 'no_repeat_last'
    | 'current_index'
    | 'starts_at'
    | 'ends_at'
    | 'daypart_id'
    | 'calendar_id'
    | 'calendar_mode'
    | 'is_active'
  >
> {
  rotation_type: RotationSchedule['rotation_type'];
  video_sequence: Id[];
  /** Null: what follows from the rule. */
  dst_overlap?: DstOverlap | null;
  /** When the next slot is to be; not in the future means now; null: as the rule says. */
  next_rotation_at?: Instant | null;
  /** What random choices are drawn from; of new schedules. Drawn unless given. */
  random_seed?: number;
}

/** What a client may change of a schedule. */
export type ScheduleChanges = Partial<Omit<ScheduleInput, 'random_seed'>>;

const SCHEDULES = { owner: 'An AR content', things: 'schedules', variable: 'MAX_SCHEDULES_PER_CONTENT' };

type NewSchedule = Omit<RotationSchedule, 'id' | 'revision' | 'updated_at'>;

function refuseFaults(schedule: NewSchedule, { state, at }: Edit, nextAskedFor: Instant | null | undefined): void {
  const faults = scheduleFaults(schedule, new Set(state.videos.map(({ id }) => id)));
  if (nextAskedFor != null && !isRunning(state, schedule, at)) {
    faults.push({
      field: 'next_rotation_at',
      message: 'there is no next rotation while the schedule, its AR content or its rotation is off or has expired',
    });
  }
  if (nextAskedFor != null && !isWithinBounds(schedule, Math.max(nextAskedFor, at))) {
    faults.push({
      field: 'next_rotation_at',
      message: 'must lie between starts_at and ends_at of the schedule',
      code: 'out_of_order',
    });
  } else if (nextAskedFor != null && faults.length === 0 && !mayBeAt(schedule, Math.max(nextAskedFor, at))) {
    faults.push({ field: 'next_rotation_at', message: 'must lie within the daypart and the days of the schedule' });
  }
  if (faults.length > 0) throw invalidFields(faults);
}

/** A single slot that lies in the past would never come. */
function refusePastOnce({ rotation_type, starts_at }: NewSchedule, at: Instant): void {
  if (rotation_type !== 'once' || starts_at === null || starts_at > at) return;
  throw invalidFields([
    { field: 'starts_at', message: 'must be in the future for the rotation_type once', code: 'out_of_order' },
  ]);
}

async function draft(edit: Edit, input: Omit<ScheduleInput, 'next_rotation_at'>): Promise<NewSchedule> {
  const { arContent } = edit.state;
  return {
    ar_content_id: arContent.id,
    time_of_day: null,
    day_of_week: null,
    day_of_month: null,
    cron_expression: null,
    interval_seconds: null,
    rrule: null,
    rrule_anchor: null,
    rrule_last: null,
    dst_gap: 'shift',
    daypart_id: null,
    calendar_id: null,
    calendar_mode: null,
    revision_pending: false,
    opening: null,
    dst_overlap_given: input.dst_overlap != null,
    selection: 'sequential',
    weights: null,
    no_repeat_last: 0,
    selection_memory: null,
    current_index: 0,
    position_pending: true,
    starts_at: null,
    ends_at: null,
    is_active: true,
    ...NOT_PAUSED,
    skips: [],
    last_rotation_at: null,
    last_slot_at: null,
    slot_number: 0,
    next_rotation_at: null,
    next_video_id: null,
    next_is_asked_for: false,
    late_count: 0,
    worst_lateness_ms: 0,
    failed_count: 0,
    last_error: null,
    random_seed: randomInt(2 ** 31),
    interval_anchor: edit.at,
    created_at: edit.at,
    ...input,
    dst_overlap: input.dst_overlap ?? 'first',
    ...(input.is_active === false && pausedBy(edit.caller, edit.at, {})),
    time_zone: input.time_zone ?? (await companyTimeZone(edit)),
  };
}

/**
 * A content that has nothing set shows the new schedule's position at once, whatever shows in its stead. A schedule that
 * has not begun or has ended by its own dates does not.
 */
async function showAtOnce(edit: Edit, schedule: RotationSchedule): Promise<void> {
  const { state, at } = edit;
  if (state.arContent.active_video_id !== null || !isRunning(state, schedule, at)) return;
  if ((schedule.starts_at ?? at) > at || (schedule.ends_at ?? Infinity) <= at) return;
  const withSchedule = { ...state, schedules: [...state.schedules, schedule] };
  const choice = choiceAt(withSchedule, schedule, at, null);
  if (choice === null) return;
  edit.because({ cause: 'manual', scheduleId: schedule.id });
  await edit.save(afterChoice(withSchedule, schedule, choice, at), withSchedule);
}

/**
 * Makes a rotation schedule and plans its first slot.
 * @throws AppError `not_found` (no such content), `validation_failed` with every fault; `conflict` when it has too many.
 */
export function createSchedule(
  planner: EditDoor,
  caller: Caller,
  arContentId: Id,
  { next_rotation_at, ...input }: ScheduleInput,
): Promise<RotationSchedule> {
  return planner.edit(arContentId, caller, async (edit) => {
    refuseBeyond(planner.limits.schedulesPerContent, edit.state.schedules.length, SCHEDULES);
    const asGiven = await withOpening(edit, null, await draft(edit, input));
    refuseFaults(asGiven, edit, next_rotation_at);
    refusePastOnce(asGiven, edit.at);
    const derived = await withDerivedTiming(null, asGiven, edit.at);
    refuseNever(derived, edit.at);
    const { skips, opening, revision_pending, ...columns } = derived;
    const [row] = await edit
      .trx<RotationSchedule>('video_rotation_schedules')
      .insert(toRow({ ...columns, updated_at: edit.at }))
      .returning('*');
    const inserted: RotationSchedule = { ...must(row, 'the inserted row'), skips, opening, revision_pending };
    await followUses(edit, null, inserted, inserted.id);
    // A first step that is asked for now shows the position itself.
    if (next_rotation_at == null || next_rotation_at > edit.at) await showAtOnce(edit, inserted);
    if (next_rotation_at != null) edit.retime(inserted.id, { kind: 'asked_for', at: next_rotation_at });
    await auditSchedule(edit, 'create', inserted.id, null, inserted);
    return committedSchedule(inserted.id);
  });
}

/** What `dst_overlap` comes to: null asks for the default, and the default that is in force, sent back, stays it. */
function overlapAfter(before: RotationSchedule, asked: DstOverlap | null | undefined) {
  if (asked === undefined || (asked === before.dst_overlap && !before.dst_overlap_given)) return {};
  return { dst_overlap: asked ?? before.dst_overlap, dst_overlap_given: asked !== null };
}

/** The schedule with the given fields changed, and what follows from them. */
function changed(
  before: RotationSchedule,
  { dst_overlap, is_active, ...changes }: ScheduleChanges,
  { at, caller }: Edit,
): RotationSchedule {
  const after: RotationSchedule = { ...before, ...changes, ...overlapAfter(before, dst_overlap) };
  const isActive = is_active ?? isActiveWith(before, changes);
  if (!isActive && before.is_active) Object.assign(after, pausedBy(caller, at, {}));
  if (isActive) Object.assign(after, NOT_PAUSED, { is_active: true });
  if (changes.video_sequence && changes.current_index === undefined) {
    after.current_index = indexInNewSequence(before, changes.video_sequence);
  }
  if (changes.video_sequence || changes.current_index !== undefined) after.position_pending = true;
  if (changes.calendar_id === null && changes.calendar_mode === undefined) after.calendar_mode = null;
  if (beginsAnew(before, after)) after.selection_memory = begunAnew(before.selection_memory);
  return after;
}

/** Has the next slot come at an instant. A skip of that instant is taken back: whoever asks for it wants it. */
async function askFor(edit: Edit, { id, skips }: RotationSchedule, at: Instant): Promise<void> {
  edit.retime(id, { kind: 'asked_for', at });
  if (!skips.includes(at)) return;
  await edit
    .trx('schedule_skips')
    .where({ schedule_id: id, slot_at: toTimestamp(at) })
    .del();
}

/**
 * Changes the given fields of a schedule; the new plan holds at once.
 * @param wanted those fields, or what tells them from the schedule as it is.
 * @param expected the revision that the caller has seen; null: any.
 * @throws AppError `not_found`, `validation_failed` with every fault, `precondition_failed`.
 */
export function updateSchedule(
  planner: EditDoor,
  caller: Caller,
  scheduleId: Id,
  wanted: Changes<ScheduleChanges, RotationSchedule>,
  expected: ExpectedRevision,
): Promise<RotationSchedule> {
  return editSchedule(planner, caller, scheduleId, async (edit, before) => {
    requireRevision(before, expected);
    const { next_rotation_at: askedFor, ...changes } = changesOf(wanted, before);
    const asGiven = await withOpening(edit, before, changed(before, changes, edit));
    refuseFaults(asGiven, edit, askedFor);
    const after = await withDerivedTiming(before, asGiven, edit.at);
    const changedTiming = TIMING_FIELDS.filter((field) => after[field] !== before[field]);
    if (changedTiming.length > 0) refusePastOnce(after, edit.at);
    const goesOn = before.inactive_reason === 'no_slot' && after.is_active;
    if (changedTiming.length > 0 || goesOn) refuseNever(after, edit.at);
    const row = await writeSchedule(edit, after);
    await followUses(edit, before, after, scheduleId);
    const onlyBounds = changedTiming.length > 0 && changedTiming.every((field) => BOUNDS.has(field));
    if (changedTiming.length > 0 || askedFor === null) {
      edit.retime(scheduleId, { kind: onlyBounds && askedFor !== null ? 'bounds_changed' : 'rule_changed' });
    }
    if (askedFor != null) await askFor(edit, before, askedFor);
    await auditSchedule(edit, 'update', scheduleId, before, row);
    return committedSchedule(scheduleId);
  });
}

/** Deletes a schedule; its workflow is cancelled. What it last set stays active. */
export function deleteSchedule(
  planner: EditDoor,
  caller: Caller,
  scheduleId: Id,
  expected: ExpectedRevision,
): Promise<{ id: Id }> {
  return editSchedule(planner, caller, scheduleId, async (edit, schedule) => {
    requireRevision(schedule, expected);
    await edit.trx('video_rotation_schedules').where('id', scheduleId).del();
    await followUses(edit, schedule, null);
    await edit
      .trx('ar_content')
      .where({ id: schedule.ar_content_id, active_schedule_id: scheduleId })
      .update({ active_schedule_id: null });
    await auditSchedule(edit, 'delete', scheduleId, schedule, null);
    return () => ({ id: scheduleId });
  });
}
