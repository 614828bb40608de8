import { randomInt } from 'node:crypto';
import { audit } from '../db/audit.js';
import { findRotateNow } from '../db/rotations.js';
import { toRow, type Transaction } from '../db/database.js';
import type { Caller } from '../domain/caller.js';
import { indexInNewSequence } from '../domain/plan/edits.js';
import { AppError, invalidFields, notFound } from '../domain/errors.js';
import { afterChoice, choiceAt } from '../domain/plan/fold-plan.js';
import { isContentOpen, liveAt } from '../domain/plan/live.js';
import { isRunning } from '../domain/plan/replan.js';
import { refuseBeyond } from '../domain/limits.js';
import { must } from '../domain/must.js';
import { requireRevision } from '../domain/revision.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import type { Id, Instant } from '../domain/scalars.js';
import { scheduleFaults } from '../domain/recurrence/validate-schedule.js';
import { committedSchedule } from './committed.js';
import type { Edit, Planner, Work } from './planner.js';

/** What a client may say of a schedule. */
export interface ScheduleInput extends Partial<
  Pick<
    RotationSchedule,
    | 'time_of_day'
    | 'day_of_week'
    | 'day_of_month'
    | 'cron_expression'
    | 'interval_seconds'
    | 'time_zone'
    | 'dst_gap'
    | 'dst_overlap'
    | 'selection'
    | 'current_index'
    | 'starts_at'
    | 'ends_at'
    | 'is_active'
  >
> {
  rotation_type: RotationSchedule['rotation_type'];
  video_sequence: Id[];
  /** When the next slot is to be; not in the future means now; null: as the rule says. */
  next_rotation_at?: Instant | null;
}

/** The fields that say when a schedule is due; a change of one moves its next slot. */
const TIMING_FIELDS = [
  'rotation_type',
  'time_of_day',
  'day_of_week',
  'day_of_month',
  'cron_expression',
  'interval_seconds',
  'time_zone',
  'dst_gap',
  'dst_overlap',
  'starts_at',
  'ends_at',
] as const;

const SCHEDULES = { owner: 'An AR content', things: 'schedules', variable: 'MAX_SCHEDULES_PER_CONTENT' };

type NewSchedule = Omit<RotationSchedule, 'id' | 'revision' | 'created_at' | 'updated_at'>;

function refuseFaults(schedule: NewSchedule, { state, at }: Edit, nextAskedFor: Instant | null | undefined): void {
  const faults = scheduleFaults(schedule, new Set(state.videos.map(({ id }) => id)));
  if (nextAskedFor != null && !isRunning(state, schedule, at)) {
    faults.push({
      field: 'next_rotation_at',
      message: 'there is no next rotation while the schedule, its AR content or its rotation is off or has expired',
    });
  }
  if (faults.length > 0) throw invalidFields(faults);
}

async function companyTimeZone(trx: Transaction, companyId: Id): Promise<string> {
  const row = await trx<{ time_zone: string }>('companies').where('id', companyId).first('time_zone');
  return must(row, `company ${companyId}`).time_zone;
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
    dst_gap: 'shift',
    dst_overlap: 'first',
    selection: 'sequential',
    current_index: 0,
    position_pending: true,
    starts_at: null,
    ends_at: null,
    is_active: true,
    inactive_reason: null,
    last_rotation_at: null,
    last_slot_at: null,
    slot_number: 0,
    next_rotation_at: null,
    next_video_id: null,
    random_seed: randomInt(2 ** 31),
    interval_anchor: input.starts_at ?? edit.at,
    ...input,
    time_zone: input.time_zone ?? (await companyTimeZone(edit.trx, arContent.company_id)),
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
  planner: Planner,
  caller: Caller,
  arContentId: Id,
  { next_rotation_at, ...input }: ScheduleInput,
): Promise<RotationSchedule> {
  return planner.edit(arContentId, caller, async (edit) => {
    refuseBeyond(planner.limits.schedulesPerContent, edit.state.schedules.length, SCHEDULES);
    const drafted = await draft(edit, input);
    refuseFaults(drafted, edit, next_rotation_at);
    const [row] = await edit
      .trx<RotationSchedule>('video_rotation_schedules')
      .insert(toRow({ ...drafted, created_at: edit.at, updated_at: edit.at }))
      .returning('*');
    const inserted: RotationSchedule = must(row, 'the inserted row');
    // A first step that is asked for now shows the position itself.
    if (next_rotation_at == null || next_rotation_at > edit.at) await showAtOnce(edit, inserted);
    if (next_rotation_at != null) edit.retime(inserted.id, { kind: 'asked_for', at: next_rotation_at });
    await audit(edit.trx, caller, {
      companyId: edit.state.arContent.company_id,
      action: 'schedule.create',
      subject: `schedule:${inserted.id}`,
      after: inserted,
    });
    return committedSchedule(inserted.id);
  });
}

/** Opens the content of a schedule for an edit, with the schedule as settled. */
function editSchedule<T>(
  planner: Planner,
  caller: Caller,
  scheduleId: Id,
  work: (edit: Edit, schedule: RotationSchedule) => ReturnType<Work<T>>,
): Promise<T> {
  const missing = () => notFound('schedule', scheduleId);
  return planner.editOwnerOf('video_rotation_schedules', scheduleId, caller, missing, (edit) => {
    const schedule = edit.state.schedules.find(({ id }) => id === scheduleId);
    if (schedule === undefined) throw missing();
    return work(edit, schedule);
  });
}

