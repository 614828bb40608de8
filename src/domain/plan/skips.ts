import { nextSlot } from '../recurrence/next-slot.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Instant } from '../scalars.js';

/** Whether an instant is a slot of the schedule: by its rule, or as the one that was asked for. */
export const meetsSlot = (schedule: RotationSchedule, at: Instant): boolean =>
  schedule.next_rotation_at === at || nextSlot(schedule, at - 1) === at;
