import {
  findReleaseOwner,
  insertRelease,
  lockRelease,
  requireRoomForRelease,
  saveRelease,
  withItems,
} from '../db/releases.js';
import type { Caller } from '../domain/caller.js';
import { changesOf, type Changes } from '../domain/changes.js';
import { invalidFields } from '../domain/errors.js';
import { requireReleaseState, type FoundRelease, type Release, type ReleaseItem } from '../domain/release.js';
import { requireRevision, type ExpectedRevision } from '../domain/revision.js';
import type { Id } from '../domain/scalars.js';
import {
  changeLive,
  changePlanned,
  instantFaults,
  noSooner,
  type ReleaseChange,
  type ReleaseInput,
} from './release-changes.js';
import { workflowId } from '../domain/workflow-kinds.js';
import { inOrder, itemFaults } from './release-items.js';
import { endOverrides, planOverrides } from './release-overrides.js';
import type { SetDoor } from './set-door.js';
import type { SetEdit } from './set-edit.js';

/** The release to edit. */
export interface ReleaseTarget {
  id: Id;
  /** The revision that the caller has seen; null: any. */
  expected: ExpectedRevision;
  wanted?: Changes<Partial<ReleaseInput>, FoundRelease>;
}

const contentsOf = (items: readonly ReleaseItem[]): Id[] => items.map(({ ar_content_id }) => ar_content_id);

/** @throws AppError `validation_failed` */
function refuseTooMany({ limits }: SetDoor, items: readonly ReleaseItem[]): void {
  if (items.length <= limits.itemsPerRelease) return;
  const most = `at most ${limits.itemsPerRelease} (MAX_ITEMS_PER_RELEASE)`;
  throw invalidFields([
    { field: 'items', message: `names ${items.length} AR contents, and may name ${most}`, code: 'too_large' },
  ]);
}

/**
 * Shows a video in each of many contents from one instant on.
 * @throws AppError `validation_failed` that names the items; `conflict` when there are too many; `busy`.
 */
export async function createRelease(
  door: SetDoor,
  caller: Caller,
  companyId: Id,
  { at, items, ...input }: ReleaseInput,
): Promise<FoundRelease> {
  refuseTooMany(door, items);
  return door.edit('release', caller, companyId, async (trx, open) => {
    const edit = await open(companyId, contentsOf(items));
    // After the contents: whoever adds a video locks them in this order, too.
    await requireRoomForRelease(trx, companyId, edit.now, door.limits.releasesPerCompany);
    const given = { note: null, revert_at: null, priority: 0, ...input, live_at: noSooner(at ?? null, edit) };
    const faults = [...instantFaults(given), ...(await itemFaults(trx, items, edit.arContentIds))];
    if (faults.length > 0) throw invalidFields(faults);
    const times = { created_at: edit.now, updated_at: edit.now };
    const release = await insertRelease(trx, { ...given, ...times, company_id: companyId, items: inOrder(items) });
    await planOverrides(edit, release, release.items, door.limits.overridesPerContent);
    await edit.audit('release', 'create', { before: null, after: release });
    edit.poke(workflowId('release', release.id));
    return withItems(trx, release);
  });
}

/** Opens a release with the contents that it names, or is to name, and changes it. */
async function editRelease(
  door: SetDoor,
  caller: Caller,
  { id, expected, wanted = {} }: ReleaseTarget,
  decide: (edit: SetEdit, found: FoundRelease, changes: Partial<ReleaseInput>) => Promise<ReleaseChange>,
): Promise<FoundRelease> {
  const companyId = await findReleaseOwner(door.db, id, caller);
  return door.edit('release', caller, companyId, async (trx, open) => {
    const found = await lockRelease(trx, id, caller);
    const { release: before } = found;
    requireRevision(before, expected);
    const changes = changesOf(wanted, found);
    refuseTooMany(door, changes.items ?? []);
    const edit = await open(companyId, contentsOf([...before.items, ...(changes.items ?? [])]));
    const { verb, columns, show } = await decide(edit, found, changes);
    const after = await saveRelease(trx, before, columns, edit.now);
    await show?.(after);
    await edit.audit('release', verb, { before, after });
    edit.poke(workflowId('release', id));
    return withItems(trx, after);
  });
}

/**
 * Changes the given fields of a release: of one that is live its name, its note and its end only.
 * @param target.wanted those fields, or what tells them from the release as it is.
 * @throws AppError `not_found`, `precondition_failed`, `validation_failed` that names the items; `conflict` when it is over
 *   or live; `busy`.
 */
export const updateRelease = (door: SetDoor, caller: Caller, target: ReleaseTarget): Promise<FoundRelease> =>
  editRelease(door, caller, target, (edit, found, changes) => {
    const state = requireReleaseState(found.release, edit.soonest, ['planned', 'live']);
    return state === 'planned' ? changePlanned(door, edit, found, changes) : changeLive(edit, found, changes);
  });

/**
 * Cancels a release that is still to come.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` when it is live, over or cancelled; `busy`.
 */
export const cancelRelease = (door: SetDoor, caller: Caller, target: ReleaseTarget): Promise<FoundRelease> =>
  editRelease(door, caller, target, async (edit, { release }) => {
    requireReleaseState(release, edit.soonest, ['planned']);
    const show = (after: Release): Promise<void> => planOverrides(edit, after, [], door.limits.overridesPerContent);
    return { verb: 'cancel', columns: { cancelled_at: edit.now }, show };
  });

/**
 * Has every content of a release that is live show what it would show without it.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` when it is not live yet, over or cancelled; `busy`.
 */
export const revertRelease = (door: SetDoor, caller: Caller, target: ReleaseTarget): Promise<FoundRelease> =>
  editRelease(door, caller, target, async (edit, { release }) => {
    requireReleaseState(release, edit.soonest, ['live']);
    const show = (after: Release): Promise<void> => endOverrides(edit, after);
    return { verb: 'revert', columns: { revert_at: edit.soonest }, show };
  });