/** Where intervals are counted from after an edit: a changed interval counts from the change. */
function anchorAfter(before: RotationSchedule, after: RotationSchedule, at: Instant): Instant {
  if (after.starts_at !== before.starts_at) return after.starts_at ?? at;
  const changed = after.interval_seconds !== before.interval_seconds || after.rotation_type !== before.rotation_type;
  return changed ? Math.max(at, after.starts_at ?? at) : before.interval_anchor;
}

/** The schedule with the given fields changed, and what follows from them. */
function changed(before: RotationSchedule, changes: Partial<ScheduleInput>, at: Instant): RotationSchedule {
  const after: RotationSchedule = { ...before, ...changes };
  if (changes.video_sequence && changes.current_index === undefined) {
    after.current_index = indexInNewSequence(before, changes.video_sequence);
  }
  if (changes.video_sequence || changes.current_index !== undefined) after.position_pending = true;
  if (changes.is_active) after.inactive_reason = null;
  if (!after.is_active) Object.assign(after, { next_rotation_at: null, next_video_id: null });
  after.interval_anchor = anchorAfter(before, after, at);
  return after;
}

/**
 * Changes the given fields of a schedule; the new plan holds at once.
 * @param expected the revision that the caller has seen; null: any.
 * @throws AppError `not_found`, `validation_failed` with every fault, `precondition_failed`.
 */
export function updateSchedule(
  planner: Planner,
  caller: Caller,
  scheduleId: Id,
  { next_rotation_at: askedFor, ...changes }: Partial<ScheduleInput>,
  expected: number | null,
): Promise<RotationSchedule> {
  return editSchedule(planner, caller, scheduleId, async (edit, before) => {
    requireRevision(before, expected);
    const after = changed(before, changes, edit.at);
    refuseFaults(after, edit, askedFor);
    const row = { ...after, revision: before.revision + 1, updated_at: edit.at };
    const { id: _id, created_at: _created, ...columns } = row;
    await edit.trx('video_rotation_schedules').where('id', scheduleId).update(toRow(columns));
    const timingChanged = TIMING_FIELDS.some((field) => after[field] !== before[field]);
    if (timingChanged || askedFor === null) edit.retime(scheduleId, { kind: 'rule_changed' });
    if (askedFor != null) edit.retime(scheduleId, { kind: 'asked_for', at: askedFor });
    await audit(edit.trx, caller, {
      companyId: edit.state.arContent.company_id,
      action: 'schedule.update',
      subject: `schedule:${scheduleId}`,
      before,
      after: row,
    });
    return committedSchedule(scheduleId);
  });
}

/** Deletes a schedule; its workflow is cancelled. What it last set stays active. */
export function deleteSchedule(
  planner: Planner,
  caller: Caller,
  scheduleId: Id,
  expected: number | null,
): Promise<{ id: Id }> {
  return editSchedule(planner, caller, scheduleId, async (edit, schedule) => {
    requireRevision(schedule, expected);
    await edit.trx('video_rotation_schedules').where('id', scheduleId).del();
    await edit
      .trx('ar_content')
      .where({ id: schedule.ar_content_id, active_schedule_id: scheduleId })
      .update({ active_schedule_id: null });
    await audit(edit.trx, caller, {
      companyId: edit.state.arContent.company_id,
      action: 'schedule.delete',
      subject: `schedule:${scheduleId}`,
      before: schedule,
    });
    return () => ({ id: scheduleId });
  });
}

/** What a repeated rotate-now is recognised by: the workflow's request id, or the client's Idempotency-Key. */
function rotateNowRequest(caller: Caller): string | null {
  if (caller.idempotency !== null) return `${caller.actor}:${caller.idempotency.key}`;
  return caller.workflowRunId === null ? null : caller.requestId;
}

/**
 * Takes the schedule's next step now, without waiting for its slot; the next slot stands.
 * @param expected the revision that the caller has seen; null: any.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` when the content is inactive or expired; `no_candidate_video`.
 */
export function rotateNow(
  planner: Planner,
  caller: Caller,
  scheduleId: Id,
  expected: number | null = null,
): Promise<RotationSchedule> {
  return editSchedule(planner, caller, scheduleId, async (edit, schedule) => {
    const { state, at } = edit;
    const requestId = rotateNowRequest(caller);
    if (requestId !== null && (await findRotateNow(edit.trx, scheduleId, requestId)))
      return committedSchedule(scheduleId);
    requireRevision(schedule, expected);
    if (!isContentOpen(state, at)) throw new AppError('conflict', 'The AR content is inactive or has expired.');
    const choice = choiceAt(state, schedule, at, liveAt(state, at));
    if (choice === null) {
      throw new AppError(
        'no_candidate_video',
        'No video of the sequence can be shown now: none is ready and in its window.',
      );
    }
    const after = afterChoice(state, schedule, choice, at);
    await edit.save(after);
    edit.because({ cause: 'rotate_now', scheduleId, unchangedNote: 'unchanged', requestId });
    await audit(edit.trx, caller, {
      companyId: state.arContent.company_id,
      action: 'schedule.rotate_now',
      subject: `schedule:${scheduleId}`,
      before: schedule,
      after: committedSchedule(scheduleId)(after),
    });
    return committedSchedule(scheduleId);
  });
}
