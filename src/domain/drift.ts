import type { Instant } from './scalars.js';
import { WORKFLOW_KINDS } from './workflow-kinds.js';

/** How a row and its workflow may disagree. */
export const DRIFT_PROBLEMS = ['no_workflow', 'no_row', 'overdue', 'other_instant'] as const;

export type DriftProblem = (typeof DRIFT_PROBLEMS)[number];

/** Where a row and its workflow disagree, and how. */
export interface Drift {
  workflowId: string;
  problem: DriftProblem;
  /** What the row wants to be waited for; null: nothing, or there is no row. */
  rowNextAt: Instant | null;
  /** What the workflow shows that it waits for; null: nothing, or there is no workflow. */
  workflowNextAt: Instant | null;
}

/** What mends it: the workflow looks at its row, started if there is none, or ends. */
export const mendingOf = ({ problem }: Drift): 'poke' | 'cancel' => (problem === 'no_row' ? 'cancel' : 'poke');

const KINDS = WORKFLOW_KINDS.map(({ kind }) => kind).join('|');

/** Where a part of a comparison may end: at a row, among the open workflows (in the server's words), or with all. */
export const DRIFT_PLACE = new RegExp(`^(?:(?:${KINDS}):[0-9]{1,15}|open:[A-Za-z0-9_\\-]{1,2000}|done)$`, 'v');
