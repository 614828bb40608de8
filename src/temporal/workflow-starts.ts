import type { WorkflowStartOptions } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import type { Id } from '../domain/scalars.js';
import type { WorkflowKind } from '../domain/workflow-kinds.js';
import { SEARCH_ATTRIBUTES } from '../domain/search-attributes.js';
import { moveChangedSignal } from '../workflows/files/move-messages.js';
import { releaseChangedSignal } from '../workflows/release/messages.js';
import { planChangedSignal } from '../workflows/plan/messages.js';
import { webhookChangedSignal } from '../workflows/webhooks/messages.js';
import type * as workflows from '../workflows/workflows.js';

type Workflows = typeof workflows;

/** What a start says of the row alone. Summaries are what operators read before the workflow has told of itself. */
type StartOptions<Type extends keyof Workflows> = Required<
  Pick<WorkflowStartOptions<Workflows[Type]>, 'args' | 'staticSummary' | 'staticDetails'>
> &
  Pick<WorkflowStartOptions, 'typedSearchAttributes'>;

/** How the workflows of one kind are started and poked. */
interface WorkflowStart<Type extends keyof Workflows> {
  type: Type;
  /** What a poke tells a workflow that runs already; null: nothing, as it looks at its row before each step. */
  pokeSignal: SignalDefinition | null;
  /** @param id of the row */
  startOptions: (id: Id) => StartOptions<Type>;
}

type AnyWorkflowStart = { [Type in keyof Workflows]: WorkflowStart<Type> }[keyof Workflows];

/** How the workflows of each kind are started and poked. */
export const WORKFLOW_STARTS: Readonly<Record<WorkflowKind, AnyWorkflowStart>> = {
  schedule: {
    type: 'rotationScheduleWorkflow',
    pokeSignal: planChangedSignal,
    startOptions: (scheduleId) => ({
      args: [{ scheduleId }],
      typedSearchAttributes: [{ key: SEARCH_ATTRIBUTES.scheduleId, value: scheduleId }],
      staticSummary: `Rotation schedule ${scheduleId}`,
      staticDetails: `Rotates the videos of an AR content as rotation schedule ${scheduleId} says. To stop it, deactivate or delete the schedule through the API: a workflow that is terminated by hand comes back.`,
    }),
  },
  windows: {
    type: 'contentWindowsWorkflow',
    pokeSignal: planChangedSignal,
    startOptions: (arContentId) => ({
      args: [{ arContentId }],
      typedSearchAttributes: [{ key: SEARCH_ATTRIBUTES.arContentId, value: arContentId }],
      staticSummary: `Windows of AR content ${arContentId}`,
      staticDetails: `Commits the window edges and expiries of AR content ${arContentId} as they come; ends when none is left.`,
    }),
  },
  processing: {
    type: 'videoProcessingWorkflow',
    pokeSignal: null,
    startOptions: (videoId) => ({
      args: [{ videoId }],
      staticSummary: `Processing of video ${videoId}`,
      staticDetails: `Checks, measures and prepares the uploaded video ${videoId}. It ends when the video is ready, has failed or is deleted; one that is terminated by hand comes back.`,
    }),
  },
  move: {
    type: 'storageMoveWorkflow',
    // In case it is about to end as failed.
    pokeSignal: moveChangedSignal,
    startOptions: (moveId) => ({
      args: [{ moveId }],
      staticSummary: `Storage move ${moveId}`,
      staticDetails: `Copies videos to another storage connection as storage move ${moveId} says, and has them name the copies once everything is copied. To stop it, cancel the move through the API: a workflow that is terminated by hand comes back.`,
    }),
  },
  webhook: {
    type: 'webhookWorkflow',
    pokeSignal: webhookChangedSignal,
    startOptions: (webhookId) => ({
      args: [{ webhookId }],
      staticSummary: `Webhook ${webhookId}`,
      staticDetails: `Delivers the events of a company to its endpoint, webhook ${webhookId}. It ends when the webhook is deleted or given up; one that is terminated by hand comes back.`,
    }),
  },
  rollout: {
    type: 'revisionRolloutWorkflow',
    pokeSignal: null,
    startOptions: (rolloutId) => ({
      args: [{ rolloutId }],
      staticSummary: `Revision rollout ${rolloutId}`,
      staticDetails: `A daypart or calendar was changed: brings the AR contents that use it over to its newest revision, one edit each. It ends when all follow that; one that is terminated by hand comes back.`,
    }),
  },
  release: {
    type: 'releaseWorkflow',
    pokeSignal: releaseChangedSignal,
    startOptions: (releaseId) => ({
      args: [{ releaseId }],
      staticSummary: `Release ${releaseId}`,
      staticDetails: `Tells the endpoints of the company when release ${releaseId} goes live and when it is over; the AR contents switch by themselves. It ends with the release; one that is terminated by hand comes back.`,
    }),
  },
  bulk: {
    type: 'bulkWorkflow',
    pokeSignal: null,
    startOptions: (bulkId) => ({
      args: [{ bulkId }],
      staticSummary: `Bulk ${bulkId}`,
      staticDetails: `Does to many rotation schedules of a company what bulk ${bulkId} says, one edit each. To stop it, cancel the bulk through the API: a workflow that is terminated by hand comes back.`,
    }),
  },
};
