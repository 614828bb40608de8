// The entry of the workflow bundle: every workflow that a worker runs.
export { bulkWorkflow } from './bulk/bulk.js';
export { contentWindowsWorkflow } from './plan/content-windows.js';
export { cleanUpWorkflow, reconcileWorkflow } from './periodic-workflows.js';
export { releaseWorkflow } from './release/release.js';
export { revisionRolloutWorkflow } from './rollout/revision-rollout.js';
export { rotationScheduleWorkflow } from './plan/rotation-schedule.js';
export { storageMoveWorkflow } from './files/storage-move.js';
export { videoProcessingWorkflow } from './files/video-processing.js';
export { webhookWorkflow } from './webhooks/webhook.js';
