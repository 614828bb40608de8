import { defineQuery } from '@temporalio/workflow';

export interface BulkInput {
  bulkId: number;
  /** What a run hands to the run that continues it. */
  carried?: { hasAttributes: boolean };
}

/** What the workflow of a bulk shows of itself, and returns in the end. */
export interface BulkProgress {
  step: 'under_way' | 'done' | 'cancelled' | 'gone';
  /** How far it is, in words. */
  words: string;
}

export const bulkStatusQuery = defineQuery<BulkProgress>('status');
