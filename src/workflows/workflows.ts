// The entry of the workflow bundle: every workflow that a worker runs.
export { contentWindowsWorkflow } from './content-windows.js';
export { cleanUpWorkflow, reconcileWorkflow } from './periodic-work.js';
export { rotationScheduleWorkflow } from './rotation-schedule.js';
export { storageMoveWorkflow } from './storage-move.js';
export { videoProcessingWorkflow } from './video-processing.js';
