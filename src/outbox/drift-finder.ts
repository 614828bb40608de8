import { createLimiter } from '../concurrency/limiter.js';
import type { Database } from '../db/database.js';
import { enqueue } from '../db/outbox.js';
import { WORKFLOW_ROWS, type WorkflowRow } from '../db/workflow-rows.js';
import { mendingOf, type Drift } from '../domain/drift.js';
import type { Instant } from '../domain/scalars.js';
import { WORKFLOW_KINDS, workflowId, type WorkflowKind } from '../domain/workflow-kinds.js';
import type { OpenWorkflow, OpenWorkflows } from '../temporal/open-workflows.js';
import { driftOf, withoutRow } from './compare-workflows.js';

export interface DriftFinderOptions {
  db: Database;
  now: () => Instant;
  openWorkflows: Pick<OpenWorkflows, 'among' | 'part' | 'find'>;
  /** Rows or workflows that are looked at together. */
  partSize?: number;
}

/** What one part of a comparison found, and where it ended. */
export interface DriftPart {
  found: Drift[];
  /** Goes on behind it. */
  end: string;
}

/** Workflows that are looked at more closely at once. */
const CLOSE_LOOKS = 20;

/** Places: a row's, as `<kind>:<id>`; behind all rows, among the open workflows; and behind everything. */
const [OPEN, DONE] = ['open', 'done'];

/**
 * Compares rows and open workflows part by part, both ways, with bounded memory: first the rows of each kind with their
 * workflows, then the workflows with their rows. The list of open workflows lags by seconds, so whatever seems to differ
 * is looked at again on its own.
 */
export class DriftFinder {
  readonly #options: Required<DriftFinderOptions>;
  readonly #closely = createLimiter(CLOSE_LOOKS);

  constructor(options: DriftFinderOptions) {
    this.#options = { partSize: 100, ...options };
  }

  /**
   * The parts behind a place; all of them where none is given.
   * @throws AppError `temporal_unavailable`; `validation_failed` at `after`
   */
  async *parts(after?: string): AsyncGenerator<DriftPart> {
    if (after === DONE) return;
    const [kind, place] = after?.split(':', 2) ?? [];
    const begun = WORKFLOW_KINDS.findIndex((one) => one.kind === kind);
    if (kind !== OPEN) {
      for (const one of WORKFLOW_KINDS.slice(Math.max(0, begun))) {
        yield* this.#rowsOf(one.kind, one.kind === kind ? Number(place) : 0);
      }
    }
    yield* this.#open(kind === OPEN ? (place ?? null) : null);
  }

  /** Has what differs mended by the workers. @returns the workflows that are told. */
  async mend(drifts: readonly Drift[]): Promise<string[]> {
    await enqueue(this.#options.db, new Map(drifts.map((drift) => [drift.workflowId, mendingOf(drift)])));
    return drifts.map((drift) => drift.workflowId);
  }

  async *#rowsOf(kind: WorkflowKind, from: number): AsyncGenerator<DriftPart> {
    const { db, partSize, openWorkflows } = this.#options;
    for (let after = from; ;) {
      const rows = await WORKFLOW_ROWS[kind].page(db, after, partSize);
      const last = rows.at(-1);
      if (last === undefined) return;
      const workflows = await openWorkflows.among(rows.map(({ id }) => workflowId(kind, id)));
      const open = new Map(workflows.map((one) => [one.workflowId, one]));
      yield { found: await this.#differing(kind, rows, open), end: `${kind}:${last.id}` };
      if (rows.length < partSize) return;
      after = last.id;
    }
  }

  async #differing(
    kind: WorkflowKind,
    rows: readonly WorkflowRow[],
    open: ReadonlyMap<string, OpenWorkflow>,
  ): Promise<Drift[]> {
    const { openWorkflows, now } = this.#options;
    const suspects = rows.filter((row) => driftOf(kind, row, open.get(workflowId(kind, row.id)) ?? null, now()));
    const looks = suspects.map((row) =>
      this.#closely(async () => driftOf(kind, row, await openWorkflows.find(workflowId(kind, row.id)), now())),
    );
    return (await Promise.all(looks)).filter((drift) => drift !== null);
  }

  async *#open(from: string | null): AsyncGenerator<DriftPart> {
    const { db, partSize, openWorkflows } = this.#options;
    for (let after = from; ;) {
      const { workflows, next } = await openWorkflows.part(after, partSize);
      const suspects = await withoutRow(db, workflows);
      const looks = suspects.map((drift) =>
        this.#closely(async () => ((await openWorkflows.find(drift.workflowId)) === null ? [] : [drift])),
      );
      const found = (await Promise.all(looks)).flat();
      yield { found, end: next === null ? DONE : `${OPEN}:${next}` };
      if (next === null) return;
      after = next;
    }
  }
}
