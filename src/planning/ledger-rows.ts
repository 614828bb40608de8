import type { NewRotation } from '../db/rotations.js';
import type { Caller } from '../domain/caller.js';
import type { Live } from '../domain/plan/live.js';
import type { Step } from '../domain/plan/fold-plan.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Cause, Rotation } from '../domain/rotation.js';
import type { Id, Instant } from '../domain/scalars.js';

/** One change of what is live, before it has its titles and its place in the ledger. */
export interface LiveChange {
  cause: Cause;
  scheduleId: Id | null;
  fromVideoId: Id | null;
  toVideoId: Id | null;
  dueAt: Instant;
  note: Rotation['note'];
  /** What is seen afterwards. */
  to: Live | null;
  beneathVideoId: Id | null;
  slots: number;
}

/**
 * The ledger row of a change.
 * @param state where the videos' titles of the time are looked up. @param before knows those that are gone from it.
 */
export function ledgerRow(
  change: LiveChange,
  appliedAt: Instant,
  caller: Caller,
  state: ContentState,
  before = state,
): NewRotation {
  const { arContent } = state;
  const videos = [...state.videos, ...before.videos];
  const titleOf = (videoId: Id | null): string | null => videos.find(({ id }) => id === videoId)?.title ?? null;
  return {
    company_id: arContent.company_id,
    ar_content_id: arContent.id,
    schedule_id: change.scheduleId,
    from_video_id: change.fromVideoId,
    from_title: titleOf(change.fromVideoId),
    to_video_id: change.toVideoId,
    to_title: titleOf(change.toVideoId),
    due_at: change.dueAt,
    applied_at: appliedAt,
    cause: change.cause,
    note: change.note,
    reason: change.to?.reason ?? null,
    override_id: change.to?.overrideId ?? null,
    live_schedule_id: change.to?.scheduleId ?? null,
    beneath_video_id: change.beneathVideoId,
    slots: change.cause === 'resume' ? change.slots : null,
    actor: caller.actor,
    workflow_run_id: caller.workflowRunId,
    request_id: caller.requestId,
  };
}

/** Whether the ledger tells of a step: of every slot, of slots that were made up for, and of what changes the answer. */
const isTold = ({ kind, isChange, slots }: Step): boolean => kind === 'schedule' || slots > 0 || isChange;

/** The ledger rows of settled steps. */
export function rotationsOf(state: ContentState, steps: readonly Step[], at: Instant, caller: Caller): NewRotation[] {
  return steps.filter(isTold).map(({ kind: cause, at: dueAt, subjectId, ...step }) => {
    const scheduleId = cause === 'schedule' || cause === 'resume' ? subjectId : null;
    return ledgerRow({ ...step, cause, scheduleId, dueAt }, at, caller, state);
  });
}
