import type { Database } from '../db/database.js';
import { existingIds, WORKFLOW_ROWS, type WorkflowRow } from '../db/workflow-rows.js';
import type { Drift, DriftProblem } from '../domain/drift.js';
import type { Instant } from '../domain/scalars.js';
import { parseWorkflowId, WORKFLOW_KINDS, workflowId, type WorkflowKind } from '../domain/workflow-kinds.js';
import type { OpenWorkflow } from '../temporal/open-workflows.js';

/** A slot that nobody settled for this long has lost its workflow's attention. */
const OVERDUE_MS = 60_000;
/** A row that changed less long ago may be on its way to its workflow. */
const TOLD_WITHIN_MS = 60_000;
/** What the visibility stores of servers may round off. */
const SAME_MS = 1;

/** Whether the workflow waits for another instant than its row says; kinds that show none are not compared. */
function waitsForAnother({ next_at, changed_at }: WorkflowRow, open: OpenWorkflow, now: Instant): boolean {
  if (changed_at === undefined || changed_at > now - TOLD_WITHIN_MS) return false;
  if (next_at === null || open.nextAt === null) return next_at !== open.nextAt;
  return Math.abs(next_at - open.nextAt) > SAME_MS;
}

function problemOf(kind: WorkflowKind, row: WorkflowRow, open: OpenWorkflow | null, now: Instant): DriftProblem | null {
  if (row.next_at === null && !WORKFLOW_ROWS[kind].wantedWithoutInstant) return null;
  if (open === null) return 'no_workflow';
  if (row.next_at !== null && row.next_at < now - OVERDUE_MS) return 'overdue';
  return waitsForAnother(row, open, now) ? 'other_instant' : null;
}

/**
 * Where a row and its workflow disagree; null: nowhere.
 * @param open the row's workflow; null: none is open.
 */
export function driftOf(kind: WorkflowKind, row: WorkflowRow, open: OpenWorkflow | null, now: Instant): Drift | null {
  const problem = problemOf(kind, row, open, now);
  if (problem === null) return null;
  const workflowNextAt = open?.nextAt ?? null;
  return { workflowId: workflowId(kind, row.id), problem, rowNextAt: row.next_at, workflowNextAt };
}

/** Those of the open workflows whose row is not there, by kind. */
export async function withoutRow(db: Database, open: readonly OpenWorkflow[]): Promise<Drift[]> {
  const gone: Drift[] = [];
  for (const { kind } of WORKFLOW_KINDS) {
    const own = open.flatMap((workflow) => {
      const subject = parseWorkflowId(workflow.workflowId);
      return subject?.kind === kind ? [{ workflow, id: subject.id }] : [];
    });
    const existing = await existingIds(
      db,
      kind,
      own.map(({ id }) => id),
    );
    const orphans = own.filter(({ id }) => !existing.has(id));
    gone.push(...orphans.map(({ workflow: { workflowId, nextAt } }) => orphan(workflowId, nextAt)));
  }
  return gone;
}

const orphan = (workflowId: string, workflowNextAt: Instant | null): Drift => ({
  workflowId,
  problem: 'no_row',
  rowNextAt: null,
  workflowNextAt,
});
