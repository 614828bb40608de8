import { toRow, type Transaction } from '../db/database.js';
import { enterRemovalOf } from '../db/removals.js';
import { namesHours } from '../domain/calendar/followed.js';
import type { Caller } from '../domain/caller.js';
import { changesOf, type Changes } from '../domain/changes.js';
import { abandonedAt } from '../domain/direct-upload.js';
import { withoutVideo } from '../domain/plan/edits.js';
import { AppError, invalidFields } from '../domain/errors.js';
import { withoutPointer } from '../domain/plan/fold-plan.js';
import { type ExpectedRevision, requireRevision } from '../domain/revision.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';
import { sizedFilesOf } from '../domain/video-files.js';
import { activateByHand, forgetRequestedActivations } from './activate-by-hand.js';
import { committedState } from './committed.js';
import type { EditDoor } from './edit-door.js';
import { auditVideo, editVideo } from './edit-video.js';
import type { Edit, StateAt } from './run-edit.js';
import {
  changedHours,
  followUses,
  hoursFaults,
  isSameHours,
  refuseShut,
  withOpening,
  type HoursInput,
} from './use-hours.js';
import { refuseEmptyWindow, timeOf, VIDEO_BOUNDS } from './video-bounds.js';

/** What a client may change of a video. `is_active` true activates it, false clears it. */
export type VideoChanges = Partial<
  Pick<Video, 'title' | 'rotation_order' | 'schedule_start' | 'schedule_end' | 'expires_at'> & { is_active: boolean }
> &
  HoursInput;

/** A video with some fields changed, and the hours and days that it keeps to then. @throws AppError `validation_failed` */
async function changedVideo(edit: Edit, before: Video, changes: Omit<VideoChanges, 'is_active'>): Promise<Video> {
  const after: Video = { ...before, ...changes, revision: before.revision + 1, updated_at: edit.at };
  refuseEmptyWindow(after);
  const faults = hoursFaults(after);
  if (faults.length > 0) throw invalidFields(faults);
  const kept = await withOpening(edit, before, after);
  const isSameTime = isSameHours(before, after) && VIDEO_BOUNDS.every((field) => before[field] === after[field]);
  if (!isSameTime) refuseShut(kept, 'video', timeOf(kept, edit.at));
  return kept;
}

/** Clears the pointer if it is on the video, or the wish that it be set there. */
async function deactivate(edit: Edit, { id, activation_requested_by }: Video): Promise<void> {
  if (activation_requested_by !== null) await forgetRequestedActivations(edit);
  if (edit.state.arContent.active_video_id === id) await edit.save(withoutPointer(edit.state));
}

/**
 * Changes the given fields of a video.
 * @param wanted those fields, or what tells them from the content as it is.
 * @returns the content's state as committed.
 * @throws AppError `not_found`, `validation_failed`, `precondition_failed`, `conflict` when it cannot be activated.
 */
export function updateVideo(
  planner: EditDoor,
  caller: Caller,
  videoId: Id,
  wanted: Changes<VideoChanges, StateAt>,
  expected: ExpectedRevision,
): Promise<ContentState> {
  return editVideo(planner, caller, videoId, async (edit, before) => {
    requireRevision(before, expected);
    const { is_active, ...changes } = changedHours(changesOf(wanted, edit));
    const after = await changedVideo(edit, before, changes);
    const { revision, updated_at } = after;
    await edit
      .trx('videos')
      .where('id', videoId)
      .update(toRow({ ...changes, revision, updated_at }));
    await followUses(edit, before, after);
    const videos = edit.state.videos.map((video) => (video.id === videoId ? after : video));
    if (is_active === true) await activateByHand(edit, { ...edit.state, videos }, after);
    if (is_active === false) await deactivate(edit, before);
    await auditVideo(edit, 'update', videoId, before, after);
    return committedState;
  });
}

/**
 * Shows a video now, by hand; schedules that hold it go on from there.
 * @param expected the revision of the video that the caller has seen; null: any.
 * @returns the content's state as committed.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` when the video cannot be shown now.
 */
export function activateVideo(
  planner: EditDoor,
  caller: Caller,
  videoId: Id,
  expected: ExpectedRevision = null,
): Promise<ContentState> {
  return editVideo(planner, caller, videoId, async (edit, video) => {
    requireRevision(video, expected);
    const { id: ar_content_id, active_video_id } = edit.state.arContent;
    await activateByHand(edit, edit.state, video);
    const before = { ar_content_id, active_video_id };
    await auditVideo(edit, 'activate', videoId, before, { ...before, active_video_id: videoId });
    return committedState;
  });
}

