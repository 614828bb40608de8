import { isDeepStrictEqual } from 'node:util';
import type { ArContent } from '../domain/ar-content.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import { toRow, type Transaction } from './database.js';

/** The columns that only `src/planning` writes, through this file. */
const CONTENT_PLAN = [
  'active_video_id',
  'active_reason',
  'active_schedule_id',
  'version',
  'settled_at',
  'next_step_at',
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
] as const;

function changes<T extends object>(before: T, after: T, columns: readonly (keyof T & string)[]): Partial<T> {
  const changed = columns.filter((column) => !isDeepStrictEqual(before[column], after[column]));
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- each column comes with its own value.
  return Object.fromEntries(changed.map((column) => [column, after[column]])) as Partial<T>;
}

async function saveContent(trx: Transaction, before: ArContent, after: ArContent): Promise<void> {
  const changed = changes(before, after, CONTENT_PLAN);
  if (Object.keys(changed).length > 0) await trx('ar_content').where('id', after.id).update(toRow(changed));
}

async function saveSchedule(trx: Transaction, before: RotationSchedule, after: RotationSchedule): Promise<void> {
  const changed = changes(before, after, SCHEDULE_PLAN);
  if (Object.keys(changed).length === 0) return;
  await trx('video_rotation_schedules').where('id', after.id).update(toRow(changed));
}

/** Writes what differs between two states of one content: the pointer, the version, and each schedule's plan. */
export async function savePlan(trx: Transaction, before: ContentState, after: ContentState): Promise<void> {
  await saveContent(trx, before.arContent, after.arContent);
  for (const schedule of after.schedules) {
    const was = before.schedules.find(({ id }) => id === schedule.id);
    if (was !== undefined) await saveSchedule(trx, was, schedule);
  }
}
