import type { AdminRows } from '../db/admin-rows.js';
import { beginRollout, type Revised } from '../db/rollouts.js';
import type { WithRollout } from '../domain/calendar/calendar.js';
import { workflowId } from '../domain/workflow-kinds.js';
import type { AdminEdit } from './admin-edit.js';

/**
 * Has a workflow bring the contents that follow a daypart or calendar over to the revision that was just made.
 * @param after the row with its new revision. @returns the row, and how far that is; null: nothing follows it.
 */
export async function rollOut<N extends Revised>(
  { trx, send }: Pick<AdminEdit<N>, 'trx' | 'send'>,
  noun: N,
  after: AdminRows[N],
): Promise<WithRollout<AdminRows[N]>> {
  const rollout = await beginRollout(trx, noun, after);
  if (rollout !== null) send(workflowId('rollout', rollout.id), 'poke');
  return { ...after, rollout };
}
