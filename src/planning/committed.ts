import { must } from '../domain/must.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Override } from '../domain/override.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import type { Id } from '../domain/scalars.js';

// What an edit answers with is read off the state as committed, which steps may have moved on since its own change.

/** The state of a content that is still there. */
export const committedState = (after: ContentState | null): ContentState => must(after, 'the content of an edit');

/** One schedule of the content. */
export const committedSchedule =
  (scheduleId: Id) =>
  (after: ContentState | null): RotationSchedule =>
    must(
      after?.schedules.find(({ id }) => id === scheduleId),
      `schedule ${scheduleId} in its content's state`,
    );

/** One override of the content. */
export const committedOverride =
  (overrideId: Id) =>
  (after: ContentState | null): Override =>
    must(
      after?.overrides.find(({ id }) => id === overrideId),
      `override ${overrideId} in its content's state`,
    );
