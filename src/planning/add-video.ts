import { toRow, type Transaction } from '../db/database.js';
import { requireRoom } from '../db/storage-use.js';
import { namesHours, NO_HOURS, type KeepsHours } from '../domain/calendar/followed.js';
import type { Opening } from '../domain/calendar/opening.js';
import type { Caller } from '../domain/caller.js';
import { invalidFields } from '../domain/errors.js';
import { refuseBeyond, type ObjectLimits } from '../domain/limits.js';
import { must } from '../domain/must.js';
import type { ContentState } from '../domain/plan/content-state.js';
import { requireShowable } from '../domain/plan/edits.js';
import type { Id } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';
import { activateByHand, forgetRequestedActivations } from './activate-by-hand.js';
import { committedState } from './committed.js';
import { auditVideo } from './edit-video.js';
import type { Planner } from './planner.js';
import type { Edit, Work } from './run-edit.js';
import { companyTimeZone, followUses, hoursFaults, refuseShut, withOpening, type HoursInput } from './use-hours.js';
import { refuseEmptyWindow, timeOf } from './video-bounds.js';

/** What only the processing writes. */
type MadeByProcessing =
  | 'thumbnails'
  | 'processing_step'
  | 'processing_problem'
  | 'failure_code'
  | 'failure_reason'
  | 'activation_requested_by';

export type NewVideo = Omit<
  Video,
  'id' | 'ar_content_id' | 'revision' | 'created_at' | 'updated_at' | MadeByProcessing | keyof KeepsHours
> &
  HoursInput;

/** What may be said of a video by whoever adds it. */
export type VideoWishes = Partial<Pick<NewVideo, 'title' | 'rotation_order' | 'schedule_start' | 'schedule_end'>> &
  HoursInput & {
    /** Whether it is to be shown by hand. */
    activate?: boolean;
  };

/** What is wished of a new video, or holds where nothing is wished. */
export function wishedOf({ activate: _activate, ...wishes }: VideoWishes) {
  return { schedule_start: null, schedule_end: null, expires_at: null, rotation_order: 0, ...wishes };
}

/** A video that was added, within its content. */
export interface AddedVideo {
  videoId: Id;
  state: ContentState;
}

const VIDEOS = { owner: 'An AR content', things: 'videos', variable: 'MAX_VIDEOS_PER_CONTENT' };

/** Has a new video shown: now, or once it is ready. */
async function activateNew(edit: Edit, video: Video): Promise<void> {
  if (video.status === 'ready')
    return activateByHand(edit, { ...edit.state, videos: [...edit.state.videos, video] }, video);
  requireShowable({ ...video, status: 'ready' }, edit.at);
  await forgetRequestedActivations(edit);
  await edit.trx('videos').where('id', video.id).update({ activation_requested_by: edit.caller.actor });
}

/** When a new video may be shown by hours and days. @throws AppError `validation_failed` */
async function openingOfNew(edit: Edit, input: NewVideo): Promise<Opening | null> {
  const hours = { ...NO_HOURS, ...input };
  if (!namesHours(hours)) return null;
  const { opening } = await withOpening(edit, null, {
    ...hours,
    time_zone: input.time_zone ?? (await companyTimeZone(edit)),
  });
  refuseShut({ ...hours, opening }, 'video', timeOf(input, edit.at));
  return opening;
}

/** Refuses what is wrong with a new video, whatever else there is. @throws AppError `validation_failed` */
export function refuseFaultyVideo(input: Partial<NewVideo>): void {
  refuseEmptyWindow(input);
  // The zone of the company, which it has unless it is given one, is known to be one.
  const faults = hoursFaults({ ...NO_HOURS, time_zone: 'UTC', ...input });
  if (faults.length > 0) throw invalidFields(faults);
}

/** How a video is added. */
export interface AddOptions {
  /** Shows it at once, or as soon as it is ready. */
  activate: boolean;
  /** Runs with the insert, so that what it writes stands or falls with the video. */
  inTransaction?: (trx: Transaction, videoId: Id) => Promise<void>;
}

/**
 * Adds a video whose file is in place, or announced.
 * @returns the id of the video, and the content's state as committed.
 * @throws AppError `not_found` (no such content), `validation_failed`, `quota_exceeded`, `conflict` when it cannot be
 *   activated.
 */
export function addVideo(
  planner: Planner,
  caller: Caller,
  arContentId: Id,
  input: NewVideo,
  options: AddOptions,
): Promise<AddedVideo> {
  return planner.edit(arContentId, caller, (edit) => addVideoIn(edit, input, planner.limits, options));
}

/** The same within an edit of the content. */
export async function addVideoIn(
  edit: Edit,
  input: NewVideo,
  { videosPerContent }: ObjectLimits,
  { activate, inTransaction }: AddOptions,
): ReturnType<Work<AddedVideo>> {
  const { arContent, videos } = edit.state;
  refuseFaultyVideo(input);
  refuseBeyond(videosPerContent, videos.length, VIDEOS);
  await requireRoom(edit.trx, arContent.company_id, input.size_bytes ?? 0);
  const opening = await openingOfNew(edit, input);
  const row = { ...input, ar_content_id: arContent.id, created_at: edit.at, updated_at: edit.at };
  const [inserted] = await edit.trx<Video>('videos').insert(toRow(row)).returning('*');
  // Unless it is given a time zone, it has that of the company: the database sees to it.
  const video: Video = { ...must(inserted, 'the inserted row'), opening, revision_pending: false };
  await followUses(edit, null, video);
  await inTransaction?.(edit.trx, video.id);
  if (activate) await activateNew(edit, video);
  await auditVideo(edit, 'create', video.id, null, video);
  return (after) => ({ videoId: video.id, state: committedState(after) });
}
