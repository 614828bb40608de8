import type { Caller } from '../domain/caller.js';
import { AppError, invalidFields } from '../domain/errors.js';
import { isEmpty } from '../domain/plan/selection.js';
import { leavesNoSlot } from '../domain/plan/under-other-hours.js';
import { resumed } from '../domain/plan/pause.js';
import { requireRevision, type ExpectedRevision } from '../domain/revision.js';
import type { Missed, RotationSchedule } from '../domain/rotation-schedule.js';
import type { Id, Instant } from '../domain/scalars.js';
import { committedSchedule } from './committed.js';
import { auditSchedule, editSchedule, writeSchedule } from './edit-schedule.js';
import type { EditDoor } from './edit-door.js';

export interface PauseInput {
  note?: string | null;
  /** When the schedule goes on by itself; null: when somebody says so. */
  until?: Instant | null;
  /** What is then done about slots that fell into the pause. */
  missed?: Missed;
}

/** What a schedule says once it is paused; it has no slots then. */
export function pausedBy(caller: Caller, at: Instant, { note = null, until = null, missed = 'none' }: PauseInput) {
  return {
    is_active: false,
    inactive_reason: 'paused',
    paused_at: at,
    paused_by: caller.actor,
    pause_note: note,
    resume_at: until,
    resume_missed: missed,
    next_rotation_at: null,
    next_video_id: null,
    next_is_asked_for: false,
  } as const;
}

/**
 * Pauses a schedule: it has no slots until it is resumed, by hand or at `input.until`.
 * @param expected the revision that the caller has seen; null: any.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` when it is inactive; `validation_failed` at `until`.
 */
export function pauseSchedule(
  planner: EditDoor,
  caller: Caller,
  scheduleId: Id,
  input: PauseInput,
  expected: ExpectedRevision = null,
): Promise<RotationSchedule> {
  return editSchedule(planner, caller, scheduleId, async (edit, before) => {
    requireRevision(before, expected);
    if (!before.is_active) throw new AppError('conflict', `Rotation schedule ${scheduleId} is inactive already.`);
    if (input.until != null && input.until <= edit.at) {
      throw invalidFields([{ field: 'until', message: 'must be in the future', code: 'out_of_order' }]);
    }
    const after = await writeSchedule(edit, { ...before, ...pausedBy(caller, edit.at, input) });
    await auditSchedule(edit, 'pause', scheduleId, before, after);
    return committedSchedule(scheduleId);
  });
}

function refuseResuming(schedule: RotationSchedule, at: Instant): void {
  const { id, is_active, inactive_reason } = schedule;
  if (is_active) throw new AppError('conflict', `Rotation schedule ${id} is active already.`);
  if (inactive_reason === 'no_slot' && leavesNoSlot(schedule, at)) {
    throw new AppError('conflict', `Rotation schedule ${id} has no slot within its hours and days: change them first.`);
  }
  if (!isEmpty(schedule)) return;
  const message = `Rotation schedule ${id} has no videos that it may show: give it a video_sequence (and weights) first.`;
  throw new AppError('conflict', message);
}

/**
 * Ends the pause of a schedule now.
 * @param missed what is done about slots that fell into the pause; as the pause said, unless given.
 * @param expected the revision that the caller has seen; null: any.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` when it is active, or has no videos or slots.
 */
export function resumeSchedule(
  planner: EditDoor,
  caller: Caller,
  scheduleId: Id,
  missed: Missed | undefined,
  expected: ExpectedRevision = null,
): Promise<RotationSchedule> {
  return editSchedule(planner, caller, scheduleId, async (edit, before) => {
    requireRevision(before, expected);
    refuseResuming(before, edit.at);
    const paused = { ...before, resume_missed: missed ?? before.resume_missed };
    const { state, slots } = resumed(edit.state, paused, edit.at);
    await edit.save(state);
    const after = await writeSchedule(edit, committedSchedule(scheduleId)(state));
    edit.because({ cause: 'resume', scheduleId, slots });
    await auditSchedule(edit, 'resume', scheduleId, before, after);
    return committedSchedule(scheduleId);
  });
}
