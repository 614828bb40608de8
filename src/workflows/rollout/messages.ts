import { defineQuery } from '@temporalio/workflow';

export interface RevisionRolloutInput {
  rolloutId: number;
  /** What a run hands to the run that continues it. */
  carried?: { hasAttributes: boolean };
}

/** What the workflow of a rollout shows of itself, and returns in the end. */
export interface RolloutStatus {
  step: 'under_way' | 'done' | 'gone';
  /** How far it is, in words. */
  words: string;
}

export const rolloutStatusQuery = defineQuery<RolloutStatus>('status');
