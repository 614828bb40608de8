// The entry of the workflow bundle: every workflow that a worker runs.
export { cleanUpWorkflow } from './clean-up.js';
export { contentWindowsWorkflow } from './content-windows.js';
export { reconcileWorkflow } from './reconcile.js';
export { rotationScheduleWorkflow } from './rotation-schedule.js';
export { storageMoveWorkflow } from './storage-move.js';
export { videoProcessingWorkflow } from './video-processing.js';