/** Takes a video out of every schedule of its content. */
async function detach(edit: Edit, videoId: Id): Promise<void> {
  for (const schedule of edit.state.schedules) {
    if (!schedule.video_sequence.includes(videoId)) continue;
    const rest = withoutVideo(schedule, videoId);
    const plan = rest.is_active ? {} : { next_rotation_at: null, next_video_id: null };
    await edit
      .trx('video_rotation_schedules')
      .where('id', schedule.id)
      .update(toRow({ ...rest, ...plan, revision: schedule.revision + 1, updated_at: edit.at }));
  }
}

/** Clears every reference of the content to the video. */
async function forget(edit: Edit, videoId: Id): Promise<void> {
  const { arContent } = edit.state;
  if (arContent.active_video_id === videoId) await edit.save(withoutPointer(edit.state));
  await edit
    .trx('ar_content')
    .where({ id: arContent.id, default_video_id: videoId })
    .update(toRow({ default_video_id: null, revision: arContent.revision + 1, updated_at: edit.at }));
}

/**
 * Lets the files of a video go once phones that prefetched it are done with them; one that a client may still send to
 * its storage, once that is over.
 */
export async function releaseFiles(trx: Transaction, video: Video, deleteAfter: Instant): Promise<void> {
  if (video.storage_connection_id === null) return;
  const owner = { ar_content_id: video.ar_content_id, storage_connection_id: video.storage_connection_id };
  const at = video.status === 'uploading' ? Math.max(deleteAfter, abandonedAt(video)) : deleteAfter;
  for (const file of sizedFilesOf(video)) await enterRemovalOf(trx, owner, file, at);
}

/** Takes a video out of everything that names it, and deletes it; its file goes after a grace period. */
export async function removeVideo(edit: Edit, video: Video, fileGraceMs: number): Promise<void> {
  edit.because({ cause: 'removed' });
  await detach(edit, video.id);
  await forget(edit, video.id);
  // Before its files count elsewhere, as in whoever adds a copy of it: else the two could wait for each other.
  await edit.trx('videos').where('id', video.id).del();
  await releaseFiles(edit.trx, video, edit.at + fileGraceMs);
  const overriding = edit.state.overrides.filter(({ video_id }) => video_id === video.id);
  await followUses(edit, [video, ...overriding].find(namesHours) ?? null, null);
  await auditVideo(edit, 'delete', video.id, video, null);
}

/** @throws AppError `conflict` that names the overrides that are not over, and their releases. */
function refuseOverriding({ overrides }: ContentState, videoId: Id): void {
  const named = overrides
    .filter(({ video_id }) => video_id === videoId)
    .map(({ id, release_id }) => (release_id === null ? `${id}` : `${id} of release ${release_id}`));
  if (named.length === 0) return;
  throw new AppError('conflict', `Video ${videoId} is shown by override ${named.join(', ')}; ?detach=true ends it.`);
}

/**
 * Deletes a video. Its file goes after a grace period.
 * @param options.detach takes it out of schedules that name it, too.
 * @param options.fileGraceMs how long the file is kept.
 * @param options.onlyIf what must hold of it, as it is at that moment.
 * @throws AppError `not_found`, `precondition_failed`; `conflict` when schedules name it and `detach` is not set, or when
 *   `onlyIf` does not hold.
 */
export function deleteVideo(
  planner: EditDoor,
  caller: Caller,
  videoId: Id,
  options: {
    detach: boolean;
    expected: ExpectedRevision;
    fileGraceMs: number;
    onlyIf?: (state: ContentState, video: Video, at: Instant) => boolean;
  },
): Promise<{ id: Id }> {
  return editVideo(planner, caller, videoId, async (edit, video) => {
    requireRevision(video, options.expected);
    if (options.onlyIf?.(edit.state, video, edit.at) === false) {
      throw new AppError('conflict', `Video ${videoId} is in use by now.`);
    }
    const naming = edit.state.schedules.filter((schedule) => schedule.video_sequence.includes(videoId));
    if (naming.length > 0 && !options.detach) {
      const ids = naming.map(({ id }) => id).join(', ');
      throw new AppError(
        'conflict',
        `Video ${videoId} stands in the sequence of schedule ${ids}; ?detach=true takes it out.`,
      );
    }
    if (!options.detach) refuseOverriding(edit.state, videoId);
    await removeVideo(edit, video, options.fileGraceMs);
    return () => ({ id: videoId });
  });
}
