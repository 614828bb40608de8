import { endBulkItem } from '../db/bulk-work.js';
import type { Bulk, BulkItem } from '../domain/bulk.js';
import type { Caller } from '../domain/caller.js';
import { workflowId } from '../domain/workflow-kinds.js';
import type { EditDoor } from './edit-door.js';
import { pauseSchedule, resumeSchedule } from './pause-edits.js';
import { rotateNow } from './rotate-now.js';
import type { Work } from './run-edit.js';
import { deleteSchedule } from './schedule-edits.js';
import { addSkip } from './skip-edits.js';

/** Ends an edit whose item was done before, or whose bulk is over: none of it is committed. */
class ItemOver extends Error {}

/** The door for one item: its edit and what is said of it are committed together, or neither is. */
function doorOf(planner: EditDoor, item: BulkItem): EditDoor {
  const once =
    <T>(work: Work<T>): Work<T> =>
    async (edit) => {
      const read = await work(edit);
      if (!(await endBulkItem(edit.trx, item, null))) throw new ItemOver();
      return read;
    };
  return {
    limits: planner.limits,
    edit: (id, caller, work) => planner.edit(id, caller, once(work)),
    editOwnerOf: (table, id, caller, missing, work) => planner.editOwnerOf(table, id, caller, missing, once(work)),
  };
}

/** What a bulk does is done in the name of whoever started it, within its company. */
const callerOf = ({ id, actor, company_id }: Bulk): Caller => ({
  actor,
  companyId: company_id,
  requestId: workflowId('bulk', id),
  workflowRunId: null,
  idempotency: null,
});

/** Does to the schedule of an item what its bulk says, by the same edits as REST. */
function edit(door: EditDoor, bulk: Bulk, { schedule_id: id }: BulkItem): Promise<unknown> {
  const caller = callerOf(bulk);
  const { action, note, resume_at: until, missed } = bulk;
  switch (action) {
    case 'pause':
      return pauseSchedule(door, caller, id, { note, until, ...(missed && { missed }) });
    case 'resume':
      return resumeSchedule(door, caller, id, missed ?? undefined);
    case 'rotate':
      return rotateNow(door, caller, id);
    case 'skip':
      return addSkip(door, caller, id, { next: true });
    case 'delete':
      return deleteSchedule(door, caller, id, null);
  }
}

/**
 * Carries one item of a bulk out, once, however often it is tried and by how many at once. One that is done already, or
 * whose bulk is over, is left as it is.
 * @throws whatever the edit throws, with nothing changed.
 */
export async function carryOutItem(planner: EditDoor, bulk: Bulk, item: BulkItem): Promise<void> {
  try {
    await edit(doorOf(planner, item), bulk, item);
  } catch (error) {
    if (!(error instanceof ItemOver)) throw error;
  }
}
