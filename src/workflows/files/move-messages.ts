import { defineQuery, defineSignal } from '@temporalio/workflow';

export interface StorageMoveInput {
  moveId: number;
  /** What a run hands to the run that continues it. */
  carried?: { hasAttributes: boolean };
}

/** What the workflow of a move shows of itself, and returns in the end. */
export interface MoveStatus {
  step: 'copy' | 'switch' | 'done' | 'failed' | 'gone';
  /** How far it is, in words. */
  words: string;
  /** Why it failed; null: it did not. */
  reason: string | null;
}

/** A failed move is tried again. It carries nothing: the row says so, too. */
export const moveChangedSignal = defineSignal('moveChanged');

export const moveStatusQuery = defineQuery<MoveStatus>('status');
