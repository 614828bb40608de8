import { AppError } from '../errors.js';
import { isShowable } from './live.js';
import type { ContentState } from './content-state.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import type { Id, Instant } from '../scalars.js';
import type { Video } from '../video.js';
import { isEmpty } from './selection.js';
import { begunAnew } from './selection-memory.js';

/** The position of the video in the sequence, the first one from the current position on; null: not in it. */
function positionOf({ video_sequence: sequence, current_index: from }: RotationSchedule, videoId: Id): number | null {
  for (let k = 0; k < sequence.length; k += 1) {
    const index = (from + k) % sequence.length;
    if (sequence[index] === videoId) return index;
  }
  return null;
}

/** The state with a video set by hand; every schedule whose sequence holds it goes on from there. */
export function withManualVideo(state: ContentState, videoId: Id): ContentState {
  const schedules = state.schedules.map((schedule) => {
    const position = positionOf(schedule, videoId);
    return position === null ? schedule : { ...schedule, current_index: position, position_pending: false };
  });
  const pointer = { active_video_id: videoId, active_reason: 'manual' as const, active_schedule_id: null };
  return { ...state, arContent: { ...state.arContent, ...pointer }, schedules };
}

/** Why a video that is ready cannot be shown at an instant, in words. */
function whyNotShowable(video: Video, at: Instant): string {
  if (video.expires_at !== null && video.expires_at <= at) return 'it has expired';
  if (video.opening?.spanAt(at).isOpen === false) return 'the present time is outside its hours and days';
  return 'the present time is outside its window (schedule_start, schedule_end)';
}

/** Why a video is not ready, in words. */
export function whyNotReady({
  status,
  failure_code,
  failure_reason,
}: Pick<Video, 'status' | 'failure_code' | 'failure_reason'>): string {
  if (status === 'failed') return `its processing failed (${failure_code}): ${failure_reason}`;
  return status === 'uploading' ? 'its upload has not ended' : 'its processing has not ended';
}

/** Refuses to activate what cannot be shown. @throws AppError `video_not_ready`, `conflict`, with the reason */
export function requireShowable(video: Video, at: Instant): void {
  if (isShowable(video, at)) return;
  const isReady = video.status === 'ready';
  const reason = isReady ? whyNotShowable(video, at) : whyNotReady(video);
  const message = `Video ${video.id} cannot be activated: ${reason}.`;
  throw new AppError(isReady ? 'conflict' : 'video_not_ready', message);
}

export type SequencePart = Pick<
  RotationSchedule,
  | 'video_sequence'
  | 'weights'
  | 'selection_memory'
  | 'current_index'
  | 'position_pending'
  | 'is_active'
  | 'inactive_reason'
  | 'resume_at'
>;

/**
 * A schedule's sequence without a video. The index stays on the same video; when that is the one taken out, it goes to
 * the one before (around the start), so that the next step shows the one after it. A sequence without a position that
 * may be shown deactivates.
 */
export function withoutVideo(schedule: RotationSchedule, videoId: Id): SequencePart {
  const { video_sequence: sequence, current_index: index, is_active, inactive_reason } = schedule;
  const rest = sequence.filter((id) => id !== videoId);
  const keptBefore = sequence.slice(0, index).filter((id) => id !== videoId).length;
  const taken = sequence[index] === videoId;
  const position = taken ? (keptBefore - 1 + rest.length) % Math.max(rest.length, 1) : keptBefore;
  const weights = schedule.weights && schedule.weights.filter((_, position) => sequence[position] !== videoId);
  const emptied = isEmpty({ ...schedule, video_sequence: rest, weights });
  return {
    video_sequence: rest,
    weights,
    selection_memory: begunAnew(schedule.selection_memory),
    current_index: rest.length === 0 ? 0 : position,
    position_pending: schedule.position_pending && !taken,
    is_active: is_active && !emptied,
    inactive_reason: emptied ? 'sequence_empty' : inactive_reason,
    resume_at: emptied ? null : schedule.resume_at,
  };
}

/** Where a schedule stands once its sequence is replaced: on the same video if it is still there. */
export function indexInNewSequence(schedule: RotationSchedule, sequence: readonly Id[]): number {
  const shown = schedule.video_sequence[schedule.current_index];
  if (sequence[schedule.current_index] === shown) return schedule.current_index;
  const found = sequence.findIndex((id) => id === shown);
  return found >= 0 ? found : Math.min(schedule.current_index, Math.max(sequence.length - 1, 0));
}
