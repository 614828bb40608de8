import { findRotateNow } from '../db/rotations.js';
import type { Caller } from '../domain/caller.js';
import { AppError } from '../domain/errors.js';
import { afterChoice, choiceAt } from '../domain/plan/take-slot.js';
import { beneathAt, isContentOpen } from '../domain/plan/live.js';
import { requireRevision, type ExpectedRevision } from '../domain/revision.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import type { Id } from '../domain/scalars.js';
import { committedSchedule } from './committed.js';
import { auditSchedule, editSchedule } from './edit-schedule.js';
import type { EditDoor } from './edit-door.js';

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
  planner: EditDoor,
  caller: Caller,
  scheduleId: Id,
  expected: ExpectedRevision = null,
): Promise<RotationSchedule> {
  return editSchedule(planner, caller, scheduleId, async (edit, schedule) => {
    const { state, at } = edit;
    const requestId = rotateNowRequest(caller);
    if (requestId !== null && (await findRotateNow(edit.trx, scheduleId, requestId)))
      return committedSchedule(scheduleId);
    requireRevision(schedule, expected);
    if (!isContentOpen(state, at)) throw new AppError('conflict', 'The AR content is inactive or has expired.');
    const choice = choiceAt(state, schedule, at, beneathAt(state, at));
    if (choice === null) {
      throw new AppError(
        'no_candidate_video',
        'No video of the sequence can be shown now: none is ready and in its window.',
      );
    }
    const after = afterChoice(state, schedule, choice, at);
    await edit.save(after);
    edit.because({
      cause: 'rotate_now',
      scheduleId,
      unchangedNote: 'unchanged',
      requestId: requestId ?? caller.requestId,
    });
    await auditSchedule(edit, 'rotate_now', scheduleId, schedule, committedSchedule(scheduleId)(after));
    return committedSchedule(scheduleId);
  });
}
