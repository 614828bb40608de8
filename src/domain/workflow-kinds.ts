import { must } from './must.js';
import type { Id } from './scalars.js';

/**
 * Every kind of workflow that carries out the rows of a table, one workflow a row, and what its ids begin with. Where
 * the rows are, `src/db/workflow-rows.ts` says; how a workflow is started, `src/temporal/workflow-starts.ts`. Ids are
 * known to operators and to the histories of workflows that run, so a prefix never changes.
 */
export const WORKFLOW_KINDS = [
  // One rotation schedule.
  { kind: 'schedule', prefix: 'rotation-schedule-' },
  // The window edges and expiries of one AR content.
  { kind: 'windows', prefix: 'content-windows-' },
  // The processing of one uploaded video.
  { kind: 'processing', prefix: 'video-processing-' },
  // One move of videos to another storage connection.
  { kind: 'move', prefix: 'storage-move-' },
  // The deliveries to one endpoint of a company.
  { kind: 'webhook', prefix: 'webhook-' },
  // One rollout: contents are brought over to the newest revision of a daypart or calendar.
  { kind: 'rollout', prefix: 'revision-rollout-' },
  // What endpoints are told of one release.
  { kind: 'release', prefix: 'release-' },
  // One bulk: an action on many schedules.
  { kind: 'bulk', prefix: 'bulk-' },
] as const;

export type WorkflowKind = (typeof WORKFLOW_KINDS)[number]['kind'];

/** What a workflow id stands for. */
export interface WorkflowSubject {
  kind: WorkflowKind;
  /** Of the row that the workflow carries out. */
  id: Id;
}

/** The id of the one workflow of a row. */
export function workflowId(kind: WorkflowKind, id: Id): string {
  const row = WORKFLOW_KINDS.find((one) => one.kind === kind);
  return `${must(row, `workflows of kind ${kind}`).prefix}${id}`;
}

/** The subject of a workflow id; null for an id of another kind. */
export function parseWorkflowId(workflowId: string): WorkflowSubject | null {
  const [, prefix, digits] = /^(.*-)(\d+)$/.exec(workflowId) ?? [];
  const row = WORKFLOW_KINDS.find((one) => one.prefix === prefix);
  return row === undefined ? null : { kind: row.kind, id: Number(digits) };
}
