import { defineQuery } from '@temporalio/workflow';

export interface VideoProcessingInput {
  videoId: number;
}

/** What the workflow of a video shows of itself, and returns in the end. */
export interface ProcessingStatus {
  step: 'inspect' | 'optimise' | 'thumbnails' | 'finish' | 'ready' | 'failed' | 'gone';
  /** The video in words. */
  words: string;
  /** Why it failed; null: it did not. */
  reason: string | null;
}

export const processingStatusQuery = defineQuery<ProcessingStatus>('status');
