import { defineQuery } from '@temporalio/workflow';
import type { PartsCarried, PartsProgress } from '../part-by-part.js';

export interface BulkInput {
  bulkId: number;
  carried?: PartsCarried;
}

export type BulkProgress = PartsProgress;

export const bulkStatusQuery = defineQuery<BulkProgress>('status');
