import type { Database } from '../db/database.js';
import { enqueue, type OutboxOp } from '../db/outbox.js';
import {
  existingIds,
  pageOfContentEdges,
  pageOfMoves,
  pageOfProcessing,
  pageOfSchedules,
  type WorkflowRow,
} from '../db/workflow-rows.js';
import type { Id, Instant } from '../domain/scalars.js';
import {
  moveWorkflowId,
  parseWorkflowId,
  processingWorkflowId,
  scheduleWorkflowId,
  windowsWorkflowId,
  type WorkflowSubject,
} from '../domain/workflow-ids.js';

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

/** Goes over the rows in pages and pokes each whose workflow is missing or behind. */
async function pokeRows(
  comparison: Comparison,
  readPage: (db: Database, after: Id, limit: number) => Promise<WorkflowRow[]>,
  workflowIdOf: (row: WorkflowRow) => string | null,
): Promise<number> {
  const { db, open, found } = comparison;
  let rows = 0;
  for (let after: Id | undefined = 0; after !== undefined;) {
    const page: WorkflowRow[] = await readPage(db, after, PAGE);
    const pokes = new Map<string, OutboxOp>();
    const overdue = comparison.now() - OVERDUE_MS;
    for (const row of page) {
      const workflowId = workflowIdOf(row);
      const behind = row.next_at !== null && row.next_at < overdue;
      if (workflowId !== null && (behind || !open.has(workflowId))) pokes.set(workflowId, 'poke');
    }
    await enqueue(db, pokes);
    found.poked += pokes.size;
    rows += page.length;
    comparison.onProgress();
    after = page.length === PAGE ? page.at(-1)?.id : undefined;
  }
  return rows;
}

/** Whose row a workflow has. */
const TABLES = {
  schedule: 'video_rotation_schedules',
  windows: 'ar_content',
  processing: 'videos',
  move: 'storage_moves',
} as const;

function idOf(subject: WorkflowSubject): Id {
  if (subject.kind === 'schedule') return subject.scheduleId;
  if (subject.kind === 'windows') return subject.arContentId;
  return subject.kind === 'processing' ? subject.videoId : subject.moveId;
}

/** The workflow ids of a chunk whose row is not there. */
async function withoutRow(db: Database, workflowIds: readonly string[]): Promise<string[]> {
  const subjects = workflowIds.flatMap((workflowId) => {
    const subject = parseWorkflowId(workflowId);
    return subject === null ? [] : [{ workflowId, subject }];
  });
  const existing = async (kind: WorkflowSubject['kind']): Promise<Set<Id>> => {
    const ids = subjects.flatMap(({ subject }) => (subject.kind === kind ? [idOf(subject)] : []));
    return existingIds(db, TABLES[kind], ids);
  };
  const rows = {
    schedule: await existing('schedule'),
    windows: await existing('windows'),
    processing: await existing('processing'),
    move: await existing('move'),
  };
  return subjects.filter(({ subject }) => !rows[subject.kind].has(idOf(subject))).map(({ workflowId }) => workflowId);
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
 * Compares the open workflows with the rows, both ways, and enters what is missing in the outbox. Every schedule has its
 * workflow, active or not, so that operators see it; a content has one while a window edge or an expiry is to come, a
 * video while it is processed, a move while it goes on. The list of open workflows lags by seconds, which does no harm:
 * a poke too many is just another look.
 */
export async function reconcile(options: ReconcilerOptions, onProgress: () => void): Promise<Reconciliation> {
  const open = await collectOpen(options, onProgress);
  const found: Reconciliation = { openWorkflows: open.size, schedules: 0, poked: 0, cancelled: 0 };
  const comparison = { ...options, onProgress, open, found };
  found.schedules = await pokeRows(comparison, pageOfSchedules, ({ id }) => scheduleWorkflowId(id));
  await pokeRows(comparison, pageOfContentEdges, ({ id, next_at }) =>
    next_at === null ? null : windowsWorkflowId(id),
  );
  await pokeRows(comparison, pageOfProcessing, ({ id }) => processingWorkflowId(id));
  await pokeRows(comparison, pageOfMoves, ({ id }) => moveWorkflowId(id));
  await cancelOrphans(comparison);
  return found;
}
