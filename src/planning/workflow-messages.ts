import { isDeepStrictEqual } from 'node:util';
import type { OutboxOp } from '../db/outbox.js';
import { nextEdge } from '../domain/plan/next-step.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import type { Instant } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';
import { workflowId } from '../domain/workflow-kinds.js';

/** Whether two versions of a schedule differ in anything that its workflow shows or waits for. */
function differs(before: RotationSchedule | undefined, after: RotationSchedule): boolean {
  if (before === undefined) return true;
  return !isDeepStrictEqual({ ...before, updated_at: 0 }, { ...after, updated_at: 0 });
}

/**
 * What the workflows of a content have to be told after an edit: a schedule that is new or changed is poked (which
 * starts its workflow if need be), one that is gone is cancelled; the windows workflow is poked when its next instant
 * changed; the processing of a video is begun, and cancelled when the video is gone.
 * @param after null: the content is deleted.
 */
export function workflowMessages(before: ContentState, after: ContentState | null, at: Instant): Map<string, OutboxOp> {
  const messages = new Map<string, OutboxOp>();
  for (const { id } of before.schedules) {
    if (!after?.schedules.some((schedule) => schedule.id === id)) messages.set(workflowId('schedule', id), 'cancel');
  }
  for (const schedule of after?.schedules ?? []) {
    const was = before.schedules.find(({ id }) => id === schedule.id);
    if (differs(was, schedule)) messages.set(workflowId('schedule', schedule.id), 'poke');
  }
  const isProcessed = ({ status }: Video): boolean => status === 'processing';
  for (const { id } of before.videos.filter(isProcessed)) {
    if (!after?.videos.some((video) => video.id === id)) messages.set(workflowId('processing', id), 'cancel');
  }
  for (const { id } of after?.videos.filter(isProcessed) ?? []) {
    const wasProcessed = before.videos.some((video) => video.id === id && isProcessed(video));
    if (!wasProcessed) messages.set(workflowId('processing', id), 'poke');
  }
  const edgeBefore = nextEdge(before, at);
  const edgeAfter = after && nextEdge(after, at);
  if (edgeAfter !== edgeBefore) {
    messages.set(workflowId('windows', before.arContent.id), after === null ? 'cancel' : 'poke');
  }
  return messages;
}
