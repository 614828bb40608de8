import { audit } from '../db/audit.js';
import { toRow } from '../db/database.js';
import { NO_HOURS, type Restricted } from '../domain/calendar/followed.js';
import type { Caller } from '../domain/caller.js';
import { changesOf, type Changes } from '../domain/changes.js';
import { AppError, invalidFields, notFound } from '../domain/errors.js';
import { refuseBeyond } from '../domain/limits.js';
import { must } from '../domain/must.js';
import type { Override } from '../domain/override.js';
import type { ContentState } from '../domain/plan/content-state.js';
import { requireRevision, type ExpectedRevision } from '../domain/revision.js';
import type { Id, Instant } from '../domain/scalars.js';
import { committedOverride } from './committed.js';
import type { EditDoor } from './edit-door.js';
import type { Edit, Work } from './run-edit.js';
import {
  changedHours,
  companyTimeZone,
  followUses,
  hoursFaults,
  isSameHours,
  refuseShut,
  withOpening,
  type HoursInput,
} from './use-hours.js';

/** What a client says of an override. A start that is not in the future means now. */
export interface OverrideInput extends HoursInput {
  video_id: Id;
  starts_at?: Instant;
  ends_at?: Instant | null;
  priority?: number;
  holds_rotation?: boolean;
  note?: string | null;
}

/** In words, what a content may have only so many of. */
export const OVERRIDES = {
  owner: 'An AR content',
  things: 'overrides that are not over',
  variable: 'MAX_OVERRIDES_PER_CONTENT',
};

type Checked = Pick<Override, 'video_id' | 'starts_at' | 'ends_at'> & Restricted;

function refuseFaults({ video_id, starts_at, ends_at, ...hours }: Checked, state: ContentState): void {
  const faults = hoursFaults(hours);
  if (state.videos.every(({ id }) => id !== video_id)) {
    faults.push({ field: 'video_id', message: `video ${video_id} is not one of this AR content`, code: 'not_there' });
  }
  if (ends_at !== null && ends_at <= starts_at) {
    faults.push({ field: 'ends_at', message: 'must be later than starts_at, and in the future', code: 'out_of_order' });
  }
  if (faults.length > 0) throw invalidFields(faults);
}

const isSameTime = (before: Override, after: Override): boolean =>
  before.starts_at === after.starts_at && before.ends_at === after.ends_at && isSameHours(before, after);

const over = (id: Id): AppError =>
  new AppError('conflict', `Override ${id} is over, and cannot be changed any more: make another one.`);

function auditOverride({ trx, caller, state }: Edit, verb: string, before: Override | null, after: Override | null) {
  const { id } = must(after ?? before, 'an override');
  const companyId = state.arContent.company_id;
  return audit(trx, caller, { companyId, action: `override.${verb}`, subject: `override:${id}`, before, after });
}

/**
 * Shows a video in the place of whatever the content shows, from `starts_at` to `ends_at`.
 * @throws AppError `not_found` (no such content), `validation_failed`, `conflict` when there are too many.
 */
export function createOverride(
  planner: EditDoor,
  caller: Caller,
  arContentId: Id,
  { starts_at = 0, ...input }: OverrideInput,
): Promise<Override> {
  return planner.edit(arContentId, caller, async (edit) => {
    refuseBeyond(planner.limits.overridesPerContent, edit.state.overrides.length, OVERRIDES);
    const start = Math.max(starts_at, edit.at);
    const time_zone = input.time_zone ?? (await companyTimeZone(edit));
    const given = { ends_at: null, ...NO_HOURS, ...input, time_zone, starts_at: start };
    refuseFaults(given, edit.state);
    const kept = await withOpening(edit, null, given);
    refuseShut(kept, 'override', { from: start, to: kept.ends_at ?? Infinity });
    const [row] = await edit
      .trx<Override>('overrides')
      .insert(toRow({ ...given, ar_content_id: arContentId, created_at: edit.at, updated_at: edit.at }))
      .returning('*');
    const override: Override = must(row, 'the inserted row');
    await followUses(edit, null, override);
    edit.because({ cause: 'override' });
    await auditOverride(edit, 'create', null, override);
    return committedOverride(override.id);
  });
}

/** What a release shows begins and ends together. @throws AppError `conflict` that names the release */
function refuseReleased({ id, release_id }: Override): void {
  if (release_id === null) return;
  throw new AppError('conflict', `Override ${id} belongs to release ${release_id}, and is changed and ended with it.`);
}

/** Opens the content of an override for an edit. What is over is history: it is read, and not changed any more. */
function editOverride<T>(
  planner: EditDoor,
  caller: Caller,
  overrideId: Id,
  work: (edit: Edit, override: Override) => ReturnType<Work<T>>,
): Promise<T> {
  const missing = () => notFound('override', overrideId);
  return planner.editOwnerOf('overrides', overrideId, caller, missing, (edit) => {
    const override = edit.state.overrides.find(({ id }) => id === overrideId);
    if (override === undefined) throw over(overrideId);
    refuseReleased(override);
    edit.because({ cause: 'override' });
    return work(edit, override);
  });
}

/**
 * Changes the given fields of an override that is not over.
 * @param wanted those fields, or what tells them from the override as it is.
 * @param expected the revision that the caller has seen; null: any.
 * @throws AppError `not_found`, `precondition_failed`, `validation_failed`; `conflict` when it is over or a release's.
 */
export function updateOverride(
  planner: EditDoor,
  caller: Caller,
  overrideId: Id,
  wanted: Changes<Partial<OverrideInput>, Override>,
  expected: ExpectedRevision,
): Promise<Override> {
  return editOverride(planner, caller, overrideId, async (edit, before) => {
    requireRevision(before, expected);
    const { starts_at, ...changes } = changedHours(changesOf(wanted, before));
    const isMoved = starts_at !== undefined && starts_at !== before.starts_at;
    const start = isMoved ? { starts_at: Math.max(starts_at, edit.at) } : {};
    const changed = { ...before, ...changes, ...start, revision: before.revision + 1, updated_at: edit.at };
    const from = Math.max(changed.starts_at, edit.at);
    refuseFaults({ ...changed, starts_at: from }, edit.state);
    const after = await withOpening(edit, before, changed);
    if (!isSameTime(before, after)) refuseShut(after, 'override', { from, to: after.ends_at ?? Infinity });
    const { id: _id, created_at: _created, opening: _opening, revision_pending: _pending, ...columns } = after;
    await edit.trx('overrides').where('id', overrideId).update(toRow(columns));
    await followUses(edit, before, after);
    await auditOverride(edit, 'update', before, after);
    return committedOverride(overrideId);
  });
}

/**
 * Ends an override, and forgets it; what it showed stays in the history.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` when it is over or a release's.
 */
export function deleteOverride(
  planner: EditDoor,
  caller: Caller,
  overrideId: Id,
  expected: ExpectedRevision,
): Promise<{ id: Id }> {
  return editOverride(planner, caller, overrideId, async (edit, before) => {
    requireRevision(before, expected);
    await edit.trx('overrides').where('id', overrideId).del();
    await followUses(edit, before, null);
    await auditOverride(edit, 'delete', before, null);
    return () => ({ id: overrideId });
  });
}
