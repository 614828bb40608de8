import type { Id } from './scalars.js';

/** What a workflow id stands for. */
export type WorkflowSubject =
  | { kind: 'schedule'; scheduleId: Id }
  | { kind: 'windows'; arContentId: Id }
  | { kind: 'processing'; videoId: Id }
  | { kind: 'move'; moveId: Id };

const SCHEDULE_PREFIX = 'rotation-schedule-';
const WINDOWS_PREFIX = 'content-windows-';
const PROCESSING_PREFIX = 'video-processing-';
const MOVE_PREFIX = 'storage-move-';

/** The id of the one workflow of a rotation schedule. */
export const scheduleWorkflowId = (scheduleId: Id): string => `${SCHEDULE_PREFIX}${scheduleId}`;

/** The id of the one workflow that carries out a content's window edges and expiries. */
export const windowsWorkflowId = (arContentId: Id): string => `${WINDOWS_PREFIX}${arContentId}`;

/** The id of the one workflow that processes an uploaded video. */
export const processingWorkflowId = (videoId: Id): string => `${PROCESSING_PREFIX}${videoId}`;

/** The id of the one workflow that moves videos to another storage connection. */
export const moveWorkflowId = (moveId: Id): string => `${MOVE_PREFIX}${moveId}`;

/** The subject of a workflow id; null for an id of another kind. */
export function parseWorkflowId(workflowId: string): WorkflowSubject | null {
  const [, prefix, digits] = /^(.*-)(\d+)$/.exec(workflowId) ?? [];
  if (prefix === SCHEDULE_PREFIX) return { kind: 'schedule', scheduleId: Number(digits) };
  if (prefix === WINDOWS_PREFIX) return { kind: 'windows', arContentId: Number(digits) };
  if (prefix === PROCESSING_PREFIX) return { kind: 'processing', videoId: Number(digits) };
  if (prefix === MOVE_PREFIX) return { kind: 'move', moveId: Number(digits) };
  return null;
}
