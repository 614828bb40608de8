import { setTimeout as delay } from 'node:timers/promises';
import { ApplicationFailure, type Client, type WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../../src/activities/activities.js';
import type { BulkReport } from '../../src/activities/carry-out-bulk.js';
import type { RolloutReport } from '../../src/activities/bring-contents-over.js';
import type { MoveReport } from '../../src/activities/move-videos.js';
import type { Plan, PlanReport } from '../../src/activities/plan-report.js';
import type { StepReport } from '../../src/activities/process-video.js';
import type { ReleaseReport } from '../../src/activities/tell-release.js';
import type { SendReport } from '../../src/activities/send-webhooks.js';
import { moveChangedSignal, moveStatusQuery } from '../../src/workflows/files/move-messages.js';
import { processingStatusQuery } from '../../src/workflows/files/processing-messages.js';
import { webhookChangedSignal, webhookStatusQuery } from '../../src/workflows/webhooks/messages.js';
import { releaseChangedSignal, releaseStatusQuery } from '../../src/workflows/release/messages.js';
import {
  pauseUpdate,
  planChangedSignal,
  resumeUpdate,
  rotateNowUpdate,
  setPositionUpdate,
  skipNextUpdate,
  statusQuery,
} from '../../src/workflows/plan/messages.js';
import {
  bulkWorkflow,
  cleanUpWorkflow,
  contentWindowsWorkflow,
  reconcileWorkflow,
  releaseWorkflow,
  revisionRolloutWorkflow,
  rotationScheduleWorkflow,
  storageMoveWorkflow,
  videoProcessingWorkflow,
  webhookWorkflow,
} from '../../src/workflows/workflows.js';
import { eventually } from '../support/eventually.js';
import { stubActivities } from '../support/activities.js';

/** What `carryOutPlan` answers: to the n-th call, for as long as a scenario lasts. */
type Script = (call: number) => PlanReport | Promise<PlanReport>;

/** One history to be recorded: its file's name, what the activity answers, and what happens to the workflow. */
export interface Scenario {
  name: string;
  script: Script;
  play: (stage: Stage) => Promise<void>;
}

/** Where a scenario takes place. */
export interface Stage {
  client: Client;
  taskQueue: string;
  /** Calls of `carryOutPlan` so far. */
  calls: () => number;
  /** Keeps a history under the scenario's name, or under that name and a suffix. */
  record: (handle: WorkflowHandle, suffix?: string) => Promise<void>;
}

const ID = 7;
const slot = (n: number): string => new Date(Date.UTC(2031, 4, n, 9)).toISOString();

function plan(n: number, given: Partial<Plan> = {}): Plan {
  return {
    status: 'running',
    sleepMs: 3_600_000,
    nextRotationAt: slot(n),
    details: `next: video ${n} 'Spring' at ${slot(n)}`,
    timerSummary: `next: video ${n}`,
    attributes: { arContentId: 3, companyId: 2, scheduleId: ID, rotationType: 'daily' },
    ...given,
  };
}

const paused = plan(1, { status: 'paused', sleepMs: null, nextRotationAt: null, details: 'paused' });
const ended = plan(1, { status: 'ended', sleepMs: null, nextRotationAt: null, details: 'ended' });

const startSchedule = ({ client, taskQueue }: Stage): Promise<WorkflowHandle<typeof rotationScheduleWorkflow>> =>
  client.workflow.start(rotationScheduleWorkflow, {
    taskQueue,
    workflowId: `rotation-schedule-${ID}`,
    args: [{ scheduleId: ID }],
  });

const startWindows = ({ client, taskQueue }: Stage): Promise<WorkflowHandle<typeof contentWindowsWorkflow>> =>
  client.workflow.start(contentWindowsWorkflow, {
    taskQueue,
    workflowId: `content-windows-${ID}`,
    args: [{ arContentId: ID }],
  });

async function untilCalled({ calls }: Stage, times: number): Promise<void> {
  await eventually(() => {
    if (calls() < times) throw new Error(`called ${calls()} times`);
  }, 20_000);
}

const untilStatus = (handle: WorkflowHandle, status: string): Promise<void> =>
  eventually(async () => {
    const found = (await handle.query(statusQuery)).status;
    if (found !== status) throw new Error(`status ${found}`);
  });

/** Plays the end of a workflow that goes on for ever: its history is kept as it stands. */
async function recordOpen({ record }: Stage, handle: WorkflowHandle): Promise<void> {
  await record(handle);
  await handle.terminate();
}

/** Every way that the workflows go. A history of each is kept and replayed by the tests. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'several-rotations',
    // Three are as many as the recording server takes before it suggests a new run.
    script: (call) => plan(call, { sleepMs: call < 3 ? 1_000 : 3_600_000 }),
    async play(stage) {
      const handle = await startSchedule(stage);
      await untilCalled(stage, 3);
      await untilStatus(handle, 'running');
      await recordOpen(stage, handle);
    },
  },
  {
    name: 'rotations-without-timers',
    script: (call) => plan(call, { sleepMs: call < 4 ? 0 : 3_600_000 }),
    async play(stage) {
      const handle = await startSchedule(stage);
      await untilCalled(stage, 4);
      await untilStatus(handle, 'running');
      await recordOpen(stage, handle);
    },
  },
  {
    name: 'signal-in-mid-timer',
    script: (call) => plan(call),
    async play(stage) {
      const handle = await startSchedule(stage);
      await untilStatus(handle, 'running');
      await handle.signal(planChangedSignal);
      await untilCalled(stage, 2);
      await untilStatus(handle, 'running');
      await recordOpen(stage, handle);
    },
  },
  {
    name: 'signal-during-activity',
    script: async (call) => {
      await delay(call === 1 ? 500 : 0);
      return plan(call);
    },
    async play(stage) {
      const handle = await startSchedule(stage);
      await untilCalled(stage, 1);
      await handle.signal(planChangedSignal);
      await untilCalled(stage, 2);
      await untilStatus(handle, 'running');
      await recordOpen(stage, handle);
    },
  },
  {
    name: 'pause-and-resume',
    script: (call) => (call === 2 ? paused : plan(call)),
    async play(stage) {
      const handle = await startSchedule(stage);
      for (const status of ['running', 'paused', 'running']) {
        await untilStatus(handle, status);
        await handle.signal(planChangedSignal);
      }
      await untilCalled(stage, 4);
      await untilStatus(handle, 'running');
      await recordOpen(stage, handle);
    },
  },
  {
    name: 'cancelled',
    script: (call) => plan(call),
    async play(stage) {
      const handle = await startSchedule(stage);
      await untilStatus(handle, 'running');
      await handle.cancel();
      await handle.result().catch(() => undefined);
      await stage.record(handle);
    },
  },
  {
    name: 'cancelled-during-activity',
    script: async (call) => {
      await delay(500);
      return plan(call);
    },
    async play(stage) {
      const handle = await startSchedule(stage);
      await untilCalled(stage, 1);
      await handle.cancel();
      await handle.result().catch(() => undefined);
      await stage.record(handle);
    },
  },
  {
    name: 'gone',
    script: () => ({ status: 'gone' }),
    async play(stage) {
      const handle = await startSchedule(stage);
      await handle.result();
      await stage.record(handle);
    },
  },
  {
    name: 'continued-as-new',
    script: (call) => plan(call),
    async play(stage) {
      const handle = await startSchedule(stage);
      await untilStatus(handle, 'running');
      const first = stage.client.workflow.getHandle(handle.workflowId, (await handle.describe()).runId);
      await eventually(async () => {
        await handle.signal(planChangedSignal);
        if ((await first.describe()).status.name === 'RUNNING') throw new Error('still the first run');
      }, 20_000);
      await stage.record(first);
      const second = stage.client.workflow.getHandle(handle.workflowId);
      await untilStatus(second, 'running');
      await stage.record(second, 'second-run');
      await second.terminate();
    },
  },
  {
    name: 'activity-failure',
    script: (call) => {
      if (call === 1) throw new Error('Postgres is away');
      if (call <= 3) throw ApplicationFailure.nonRetryable('The row makes no sense.', 'internal_error');
      return plan(call);
    },
    async play(stage) {
      const handle = await startSchedule(stage);
      await untilStatus(handle, 'error');
      await handle.signal(planChangedSignal);
      await untilCalled(stage, 3);
      await handle.signal(planChangedSignal);
      await untilCalled(stage, 4);
      await untilStatus(handle, 'running');
      await recordOpen(stage, handle);
    },
  },
  {
    name: 'rotate-now',
    script: (call) => plan(call),
    async play(stage) {
      const handle = await startSchedule(stage);
      await untilStatus(handle, 'running');
      await handle.executeUpdate(rotateNowUpdate, { updateId: 'first' });
      await handle.executeUpdate(rotateNowUpdate, { updateId: 'refused' }).catch(() => undefined);
      await untilCalled(stage, 2);
      await untilStatus(handle, 'running');
      await recordOpen(stage, handle);
    },
  },
  {
    name: 'operator-requests',
    script: (call) => plan(call),
    async play(stage) {
      const handle = await startSchedule(stage);
      await untilStatus(handle, 'running');
      await handle.executeUpdate(pauseUpdate, { updateId: 'pause', args: [{ note: 'Closed' }] });
      await handle.executeUpdate(resumeUpdate.name, { updateId: 'resume' });
      await handle.executeUpdate(skipNextUpdate, { updateId: 'skip' });
      await handle
        .executeUpdate(setPositionUpdate, { updateId: 'refused', args: [{ position: 9 }] })
        .catch(() => undefined);
      await untilStatus(handle, 'running');
      await recordOpen(stage, handle);
    },
  },
  {
    name: 'windows',
    script: (call) => (call < 3 ? plan(call, { sleepMs: 1_000 }) : ended),
    async play(stage) {
      const handle = await startWindows(stage);
      await handle.result();
      await stage.record(handle);
    },
  },
  {
    name: 'windows-told-at-the-end',
    script: async (call) => {
      await delay(call === 1 ? 500 : 0);
      return ended;
    },
    async play(stage) {
      const handle = await startWindows(stage);
      await untilCalled(stage, 1);
      await handle.signal(planChangedSignal);
      await handle.result();
      await stage.record(handle);
    },
  },
  {
    name: 'periodic-work',
    script: () => ended,
    async play({ client, taskQueue, record }) {
      for (const [suffix, workflow] of [
        ['reconcile', reconcileWorkflow],
        ['clean-up', cleanUpWorkflow],
      ] as const) {
        const handle = await client.workflow.start(workflow, { taskQueue, workflowId: suffix, args: [] });
        await handle.result();
        await record(handle, suffix);
      }
    },
  },
  {
    name: 'video',
    script: () => ended,
    async play({ client, taskQueue, record }) {
      for (const suffix of ['ready', 'storage-away', 'failed', 'gone', 'cancelled'] as const) {
        const handle = await client.workflow.start(videoProcessingWorkflow, {
          taskQueue,
          workflowId: `video-processing-${suffix}`,
          args: [{ videoId: VIDEOS[suffix] }],
        });
        if (suffix === 'cancelled') await cancelInMidStep(handle);
        await handle.result().catch(() => undefined);
        await record(handle, suffix);
      }
    },
  },
  {
    name: 'move',
    script: () => ended,
    async play({ client, taskQueue, record }) {
      for (const suffix of ['done', 'waits', 'failed', 'tried-again', 'gone', 'cancelled'] as const) {
        const handle = await client.workflow.start(storageMoveWorkflow, {
          taskQueue,
          workflowId: `storage-move-${suffix}`,
          args: [{ moveId: MOVES[suffix] }],
        });
        if (suffix === 'tried-again') await untilFailing(handle).then(() => handle.signal(moveChangedSignal));
        if (suffix === 'cancelled') await untilCopying(handle).then(() => handle.cancel());
        await handle.result().catch(() => undefined);
        await record(handle, suffix);
      }
    },
  },
  {
    name: 'rollout',
    script: () => ended,
    async play({ client, taskQueue, record }) {
      for (const suffix of ['done', 'waits', 'gone'] as const) {
        const handle = await client.workflow.start(revisionRolloutWorkflow, {
          taskQueue,
          workflowId: `revision-rollout-${suffix}`,
          args: [{ rolloutId: ROLLOUTS[suffix] }],
        });
        await handle.result();
        await record(handle, suffix);
      }
    },
  },
  {
    name: 'rollout-continued-as-new',
    script: () => ended,
    async play({ client, taskQueue, record }) {
      const handle = await client.workflow.start(revisionRolloutWorkflow, {
        taskQueue,
        workflowId: 'revision-rollout-long',
        args: [{ rolloutId: ROLLOUTS.long }],
      });
      const first = client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId);
      await handle.result();
      await record(first);
      await record(client.workflow.getHandle(handle.workflowId), 'second-run');
    },
  },
  {
    name: 'bulk',
    script: () => ended,
    async play({ client, taskQueue, record }) {
      for (const suffix of ['done', 'cancelled', 'gone'] as const) {
        const handle = await client.workflow.start(bulkWorkflow, {
          taskQueue,
          workflowId: `bulk-${suffix}`,
          args: [{ bulkId: BULKS[suffix] }],
        });
        await handle.result();
        await record(handle, suffix);
      }
    },
  },
  {
    name: 'bulk-continued-as-new',
    script: () => ended,
    async play({ client, taskQueue, record }) {
      const handle = await client.workflow.start(bulkWorkflow, {
        taskQueue,
        workflowId: 'bulk-long',
        args: [{ bulkId: BULKS.long }],
      });
      const first = client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId);
      await handle.result();
      await record(first);
      await record(client.workflow.getHandle(handle.workflowId), 'second-run');
    },
  },
  {
    name: 'move-continued-as-new',
    script: () => ended,
    async play({ client, taskQueue, record }) {
      const handle = await client.workflow.start(storageMoveWorkflow, {
        taskQueue,
        workflowId: 'storage-move-long',
        args: [{ moveId: MOVES.long }],
      });
      const first = client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId);
      await handle.result();
      await record(first);
      await record(client.workflow.getHandle(handle.workflowId), 'second-run');
    },
  },
  {
    name: 'webhook',
    script: () => ended,
    async play({ client, taskQueue, record }) {
      const handle = await client.workflow.start(webhookWorkflow, {
        taskQueue,
        workflowId: 'webhook-7',
        args: [{ webhookId: 7 }],
      });
      await eventually(async () => {
        const { step, words } = await handle.query(webhookStatusQuery);
        if (step !== 'waiting' || words !== 'look 3') throw new Error(`${step}: ${words}`);
      });
      await handle.signal(webhookChangedSignal);
      await handle.result();
      await record(handle);
    },
  },
  {
    name: 'release',
    script: () => ended,
    async play({ client, taskQueue, record }) {
      for (const suffix of ['over', 'cancelled', 'gone'] as const) {
        const handle = await client.workflow.start(releaseWorkflow, {
          taskQueue,
          workflowId: `release-${suffix}`,
          args: [{ releaseId: RELEASES[suffix] }],
        });
        if (suffix !== 'gone') await changeWhileItWaits(handle);
        await handle.result();
        await record(handle, suffix);
      }
    },
  },
  {
    name: 'release-continued-as-new',
    script: () => ended,
    async play({ client, taskQueue, record }) {
      const handle = await client.workflow.start(releaseWorkflow, {
        taskQueue,
        workflowId: 'release-long',
        args: [{ releaseId: RELEASES.long }],
      });
      const first = client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId);
      await handle.result();
      await record(first);
      await record(client.workflow.getHandle(handle.workflowId), 'second-run');
    },
  },
];

/** What becomes of a release, by its id. */
const RELEASES = { over: 1, cancelled: 2, gone: 3, long: 4 } as const;
const lookedAt = new Map<number, number>();

/** It waits without an end at its second look. */
const changeWhileItWaits = (handle: WorkflowHandle): Promise<void> =>
  eventually(async () => {
    const { words } = await handle.query(releaseStatusQuery);
    if (words !== 'look 2') throw new Error(words);
  }).then(() => handle.signal(releaseChangedSignal));

function stagedTelling(releaseId: number): ReleaseReport {
  const look = (lookedAt.get(releaseId) ?? 0) + 1;
  lookedAt.set(releaseId, look);
  const report = { words: `look ${look}`, companyId: 2 };
  if (releaseId === RELEASES.gone) return { status: 'gone', words: 'the release is gone', waitMs: null };
  if (releaseId === RELEASES.long && look < 10) return { ...report, status: 'live', waitMs: 200 };
  if (look === 1) return { ...report, status: 'planned', waitMs: 500 };
  if (look === 2) return { ...report, status: 'planned', waitMs: null };
  return { ...report, status: releaseId === RELEASES.cancelled ? 'cancelled' : 'over', waitMs: null };
}

/** An endpoint that is away, has something later, has nothing, and is given up. */
const looksOfWebhook: SendReport[] = [
  { status: 'active', words: 'look 1', companyId: 2, waitMs: 0, isAway: true },
  { status: 'active', words: 'look 2', companyId: 2, waitMs: 500, isAway: false },
  { status: 'active', words: 'look 3', companyId: 2, waitMs: null, isAway: false },
  { status: 'failing', words: 'given up: The endpoint answered 410.' },
];
let webhookLooks = 0;

function stagedSending(): SendReport {
  const report = looksOfWebhook[webhookLooks];
  webhookLooks += 1;
  if (report === undefined) throw new Error('There is no other look.');
  return report;
}

/** What becomes of a rollout, by its id. */
const ROLLOUTS = { done: 1, waits: 2, gone: 3, long: 4 } as const;
const rolledOut = new Map<number, number>();

/** A long one begins its run anew; the others are over after two looks. */
async function stagedRollout(rolloutId: number): Promise<RolloutReport> {
  const call = (rolledOut.get(rolloutId) ?? 0) + 1;
  rolledOut.set(rolloutId, call);
  const report = { words: `${call} of 10 AR contents follow revision 2 of daypart 3 'Nights'`, companyId: 2 };
  if (rolloutId === ROLLOUTS.gone) return { status: 'gone', words: 'the rollout is over' };
  if (rolloutId === ROLLOUTS.long && call < 10) await delay(200);
  if (call >= (rolloutId === ROLLOUTS.long ? 10 : 2)) return { ...report, status: 'done', waitMs: 0 };
  return { ...report, status: 'under_way', waitMs: rolloutId === ROLLOUTS.waits ? 1_000 : 0 };
}

/** What becomes of a bulk, by its id. */
const BULKS = { done: 1, cancelled: 2, gone: 3, long: 4 } as const;
const bulksLookedAt = new Map<number, number>();

/** A long one begins its run anew; the others are over after two looks, between which they wait for their turn. */
async function stagedBulk(bulkId: number): Promise<BulkReport> {
  const call = (bulksLookedAt.get(bulkId) ?? 0) + 1;
  bulksLookedAt.set(bulkId, call);
  if (bulkId === BULKS.gone) return { status: 'gone', words: 'the bulk is not kept any more' };
  if (bulkId === BULKS.long && call < 10) await delay(200);
  const report = { words: `pause: ${call} of 10 schedules are done, 0 refused`, companyId: 2, waitMs: 500 };
  if (call < (bulkId === BULKS.long ? 10 : 2)) return { ...report, status: 'under_way' };
  return { ...report, status: bulkId === BULKS.cancelled ? 'cancelled' : 'done' };
}

/** What becomes of a move, by its id. */
const MOVES = { done: 1, waits: 2, failed: 3, 'tried-again': 4, gone: 5, cancelled: 6, long: 7 } as const;

/** Its copies take as long as that is told. */
const untilCopying = (handle: WorkflowHandle): Promise<void> =>
  eventually(async () => {
    const { step } = await handle.query(moveStatusQuery);
    if (step !== 'copy') throw new Error(`step ${step}`);
  });

/** Until the activity that says why it failed is under way. */
const untilFailing = (handle: WorkflowHandle): Promise<void> =>
  eventually(async () => {
    const { pendingActivities = [] } = (await handle.describe()).raw;
    if (!pendingActivities?.some(({ activityType }) => activityType?.name === 'failMove')) throw new Error('not yet');
  });

const copying = (given: { status?: 'copy' | 'switch'; waitMs?: number } = {}): MoveReport => ({
  status: 'switch',
  words: '1 of 2 files are copied to storage connection 2',
  waitMs: 0,
  companyId: 2,
  arContentId: 3,
  ...given,
});
const copies = new Map<number, number>();

async function stagedCopy(moveId: number): Promise<MoveReport> {
  const call = (copies.get(moveId) ?? 0) + 1;
  copies.set(moveId, call);
  if (moveId === MOVES.gone) return { status: 'gone', words: 'the move was cancelled, or is over' };
  if (moveId === MOVES.cancelled) await delay(2_000);
  if (moveId === MOVES.failed || (moveId === MOVES['tried-again'] && call === 1))
    throw ApplicationFailure.nonRetryable('The file is not there.', 'not_found');
  if (moveId === MOVES.waits && call === 1) return copying({ status: 'copy', waitMs: 1_000 });
  if (moveId === MOVES.long && call < 10) {
    await delay(200);
    return copying({ status: 'copy' });
  }
  return copying();
}

/** What becomes of a video, by its id. */
const VIDEOS = { ready: 1, 'storage-away': 2, failed: 3, gone: 4, cancelled: 5 } as const;

async function cancelInMidStep(handle: WorkflowHandle): Promise<void> {
  await eventually(async () => {
    const { step } = await handle.query(processingStatusQuery);
    if (step !== 'optimise') throw new Error(`step ${step}`);
  });
  await handle.cancel();
}

const taken: StepReport = { status: 'processing', arContentId: 3, companyId: 2, words: "video 1 'Spring'" };
let optimisations = 0;

async function stagedOptimisation(videoId: number): Promise<StepReport> {
  optimisations += 1;
  if (videoId === VIDEOS.cancelled) await delay(2_000);
  if (videoId === VIDEOS.gone) return { status: 'gone' };
  if (videoId === VIDEOS.failed) throw ApplicationFailure.nonRetryable('It is cut off.', 'validation_failed');
  if (videoId === VIDEOS['storage-away'] && optimisations < 4) throw new Error('The storage is away.');
  return taken;
}

/** The activities of the stage: `carryOutPlan` answers by the script of the scenario that is on. */
export function stagedActivities(current: () => { script: Script; calls: number }): Activities {
  return stubActivities({
    carryOutPlan: async () => {
      const scene = current();
      scene.calls += 1;
      return scene.script(scene.calls);
    },
    rotateNow: ({ requestId }) => {
      if (requestId === 'update:first') return Promise.resolve({ result: 'schedule 7 shows video 2' });
      throw ApplicationFailure.nonRetryable('No video can be shown now.', 'no_candidate_video');
    },
    operate: ({ request }) => {
      if (request.kind !== 'setPosition') return Promise.resolve({ result: `schedule 7: ${request.kind}` });
      throw ApplicationFailure.nonRetryable('Not valid: current_index.', 'validation_failed');
    },
    reconcile: () => Promise.resolve({ openWorkflows: 1, schedules: 1, poked: 0, cancelled: 0 }),
    cleanUp: () =>
      Promise.resolve({
        ledgerRows: 0,
        auditRows: 0,
        idempotencyKeys: 0,
        bulkRows: 0,
        overrideRows: 0,
        filesDeleted: 0,
        filesFailed: 0,
        uploadsExpired: 0,
        revisionsRemoved: 0,
        videosAbandoned: 0,
        webhookEvents: 0,
        signIns: 0,
        orphanFiles: 0,
        orphanVideos: 0,
      }),
    sendDeliveries: () => Promise.resolve(stagedSending()),
    inspectVideo: () => Promise.resolve(taken),
    optimiseVideo: ({ videoId }) => stagedOptimisation(videoId),
    makeThumbnails: () => Promise.resolve(taken),
    finishVideo: () => Promise.resolve(taken),
    failVideo: () => Promise.resolve(),
    bringContentsOver: ({ rolloutId }) => stagedRollout(rolloutId),
    tellRelease: ({ releaseId }) => Promise.resolve(stagedTelling(releaseId)),
    carryOutBulk: ({ bulkId }) => stagedBulk(bulkId),
    copyMoveFiles: ({ moveId }) => stagedCopy(moveId),
    switchMoveLinks: () => Promise.resolve({ status: 'done', words: '2 files lie in storage connection 2' }),
    failMove: ({ moveId }) => delay(moveId === MOVES['tried-again'] ? 1_500 : 0),
  });
}
