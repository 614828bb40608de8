import { isDeepStrictEqual } from 'node:util';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id } from '../domain/scalars.js';
import { toRow, type Transaction } from './database.js';

/** The columns that only `src/planning` writes, through this file. */
const CONTENT_PLAN = [
  'active_video_id',
  'active_reason',
  'active_schedule_id',
  'version',
  'settled_at',
  'next_step_at',
  'next_hours_at',
] as const;
const SCHEDULE_PLAN = [
  'current_index',
  'position_pending',
  'selection_memory',
  'is_active',
  'inactive_reason',
  'paused_at',
  'paused_by',
  'pause_note',
  'resume_at',
  'resume_missed',
  'last_rotation_at',
  'last_slot_at',
  'slot_number',
  'next_rotation_at',
  'next_video_id',
  'next_is_asked_for',
  'late_count',
  'worst_lateness_ms',
] as const;

function changes<T extends object>(before: T, after: T, columns: readonly (keyof T & string)[]): Partial<T> {
  const changed = columns.filter((column) => !isDeepStrictEqual(before[column], after[column]));
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- each column comes with its own value.
  return Object.fromEntries(changed.map((column) => [column, after[column]])) as Partial<T>;
}

interface ChangedRow {
  id: Id;
  changed: object;
}

/** The rows of which the same columns change. */
function byColumns(rows: readonly ChangedRow[]): Map<string, ChangedRow[]> {
  const groups = new Map<string, ChangedRow[]>();
  for (const row of rows) {
    const columns = Object.keys(row.changed).join();
    if (columns === '') continue;
    const group = groups.get(columns) ?? [];
    group.push(row);
    groups.set(columns, group);
  }
  return groups;
}

/** A name for each statement that updates one row, so that Postgres plans it once; the columns in it are a few sets. */
const names = new Map<string, string>();

function nameOf(table: string, changed: object): string {
  const columns = [table, ...Object.keys(changed)].join();
  const name = names.get(columns) ?? `update ${names.size}`;
  names.set(columns, name);
  return name;
}

/**
 * Changes rows of a table, those with the same columns in one statement. What did not change is left as it is. A single
 * row, as of nearly every rotation, is not made a set of: Postgres takes 0.2 ms longer to plan that.
 */
async function updateRows(trx: Transaction, table: string, rows: readonly ChangedRow[]): Promise<void> {
  for (const group of byColumns(rows).values()) {
    const [first, ...others] = group;
    if (first === undefined) continue;
    if (others.length === 0) {
      const update = trx(table).where('id', first.id).update(toRow(first.changed));
      await update.options({ name: nameOf(table, first.changed) });
      continue;
    }
    const columns = Object.keys(first.changed);
    const values = group.map(({ id, changed }) => ({ id, ...toRow(changed) }));
    await trx.raw(
      `UPDATE ?? AS t SET ${columns.map(() => '?? = n.??').join(', ')}
       FROM jsonb_populate_recordset(NULL::${table}, ?::jsonb) AS n WHERE t.id = n.id`,
      [table, ...columns.flatMap((column) => [column, column]), JSON.stringify(values)],
    );
  }
}

/** A content's rows as they are, and as they are to be. */
export interface SavedPlan {
  before: ContentState;
  after: ContentState;
}

/** The schedules of a content that are still there, with what changes of each. */
function changedSchedules({ before, after }: SavedPlan): ChangedRow[] {
  const known = new Map(before.schedules.map((schedule) => [schedule.id, schedule]));
  return after.schedules.flatMap((schedule) => {
    const was = known.get(schedule.id);
    return was === undefined ? [] : [{ id: schedule.id, changed: changes(was, schedule, SCHEDULE_PLAN) }];
  });
}

/** Writes what differs between two states of each content: the pointer, the version, and each schedule's plan. */
export async function savePlans(trx: Transaction, plans: readonly SavedPlan[]): Promise<void> {
  const contents = plans.map(({ before, after }) => ({
    id: after.arContent.id,
    changed: changes(before.arContent, after.arContent, CONTENT_PLAN),
  }));
  await updateRows(trx, 'ar_content', contents);
  await updateRows(trx, 'video_rotation_schedules', plans.flatMap(changedSchedules));
}

/** The same of one content. */
export const savePlan = (trx: Transaction, before: ContentState, after: ContentState): Promise<void> =>
  savePlans(trx, [{ before, after }]);
