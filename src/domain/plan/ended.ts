import type { RotationSchedule } from '../rotation-schedule.js';
import type { ContentState } from './content-state.js';

/** The schedules that had a slot to come and have none any more, though they and their content are switched on. */
export function endedSchedules(before: ContentState, after: ContentState): RotationSchedule[] {
  if (!after.arContent.video_rotation_enabled || !after.arContent.is_active) return [];
  const hadSlot = new Set(
    before.schedules.flatMap(({ id, next_rotation_at }) => (next_rotation_at === null ? [] : [id])),
  );
  return after.schedules.filter(
    ({ id, is_active, next_rotation_at }) => is_active && next_rotation_at === null && hadSlot.has(id),
  );
}
