import { z } from 'zod';
import type { Caller } from '../../domain/caller.js';
import { AppError } from '../../domain/errors.js';
import type { Id } from '../../domain/scalars.js';
import { updateContent } from '../../planning/content-edits.js';
import type { EditDoor } from '../../planning/edit-door.js';
import { createOverride, deleteOverride, updateOverride } from '../../planning/override-edits.js';
import { pauseSchedule, resumeSchedule } from '../../planning/pause-edits.js';
import { rotateNow } from '../../planning/rotate-now.js';
import { createSchedule, deleteSchedule, updateSchedule } from '../../planning/schedule-edits.js';
import { addSkip } from '../../planning/skip-edits.js';
import { activateVideo, deleteVideo, updateVideo } from '../../planning/video-edits.js';
import { flagField, idField } from '../http/fields.js';
import { mustBe } from '../http/validate.js';
import { given } from '../http/given.js';
import { contentChangesIn, contentWrites } from '../views/content-view.js';
import { overrideBody, overrideChangesIn, overrideWrites } from '../views/override-view.js';
import { scheduleChangesIn, scheduleWrites } from '../views/schedule-view.js';
import { videoChangesIn, videoWrites } from '../views/video-view.js';
import { pauseBody, resumeBody, skipBody } from './schedule-pauses.js';
import { scheduleBody } from './schedule-schemas.js';

/** More changes are not tried at once. */
export const MAX_CHANGES = 20;

/** What is there has its id; what an earlier change makes has the number of that change, less than 0. */
const target = z
  .union([idField, z.int().min(-MAX_CHANGES).max(-1)], { error: 'must be an id, or -n for what change n makes' })
  .meta({ description: 'An id; -n: what change n makes' });

const op = <O extends string, F extends z.ZodRawShape>(name: O, fields: F) =>
  z.strictObject({ op: z.literal(name), ...fields });

const OPS = [
  op('create_schedule', { body: scheduleBody }),
  op('update_schedule', { id: target, body: scheduleWrites.body }),
  op('delete_schedule', { id: target }),
  op('rotate_now', { id: target }),
  op('pause_schedule', { id: target, body: pauseBody }),
  op('resume_schedule', { id: target, body: resumeBody }),
  op('skip_slot', { id: target, body: skipBody }),
  op('create_override', { body: overrideBody }),
  op('update_override', { id: target, body: overrideWrites.body }),
  op('delete_override', { id: target }),
  op('update_video', { id: idField, body: videoWrites.body }),
  op('activate_video', { id: idField }),
  op('delete_video', { id: idField, detach: flagField.optional() }),
  op('update_content', { body: contentWrites.body }),
] as const;

/** One change, as the route of its name takes it. */
export const changeBody = z
  .discriminatedUnion('op', OPS, {
    error: mustBe(`one of ${OPS.map(({ shape }) => shape.op.value).join(', ')}`),
  })
  .meta({ id: 'DryRunChange' });

type Change = z.output<typeof changeBody>;

/** What the changes made, by the number of the change. */
export interface Made {
  schedules: Map<number, Id>;
  overrides: Map<number, Id>;
}

function idIn(made: ReadonlyMap<number, Id>, id: number): Id {
  const found = id > 0 ? id : made.get(-id);
  if (found !== undefined) return found;
  throw new AppError('validation_failed', `Change ${-id} makes nothing of this kind.`, {
    fields: [{ field: 'id', message: `change ${-id} makes nothing of this kind` }],
  });
}

interface Trying {
  door: EditDoor;
  caller: Caller;
  arContentId: Id;
  made: Made;
}

async function tryChange(
  { door, caller, arContentId, made }: Trying,
  number: number,
  change: Change,
): Promise<unknown> {
  const scheduleOf = ({ id }: { id: number }): Id => idIn(made.schedules, id);
  const overrideOf = ({ id }: { id: number }): Id => idIn(made.overrides, id);
  switch (change.op) {
    case 'create_schedule':
      return made.schedules.set(number, (await createSchedule(door, caller, arContentId, given(change.body))).id);
    case 'update_schedule':
      return updateSchedule(door, caller, scheduleOf(change), scheduleChangesIn(change.body, 'en'), null);
    case 'delete_schedule':
      return deleteSchedule(door, caller, scheduleOf(change), null);
    case 'rotate_now':
      return rotateNow(door, caller, scheduleOf(change));
    case 'pause_schedule':
      return pauseSchedule(door, caller, scheduleOf(change), given(change.body));
    case 'resume_schedule':
      return resumeSchedule(door, caller, scheduleOf(change), change.body.missed);
    case 'skip_slot': {
      const { slot_at } = change.body;
      return addSkip(door, caller, scheduleOf(change), slot_at === undefined ? { next: true } : { slot_at });
    }
    case 'create_override':
      return made.overrides.set(number, (await createOverride(door, caller, arContentId, given(change.body))).id);
    case 'update_override':
      return updateOverride(door, caller, overrideOf(change), overrideChangesIn(change.body), null);
    case 'delete_override':
      return deleteOverride(door, caller, overrideOf(change), null);
    case 'update_video':
      return updateVideo(door, caller, change.id, videoChangesIn(change.body, change.id), null);
    case 'activate_video':
      return activateVideo(door, caller, change.id);
    case 'delete_video':
      return deleteVideo(door, caller, change.id, { detach: change.detach === true, expected: null, fileGraceMs: 0 });
    case 'update_content':
      return updateContent(door, caller, arContentId, contentChangesIn(change.body), null);
  }
}

/** The fault of one change among others, which says which one. */
function ofChange(number: number, error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const fields = error.fields.map(({ field, ...fault }) => ({
    field: field === 'id' ? `changes.${number - 1}.id` : `changes.${number - 1}.body.${field}`,
    ...fault,
  }));
  return new AppError(error.code, `Change ${number}: ${error.message}`, { fields, cause: error });
}

/** Tries changes one after the other, each on what the one before has come to. @throws what an edit throws. */
export async function tryChanges(trying: Trying, changes: readonly Change[]): Promise<void> {
  for (const [n, change] of changes.entries()) {
    try {
      await tryChange(trying, n + 1, change);
    } catch (error) {
      throw ofChange(n + 1, error);
    }
  }
}
