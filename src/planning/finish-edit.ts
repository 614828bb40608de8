import type { Transaction } from '../db/database.js';
import { insertRotations, type NewRotation } from '../db/rotations.js';
import type { Caller } from '../domain/caller.js';
import { withoutPointer } from '../domain/plan/fold-plan.js';
import { beneathAt, isSameLive, liveAt, type Live } from '../domain/plan/live.js';
import { replan, type Retiming } from '../domain/plan/replan.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Cause, Rotation } from '../domain/rotation.js';
import type { Id, Instant } from '../domain/scalars.js';
import { ledgerRow } from './ledger-rows.js';
import { settledState, type SettledState } from './settle-state.js';

/** Why an edit changes what is live. */
export interface EditCause {
  cause: Cause;
  scheduleId?: Id;
  /** Writes the ledger row even when nothing changes, with this note. */
  unchangedNote?: Rotation['note'];
  /** What the ledger names as the request, where a repetition has to be recognised. */
  requestId?: string | null;
  /** What the ledger names as the actor, where it is not the caller. */
  actor?: string;
  /** Slots of a pause that the edit made up for. */
  slots?: number;
}

/** A pointer to a video that has expired already is cleared; one that expires later is cleared by its step. */
function withoutExpiredPointer(state: ContentState, at: Instant): ContentState {
  const active = state.videos.find(({ id }) => id === state.arContent.active_video_id);
  return active !== undefined && (active.expires_at ?? Infinity) <= at ? withoutPointer(state) : state;
}

/** The edited state with its version raised and its schedules planned, before anything due now is carried out. */
function planned(edited: ContentState, at: Instant, retimings: ReadonlyMap<Id, Retiming>): ContentState {
  const { arContent } = edited;
  const settled_at = Math.max(at, arContent.settled_at);
  const raised = { ...edited, arContent: { ...arContent, version: arContent.version + 1, settled_at } };
  return replan(withoutExpiredPointer(raised, at), at, retimings);
}

const videoIdOf = (live: Live | null): Id | null => live?.video.id ?? null;

/** The ledger row of the edit itself, if it changed what is live, or why. */
function rowsOfEdit(
  before: ContentState,
  after: ContentState,
  at: Instant,
  why: EditCause,
  caller: Caller,
): NewRotation[] {
  const [from, to] = [liveAt(before, at), liveAt(after, at)];
  const {
    cause,
    scheduleId = null,
    unchangedNote,
    requestId = caller.requestId,
    actor = caller.actor,
    slots = 0,
  } = why;
  const [fromVideoId, toVideoId, beneathVideoId] = [videoIdOf(from), videoIdOf(to), videoIdOf(beneathAt(after, at))];
  const isHidden = to?.reason === 'override' && beneathVideoId !== videoIdOf(beneathAt(before, at));
  const note = fromVideoId === toVideoId ? unchangedNote && (isHidden ? 'overridden' : unchangedNote) : null;
  if (note === undefined && slots === 0 && isSameLive(from, to)) return [];
  const change = {
    cause,
    scheduleId,
    fromVideoId,
    toVideoId,
    to,
    beneathVideoId,
    dueAt: at,
    note: note ?? null,
    slots,
  };
  return [ledgerRow(change, at, { ...caller, requestId, actor }, after, before)];
}

/** Ends the edit that deleted a content: the ledger's last row tells what it showed. */
export async function finishDeletion(
  trx: Transaction,
  before: ContentState,
  at: Instant,
  caller: Caller,
): Promise<void> {
  const live = liveAt(before, at);
  if (live === null) return;
  const none = { scheduleId: null, toVideoId: null, to: null, beneathVideoId: null, note: null, slots: 0 };
  const change = { ...none, cause: 'removed' as const, fromVideoId: live.video.id, dueAt: at };
  await insertRotations(trx, [ledgerRow(change, at, caller, before)]);
}

/**
 * What an edit comes to in the end: planned anew, with a slot that was asked for now carried out, and told to the ledger.
 * @param before the settled state before the edit. @param edited what the rows say now.
 */
export function finishedEdit(
  before: ContentState,
  edited: ContentState,
  at: Instant,
  how: { retimings: ReadonlyMap<Id, Retiming>; why: EditCause; caller: Caller },
): Pick<SettledState, 'state' | 'write'> {
  const replanned = planned(edited, at, how.retimings);
  const own = rowsOfEdit(before, replanned, at, how.why, how.caller);
  const { state, write } = settledState({ rows: edited, state: replanned }, at, how.caller);
  return { state, write: { ...write, rotations: [...own, ...write.rotations] } };
}
