import type { PauseRequest, PositionRequest, ResumeRequest } from '../../activities/operator-request.js';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

/** What a workflow shows of itself, in its search attributes and its `status` query. */
export type WorkflowStatus = 'starting' | 'running' | 'paused' | 'ended' | 'error';

/** What a run hands to the run that continues it. Only ever add fields: runs of older code may have written it. */
export interface Carried {
  /** The search attributes as last shown; they outlive a run, so the next one shows changes only. */
  shown: string;
  /** Failures in a row. */
  failures: number;
}

export interface RotationScheduleInput {
  scheduleId: number;
  carried?: Carried;
}

export interface ContentWindowsInput {
  arContentId: number;
  carried?: Carried;
}

/** The answer to the `status` query. */
export interface StatusSnapshot {
  status: WorkflowStatus;
  /** The next instant, ISO 8601; null: none is planned. */
  nextRotationAt: string | null;
  /** The plan in words. */
  details: string;
  /** Failures in a row, and what the last one said. */
  failures: number;
  lastError: string | null;
}

/** What an update of an operator answers. */
export interface OperatorResult {
  /** What happened, in words. */
  result: string;
}

/**
 * The plan of a schedule or of a content's windows changed: look at the row again. It carries nothing, so a lost, repeated
 * or reordered one does no harm. Its name on the wire is in histories, and older than the windows.
 */
export const planChangedSignal = defineSignal('scheduleChanged');

export const statusQuery = defineQuery<StatusSnapshot>('status');

/**
 * For operators: the next step is taken now, the next slot stands. Repeated with the same update id, it happens once.
 * Over REST, rotate-now is a transaction that works without Temporal.
 */
export const rotateNowUpdate = defineUpdate<OperatorResult>('rotateNow');

// What REST does, too, for operators: each with its update id as the request, done once, whichever run it reaches.

/** No slots until it is resumed, or until an instant. Sent without anything, it is a pause without end. */
export const pauseUpdate = defineUpdate<OperatorResult, [PauseRequest]>('pause');
export const resumeUpdate = defineUpdate<OperatorResult, [ResumeRequest]>('resume');
/** Has the first slot that is not skipped yet pass without a step. */
export const skipNextUpdate = defineUpdate<OperatorResult>('skipNext');
/** Has the next step show a position of the sequence. */
export const setPositionUpdate = defineUpdate<OperatorResult, [PositionRequest]>('setPosition');
