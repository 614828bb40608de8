import { audit } from '../db/audit.js';
import { toRow } from '../db/database.js';
import type { Caller } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import type { Id } from '../domain/scalars.js';
import type { EditDoor } from './edit-door.js';
import type { Edit, Work } from './run-edit.js';

/** Opens the content of a schedule for an edit, with the schedule as settled. @throws AppError `not_found` */
export function editSchedule<T>(
  planner: EditDoor,
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

/** Tells the audit log what was done to a schedule. */
export function auditSchedule(
  { trx, caller, state }: Edit,
  verb: string,
  id: Id,
  before: object | null,
  after: object | null,
): Promise<void> {
  const companyId = state.arContent.company_id;
  return audit(trx, caller, { companyId, action: `schedule.${verb}`, subject: `schedule:${id}`, before, after });
}

/** Writes a changed schedule down, as its next revision. @returns the schedule as written. */
export async function writeSchedule(edit: Edit, after: RotationSchedule): Promise<RotationSchedule> {
  const row = { ...after, revision: after.revision + 1, updated_at: edit.at };
  const { id, created_at: _created, skips: _skips, opening: _opening, revision_pending: _pending, ...columns } = row;
  await edit.trx('video_rotation_schedules').where({ id }).update(toRow(columns));
  return row;
}
