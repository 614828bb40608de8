import { activityInfo, heartbeat } from '@temporalio/activity';
import { serviceCaller, type Caller } from '../domain/caller.js';
import type { Id } from '../domain/scalars.js';
import type { Planner } from '../planning/planner.js';
import { rotateNow } from '../planning/rotate-now.js';
import { withFailures } from './application-failure.js';
import { carryOutPlanOrNote, type CarryOutPlanOptions } from './carry-out-plan.js';
import { carryOutBulk, type BulkOptions, type BulkReport } from './carry-out-bulk.js';
import { cleanUp, type CleanUpOptions, type CleanUpReport } from './clean-up.js';
import type { FileSubject, FileTurns } from './file-turns.js';
import type { MoveReport, VideoMoving } from './move-videos.js';
import { operate } from './operate.js';
import type { OperatorTask } from './operator-request.js';
import { bringContentsOver, type RolloutOptions, type RolloutReport } from './bring-contents-over.js';
import type { PlanReport, PlanTask } from './plan-report.js';
import { tellRelease, type ReleaseReport } from './tell-release.js';
import type { StepFailure, VideoProcessing } from './process-video.js';
import type { SendReport, WebhookSending } from './send-webhooks.js';

/** What a run of the reconciler found and mended. */
export interface ReconcileReport {
  openWorkflows: number;
  schedules: number;
  poked: number;
  cancelled: number;
}

export interface ActivityOptions
  extends CarryOutPlanOptions, Pick<RolloutOptions, 'db'>, Pick<BulkOptions, 'takeBulkTurn'> {
  planner: Planner;
  /** Compares the open workflows with the rows; calls `onProgress` every now and then. */
  reconcile: (onProgress: () => void) => Promise<ReconcileReport>;
  cleanUp: CleanUpOptions;
  /** Has the work on files of one company leave room for that of others. */
  fileTurns: FileTurns;
  videoProcessing: VideoProcessing;
  videoMoving: VideoMoving;
  webhookSending: WebhookSending;
}

/** Whose processing, or which of its steps. */
export interface VideoSubject {
  videoId: Id;
}

/** Which move. */
export interface MoveSubject {
  moveId: Id;
}

/** Which rollout. */
export interface RolloutSubject {
  rolloutId: Id;
}

/** Which release. */
export interface ReleaseSubject {
  releaseId: Id;
}

/** Which bulk. */
export interface BulkSubject {
  bulkId: Id;
}

/** Well below the heartbeat timeout, after which a killed worker's work is taken over. */
const BEAT_MS = 3_000;

/** Says all the time that this worker lives; how long the work itself may take is bounded where it is done. */
async function beating<T>(work: () => Promise<T>): Promise<T> {
  const beat = setInterval(heartbeat, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** What the workflow run does is done in its name. */
const callingWorkflow = (): Caller => serviceCaller('workflow', activityInfo().workflowExecution?.runId ?? null);

/**
 * The activities, as the worker runs them. Each may be run again, or twice at once, and does its work once.
 */
export function createActivities(options: ActivityOptions) {
  const { videoProcessing: processing, videoMoving: moving, fileTurns } = options;
  const inTurn = <T>(subject: FileSubject, work: () => Promise<T>): Promise<T> =>
    beating(() => fileTurns(subject, work));
  return {
    carryOutPlan: withFailures((task: PlanTask): Promise<PlanReport> => {
      const caller = callingWorkflow();
      return beating(() => carryOutPlanOrNote(options, task, caller));
    }),

    rotateNow: withFailures(async ({ scheduleId, requestId }: { scheduleId: Id; requestId: string }) => {
      const schedule = await rotateNow(options.planner, { ...callingWorkflow(), requestId }, scheduleId);
      const videoId = schedule.video_sequence[schedule.current_index] ?? null;
      return { result: `schedule ${scheduleId} shows video ${videoId}` };
    }),

    operate: withFailures((task: OperatorTask) => operate(options.planner, task, callingWorkflow())),

    reconcile: withFailures((): Promise<ReconcileReport> => options.reconcile(heartbeat)),

    cleanUp: withFailures((): Promise<CleanUpReport> => cleanUp(options.cleanUp, heartbeat)),

    inspectVideo: withFailures((video: VideoSubject) => inTurn(video, () => processing.inspect(video.videoId))),

    optimiseVideo: withFailures((video: VideoSubject) => inTurn(video, () => processing.optimise(video.videoId))),

    makeThumbnails: withFailures((video: VideoSubject) => inTurn(video, () => processing.thumbnails(video.videoId))),

    finishVideo: withFailures(({ videoId }: VideoSubject) => processing.finish(videoId, callingWorkflow())),

    failVideo: withFailures(({ videoId, ...failure }: VideoSubject & StepFailure) =>
      processing.fail(videoId, failure, callingWorkflow()),
    ),

    copyMoveFiles: withFailures((move: MoveSubject): Promise<MoveReport> =>
      inTurn(move, () => moving.copy(move.moveId)),
    ),

    switchMoveLinks: withFailures((move: MoveSubject): Promise<MoveReport> => {
      const caller = callingWorkflow();
      return inTurn(move, () => moving.switch(move.moveId, caller));
    }),

    sendDeliveries: withFailures(({ webhookId }: { webhookId: Id }): Promise<SendReport> =>
      beating(() => options.webhookSending(webhookId)),
    ),

    bringContentsOver: withFailures(({ rolloutId }: RolloutSubject): Promise<RolloutReport> => {
      const caller = callingWorkflow();
      return beating(() => bringContentsOver(options, rolloutId, caller));
    }),

    tellRelease: withFailures(({ releaseId }: ReleaseSubject): Promise<ReleaseReport> =>
      tellRelease(options, releaseId),
    ),

    carryOutBulk: withFailures(({ bulkId }: BulkSubject): Promise<BulkReport> =>
      beating(() => carryOutBulk(options, bulkId)),
    ),

    failMove: withFailures(({ moveId, ...failure }: MoveSubject & StepFailure) => moving.fail(moveId, failure)),
  };
}

export type Activities = ReturnType<typeof createActivities>;
