import { defineQuery, defineSignal } from '@temporalio/workflow';

export interface ReleaseWorkflowInput {
  releaseId: number;
  /** What a run hands to the run that continues it. */
  carried?: { hasAttributes: boolean };
}

/** What the workflow of a release shows of itself, and returns in the end. */
export interface ReleaseStatus {
  step: 'planned' | 'live' | 'over' | 'cancelled' | 'gone';
  /** In words. */
  words: string;
}

/** The release was changed. It carries nothing: the row says how. */
export const releaseChangedSignal = defineSignal('releaseChanged');

export const releaseStatusQuery = defineQuery<ReleaseStatus>('status');
