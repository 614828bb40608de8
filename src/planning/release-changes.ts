import { isDeepStrictEqual } from 'node:util';
import { AppError, invalidFields, type FieldError } from '../domain/errors.js';
import type { FoundRelease, Release, ReleaseItem } from '../domain/release.js';
import type { Instant } from '../domain/scalars.js';
import { inOrder, itemFaults, presentItems } from './release-items.js';
import { endOverrides, planOverrides } from './release-overrides.js';
import type { SetDoor } from './set-door.js';
import type { SetEdit } from './set-edit.js';

/** What a client says of a release. */
export interface ReleaseInput {
  name: string;
  items: readonly ReleaseItem[];
  note?: string | null;
  /** Null, left out, or sooner than it may be: as soon as it may be. */
  at?: Instant | null;
  revert_at?: Instant | null;
  priority?: number;
}

/** What becomes of a release. */
export interface ReleaseChange {
  /** What the audit log calls it. */
  verb: string;
  columns: Partial<Release>;
  /** Has the contents follow the release as it is then. */
  show?: (after: Release) => Promise<void>;
}

/** What decides what its contents show. */
const PLANNED_FIELDS = ['live_at', 'items', 'priority'] as const;

type Field = keyof Release;

/** Whether a release differs in one of these fields. */
const differs = (before: Release, columns: Partial<Release>, fields: readonly Field[]): boolean =>
  fields.some((field) => columns[field] !== undefined && !isDeepStrictEqual(columns[field], before[field]));

export function instantFaults({ live_at, revert_at }: Pick<Release, 'live_at' | 'revert_at'>): FieldError[] {
  if (revert_at === null || revert_at > live_at) return [];
  return [
    {
      field: 'revert_at',
      message: `must be later than at, which is ${new Date(live_at).toISOString()}`,
      code: 'out_of_order',
    },
  ];
}

/** The instant that is asked for, or the soonest that there is. */
export const noSooner = (asked: Instant | null, { soonest }: SetEdit): Instant => Math.max(asked ?? soonest, soonest);

function columnsOf({ at, items, ...rest }: Partial<ReleaseInput>, edit: SetEdit): Partial<Release> {
  const moved = at === undefined ? {} : { live_at: noSooner(at, edit) };
  return { ...rest, ...moved, ...(items && { items: inOrder(items) }) };
}

/** Changes a release that is still to come. @throws AppError `validation_failed`, `conflict` */
export async function changePlanned(
  { limits }: SetDoor,
  edit: SetEdit,
  found: FoundRelease,
  changes: Partial<ReleaseInput>,
): Promise<ReleaseChange> {
  const { release } = found;
  const columns = columnsOf(changes, edit);
  const named = changes.items !== undefined && differs(release, columns, ['items']) ? changes.items : null;
  const faults = [
    ...instantFaults({ ...release, ...columns }),
    ...(await itemFaults(edit.trx, named ?? [], edit.arContentIds)),
  ];
  if (faults.length > 0) throw invalidFields(faults);
  const change = { verb: 'update', columns };
  if (!differs(release, columns, [...PLANNED_FIELDS, 'revert_at'])) return change;
  const shown = named === null ? presentItems(found) : inOrder(named);
  return { ...change, show: (after) => planOverrides(edit, after, shown, limits.overridesPerContent) };
}

/** Changes a release that is live. @throws AppError `conflict` when that is too late for a field */
export async function changeLive(
  edit: SetEdit,
  { release }: FoundRelease,
  changes: Partial<ReleaseInput>,
): Promise<ReleaseChange> {
  const columns = columnsOf(changes, edit);
  if (differs(release, columns, PLANNED_FIELDS)) {
    const fixed = 'at, items and priority cannot be changed any more';
    throw new AppError('conflict', `Release ${release.id} is live, or will be within ten seconds: ${fixed}.`);
  }
  const { revert_at } = columns;
  if (revert_at === undefined || !differs(release, columns, ['revert_at'])) return { verb: 'update', columns };
  const end = revert_at === null ? null : noSooner(revert_at, edit);
  return { verb: 'update', columns: { ...columns, revert_at: end }, show: (after) => endOverrides(edit, after) };
}
