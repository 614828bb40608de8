import type { Database } from '../db/database.js';
import { enqueue, type OutboxOp } from '../db/outbox.js';
import { existingIds, WORKFLOW_ROWS } from '../db/workflow-rows.js';
import type { Id, Instant } from '../domain/scalars.js';
import { parseWorkflowId, WORKFLOW_KINDS, workflowId, type WorkflowKind } from '../domain/workflow-kinds.js';

export interface ReconcilerOptions {
  db: Database;
  now: () => Instant;
  listOpenWorkflows: () => AsyncIterable<string>;
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

/** Goes over the rows of a kind in pages and pokes each whose workflow is missing or behind. @returns how many rows. */
async function pokeRows(comparison: Comparison, kind: WorkflowKind): Promise<number> {
  const { db, open, found } = comparison;
  const { page: readPage, wantedWithoutInstant } = WORKFLOW_ROWS[kind];
  let rows = 0;
  for (let after: Id | undefined = 0; after !== undefined;) {
    const page = await readPage(db, after, PAGE);
    const pokes = new Map<string, OutboxOp>();
    const overdue = comparison.now() - OVERDUE_MS;
    for (const { id, next_at } of page) {
      if (next_at === null && !wantedWithoutInstant) continue;
      const behind = next_at !== null && next_at < overdue;
      if (behind || !open.has(workflowId(kind, id))) pokes.set(workflowId(kind, id), 'poke');
    }
    await enqueue(db, pokes);
    found.poked += pokes.size;
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
async function cancelOrphans({ db, open, found, onProgress }: Comparison): Promise<void> {
  const workflowIds = [...open];
  for (let from = 0; from < workflowIds.length; from += PAGE) {
    const orphans = await withoutRow(db, workflowIds.slice(from, from + PAGE));
    await enqueue(db, new Map(orphans.map((workflowId) => [workflowId, 'cancel'])));
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
