import { notifyContentChanged } from '../db/content-changes.js';
import { loadContentState } from '../db/content-state.js';
import type { Transaction } from '../db/database.js';
import { requireLevel } from '../db/fold-level.js';
import { enqueue, type OutboxOp } from '../db/outbox.js';
import { savePlan } from '../db/save-plan.js';
import type { Caller } from '../domain/caller.js';
import { withoutPast, type ContentState } from '../domain/plan/content-state.js';
import { levelOf } from '../domain/plan/level.js';
import type { Retiming } from '../domain/plan/replan.js';
import type { Id, Instant } from '../domain/scalars.js';
import { finishDeletion, finishedEdit, type EditCause } from './finish-edit.js';
import { writePlans } from './settle-state.js';
import { workflowMessages } from './workflow-messages.js';

/**
 * What an edit works with: its transaction, its one instant, and the content as settled up to that instant, without what
 * is over by then.
 */
export interface Edit {
  trx: Transaction;
  at: Instant;
  state: ContentState;
  caller: Caller;
  /** Says that a schedule's instant is to be computed anew, or which one is asked for. */
  retime(scheduleId: Id, retiming: Retiming): void;
  /** Writes a changed pointer or position; the plan follows from it when the edit ends. `from`: what the rows say. */
  save(after: ContentState, from?: ContentState): Promise<void>;
  /** What the ledger names as the cause, should what is live change; `manual` unless said. */
  because(why: EditCause): void;
}

/** The content as an edit finds it: settled up to the edit's instant. */
export type StateAt = Pick<Edit, 'state' | 'at'>;

/** Changes rows, and tells how to read the result off the state as it will be committed (null: deleted). */
export type Work<T> = (edit: Edit) => Promise<(after: ContentState | null) => T>;

/** What an edit has come to, once it is committed. */
export interface EditResult<T> {
  result: T;
  /** Whether the content itself is gone. */
  isDeleted: boolean;
  messages: ReadonlyMap<string, OutboxOp>;
}

/** Lets `work` change the rows, then plans anew from what they now say. */
export async function runEdit<T>(
  trx: Transaction,
  { state, at }: StateAt,
  caller: Caller,
  work: Work<T>,
): Promise<EditResult<T>> {
  const before = withoutPast(state, at);
  const retimings = new Map<Id, Retiming>();
  let why: EditCause = { cause: 'manual' };
  const read = await work({
    trx,
    at,
    state: before,
    caller,
    retime: (scheduleId, retiming) => void retimings.set(scheduleId, retiming),
    save: (after, from = before) => savePlan(trx, from, after),
    because: (said) => {
      why = said;
    },
  });
  const edited = await loadContentState(trx, before.arContent.id);
  const finished = edited && finishedEdit(before, edited, at, { retimings, why, caller });
  const after = finished?.state ?? null;
  if (finished === null) await finishDeletion(trx, before, at, caller);
  else {
    await writePlans(trx, [finished.write]);
    await requireLevel(trx, levelOf(finished.state));
  }
  const messages = workflowMessages(before, after, at);
  await enqueue(trx, messages);
  await notifyContentChanged(trx, before.arContent.id);
  return { result: read(after), isDeleted: after === null, messages };
}
