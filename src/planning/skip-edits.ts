import { toTimestamp } from '../db/database.js';
import type { Caller } from '../domain/caller.js';
import { AppError, invalidFields } from '../domain/errors.js';
import { refuseBeyond } from '../domain/limits.js';
import { nextSlot } from '../domain/recurrence/next-slot.js';
import { requireRevision, type ExpectedRevision } from '../domain/revision.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import type { Id, Instant } from '../domain/scalars.js';
import { meetsSlot } from '../domain/plan/skips.js';
import { committedSchedule } from './committed.js';
import { auditSchedule, editSchedule } from './edit-schedule.js';
import type { EditDoor } from './edit-door.js';

/** Which slot is to pass: one by its instant, or the first that is not skipped yet. */
export type SkipInput = { slot_at: Instant } | { next: true };

/** A skip that was made, and the schedule it is of. */
export interface Skip {
  slot_at: Instant;
  schedule: RotationSchedule;
}

const SKIPS = {
  owner: 'A rotation schedule',
  things: 'skips that are still to come',
  variable: 'MAX_SKIPS_PER_SCHEDULE',
};

/** The first slot that is not skipped. */
function nextUnskipped(schedule: RotationSchedule): Instant {
  let slot = schedule.next_rotation_at;
  while (slot !== null && schedule.skips.includes(slot)) slot = nextSlot(schedule, slot);
  if (slot === null)
    throw new AppError('conflict', `Rotation schedule ${schedule.id} has no slot that could be skipped.`);
  return slot;
}

function requireSlot(schedule: RotationSchedule, slotAt: Instant, at: Instant): void {
  if (slotAt > at && (schedule.skips.includes(slotAt) || meetsSlot(schedule, slotAt))) return;
  const message = slotAt > at ? 'is no slot of the schedule' : 'must be in the future';
  throw invalidFields([{ field: 'slot_at', message, code: slotAt > at ? 'not_there' : 'out_of_order' }]);
}

/**
 * Has a slot pass without a step: it is consumed at its instant, the position stays. Said again, it is the same skip.
 * @param expected the revision that the caller has seen; null: any.
 * @throws AppError `not_found`, `precondition_failed`; `validation_failed` at `slot_at` when it is no slot to come;
 *   `conflict` when there is no slot, or too many are skipped.
 */
export function addSkip(
  planner: EditDoor,
  caller: Caller,
  scheduleId: Id,
  input: SkipInput,
  expected: ExpectedRevision = null,
): Promise<Skip> {
  return editSchedule(planner, caller, scheduleId, async (edit, schedule) => {
    requireRevision(schedule, expected);
    const slot_at = 'next' in input ? nextUnskipped(schedule) : input.slot_at;
    requireSlot(schedule, slot_at, edit.at);
    if (!schedule.skips.includes(slot_at)) {
      refuseBeyond(planner.limits.skipsPerSchedule, schedule.skips.length, SKIPS);
      const row = { schedule_id: scheduleId, slot_at: toTimestamp(slot_at), created_by: caller.actor };
      await edit.trx('schedule_skips').insert(row);
      await auditSchedule(edit, 'skip', scheduleId, null, { ar_content_id: edit.state.arContent.id, slot_at });
    }
    return (after) => ({ slot_at, schedule: committedSchedule(scheduleId)(after) });
  });
}

/**
 * Takes a skip back; the slot is one like any other again.
 * @throws AppError `not_found` when there is no such schedule, or no such skip to come.
 */
export function removeSkip(
  planner: EditDoor,
  caller: Caller,
  scheduleId: Id,
  slotAt: Instant,
): Promise<RotationSchedule> {
  return editSchedule(planner, caller, scheduleId, async (edit, schedule) => {
    if (!schedule.skips.includes(slotAt))
      throw new AppError('not_found', `There is no skip of ${toTimestamp(slotAt)} to come.`);
    await edit
      .trx('schedule_skips')
      .where({ schedule_id: scheduleId, slot_at: toTimestamp(slotAt) })
      .del();
    const facts = { ar_content_id: edit.state.arContent.id, slot_at: slotAt };
    await auditSchedule(edit, 'unskip', scheduleId, facts, null);
    return committedSchedule(scheduleId);
  });
}
