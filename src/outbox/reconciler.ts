import type { Database } from '../db/database.js';
import { enqueue, type OutboxOp } from '../db/outbox.js';
import { WORKFLOW_ROWS } from '../db/workflow-rows.js';
import type { Drift } from '../domain/drift.js';
import type { Id, Instant } from '../domain/scalars.js';
import { WORKFLOW_KINDS, workflowId, type WorkflowKind } from '../domain/workflow-kinds.js';
import type { OpenWorkflow } from '../temporal/open-workflows.js';
import { driftOf, withoutRow } from './compare-workflows.js';

export interface ReconcilerOptions {
  db: Database;
  now: () => Instant;
  listOpenWorkflows: () => AsyncIterable<OpenWorkflow>;
}

/** What was found and mended. */
export interface Reconciliation {
  openWorkflows: number;
  schedules: number;
  poked: number;
  cancelled: number;
}

const PAGE = 1_000;

interface Comparison extends ReconcilerOptions {
  onProgress: () => void;
  open: ReadonlyMap<string, OpenWorkflow>;
  found: Reconciliation;
}

async function collectOpen(
  { listOpenWorkflows }: ReconcilerOptions,
  onProgress: () => void,
): Promise<Map<string, OpenWorkflow>> {
  const open = new Map<string, OpenWorkflow>();
  for await (const workflow of listOpenWorkflows()) {
    open.set(workflow.workflowId, workflow);
    if (open.size % PAGE === 0) onProgress();
  }
  return open;
}

/** Enters what mends the differences. */
const mend = ({ db }: Comparison, drifts: readonly Drift[], op: OutboxOp): Promise<void> =>
  enqueue(db, new Map(drifts.map(({ workflowId: id }) => [id, op])));

/** Goes over the rows of a kind in pages and pokes each whose workflow is missing or behind. @returns how many rows. */
async function pokeRows(comparison: Comparison, kind: WorkflowKind): Promise<number> {
  const { db, open, found } = comparison;
  let rows = 0;
  for (let after: Id | undefined = 0; after !== undefined;) {
    const page = await WORKFLOW_ROWS[kind].page(db, after, PAGE);
    const now = comparison.now();
    const drifts = page.flatMap((row) => driftOf(kind, row, open.get(workflowId(kind, row.id)) ?? null, now) ?? []);
    await mend(comparison, drifts, 'poke');
    found.poked += drifts.length;
    rows += page.length;
    comparison.onProgress();
    after = page.length === PAGE ? page.at(-1)?.id : undefined;
  }
  return rows;
}

/** Cancels the open workflows whose row is gone. A workflow is started after its row was committed, never before. */
async function cancelOrphans(comparison: Comparison): Promise<void> {
  const { db, open, found, onProgress } = comparison;
  const workflows = [...open.values()];
  for (let from = 0; from < workflows.length; from += PAGE) {
    const orphans = await withoutRow(db, workflows.slice(from, from + PAGE));
    await mend(comparison, orphans, 'cancel');
    found.cancelled += orphans.length;
    onProgress();
  }
}

/**
 * Compares the open workflows with the rows, both ways, and enters what is missing in the outbox; which rows want a
 * workflow, `WORKFLOW_ROWS` says. The list of open workflows lags by seconds, which does no harm: a poke too many is just
 * another look.
 */
export async function reconcile(options: ReconcilerOptions, onProgress: () => void): Promise<Reconciliation> {
  const open = await collectOpen(options, onProgress);
  const found: Reconciliation = { openWorkflows: open.size, schedules: 0, poked: 0, cancelled: 0 };
  const comparison = { ...options, onProgress, open, found };
  for (const { kind } of WORKFLOW_KINDS) {
    const rows = await pokeRows(comparison, kind);
    if (kind === 'schedule') found.schedules = rows;
  }
  await cancelOrphans(comparison);
  return found;
}
