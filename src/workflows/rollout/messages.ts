import { defineQuery } from '@temporalio/workflow';
import type { PartsCarried, PartsProgress } from '../part-by-part.js';

export interface RevisionRolloutInput {
  rolloutId: number;
  carried?: PartsCarried;
}

export type RolloutStatus = PartsProgress;

export const rolloutStatusQuery = defineQuery<RolloutStatus>('status');
