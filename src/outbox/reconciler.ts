import type { Database } from '../db/database.js';
import { enqueue, type OutboxOp } from '../db/outbox.js';
import { existingIds, WORKFLOW_ROWS } from '../db/workflow-rows.js';
import type { Id, Instant } from '../domain/scalars.js';
import { parseWorkflowId, WORKFLOW_KINDS, workflowId, type WorkflowKind } from '../domain/workflow-kinds.js';

export interface ReconcilerOptions {
  db: Database;
  now: () => Instant;
  listOpenWorkflows: () => AsyncIterable<string>;
  /** Is told of each difference as it is found. */
  onDrift?: (drift: Drift) => void;
  /** Whether what differs is mended; else it is only told. */
  mends?: boolean;
}

/** Where a row and its workflow disagree, and how. */
export interface Drift {
  workflowId: string;
  problem: 'no_workflow' | 'no_row' | 'overdue';
}

/** What was found and mended. */
export interface Reconciliation {
  openWorkflows: number;
  schedules: number;
  poked: number;
  cancelled: number;
}

const PAGE = 1_000;
/** A slot that nobody settled for this long has lost its workflow's attention. */
const OVERDUE_MS = 60_000;

interface Comparison extends ReconcilerOptions {
  onProgress: () => void;
  open: ReadonlySet<string>;
  found: Reconciliation;
}

async function collectOpen({ listOpenWorkflows }: ReconcilerOptions, onProgress: () => void): Promise<Set<string>> {
  const open = new Set<string>();
  for await (const workflowId of listOpenWorkflows()) {
    open.add(workflowId);
    if (open.size % PAGE === 0) onProgress();
  }
  return open;
}

/** Tells of what differs, and enters what mends it. */
async function mend({ db, onDrift, mends = true }: Comparison, drifts: readonly Drift[], op: OutboxOp): Promise<void> {
  for (const drift of drifts) onDrift?.(drift);
  if (mends) await enqueue(db, new Map(drifts.map(({ workflowId: id }) => [id, op])));
}

/** Goes over the rows of a kind in pages and pokes each whose workflow is missing or behind. @returns how many rows. */
async function pokeRows(comparison: Comparison, kind: WorkflowKind): Promise<number> {
  const { db, open, found } = comparison;
  const { page: readPage, wantedWithoutInstant } = WORKFLOW_ROWS[kind];
  let rows = 0;
  for (let after: Id | undefined = 0; after !== undefined;) {
    const page = await readPage(db, after, PAGE);
    const drifts: Drift[] = [];
    const overdue = comparison.now() - OVERDUE_MS;
    for (const { id, next_at } of page) {
      if (next_at === null && !wantedWithoutInstant) continue;
      const own = workflowId(kind, id);
      if (!open.has(own)) drifts.push({ workflowId: own, problem: 'no_workflow' });
      else if (next_at !== null && next_at < overdue) drifts.push({ workflowId: own, problem: 'overdue' });
    }
    await mend(comparison, drifts, 'poke');
    found.poked += drifts.length;
    rows += page.length;
    comparison.onProgress();
    after = page.length === PAGE ? page.at(-1)?.id : undefined;
  }
  return rows;
}

/** Those of the workflow ids whose row is not there. */
async function withoutRow(db: Database, workflowIds: readonly string[]): Promise<string[]> {
  const gone: string[] = [];
  for (const { kind } of WORKFLOW_KINDS) {
    const own = workflowIds.flatMap((workflowId) => {
      const subject = parseWorkflowId(workflowId);
      return subject?.kind === kind ? [{ workflowId, id: subject.id }] : [];
    });
    const ids = own.map(({ id }) => id);
    const existing = await existingIds(db, kind, ids);
    gone.push(...own.filter(({ id }) => !existing.has(id)).map(({ workflowId }) => workflowId));
  }
  return gone;
}

/** Cancels the open workflows whose row is gone. A workflow is started after its row was committed, never before. */
async function cancelOrphans(comparison: Comparison): Promise<void> {
  const { db, open, found, onProgress } = comparison;
  const workflowIds = [...open];
  for (let from = 0; from < workflowIds.length; from += PAGE) {
    const orphans = await withoutRow(db, workflowIds.slice(from, from + PAGE));
    await mend(
      comparison,
      orphans.map((workflowId) => ({ workflowId, problem: 'no_row' })),
      'cancel',
    );
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
