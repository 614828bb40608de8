import { audit } from '../db/audit.js';
import { toRow } from '../db/database.js';
import { forgetOriginal } from '../db/video-copies.js';
import { enterEvent } from '../db/webhook-events.js';
import type { Caller } from '../domain/caller.js';
import { withManualVideo } from '../domain/plan/edits.js';
import { AppError } from '../domain/errors.js';
import { isShowable } from '../domain/plan/live.js';
import type { Id } from '../domain/scalars.js';
import type { Video, VideoFailure } from '../domain/video.js';
import type { Planner } from './planner.js';
import type { Edit } from './run-edit.js';
import { releaseFiles } from './video-edits.js';

/** What every processing leaves behind, however it ends. */
const ENDED = { processing_step: null, processing_problem: null, activation_requested_by: null } as const;

/** Ends the processing of a video, once; a repetition, and one that is gone, changes nothing. */
async function endProcessing(
  planner: Planner,
  caller: Caller,
  videoId: Id,
  work: (edit: Edit, video: Video) => Promise<Video>,
): Promise<void> {
  const missing = () => new AppError('not_found', `There is no video ${videoId} in processing.`);
  const ending = planner.editOwnerOf('videos', videoId, caller, missing, async (edit) => {
    const before = edit.state.videos.find(({ id, status }) => id === videoId && status === 'processing');
    if (before === undefined) throw missing();
    await forgetOriginal(edit.trx, videoId);
    const after = await work(edit, before);
    const { id: arContentId, company_id: companyId, unique_id } = edit.state.arContent;
    const { status, title, failure_code, failure_reason } = after;
    const action = `video.${status}`;
    const data = { ar_content_id: arContentId, unique_id, video_id: videoId, title, failure_code, failure_reason };
    const type = status === 'failed' ? 'video.failed' : 'video.ready';
    await enterEvent(edit.trx, { companyId, arContentId, type, happensAt: edit.at, data });
    await audit(edit.trx, caller, { companyId, action, subject: `video:${videoId}`, before, after });
    return () => undefined;
  });
  await ending.catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
  });
}

/**
 * Makes a processed video ready, and shows it if that was asked for and is still wanted and possible: by hand, in the
 * name of whoever asked.
 * @throws AppError `database_unavailable`, `busy`
 */
export function finishProcessing(planner: Planner, caller: Caller, videoId: Id): Promise<void> {
  return endProcessing(planner, caller, videoId, async (edit, before) => {
    const after: Video = { ...before, ...ENDED, status: 'ready', updated_at: edit.at };
    const { status, updated_at } = after;
    await edit
      .trx('videos')
      .where('id', videoId)
      .update(toRow({ ...ENDED, status, updated_at }));
    const actor = before.activation_requested_by;
    if (actor === null || !isShowable(after, edit.at)) return after;
    const videos = edit.state.videos.map((video) => (video.id === videoId ? after : video));
    const state = { ...edit.state, videos };
    await edit.save(withManualVideo(state, videoId), state);
    edit.because({ cause: 'manual', actor });
    return after;
  });
}

/**
 * Keeps a video that cannot be used from view, with the reason; its files go after the grace period.
 * @param failure.reason in words. @param failure.fileGraceMs how long its files are kept.
 * @throws AppError `database_unavailable`, `busy`
 */
export function failProcessing(
  planner: Planner,
  caller: Caller,
  videoId: Id,
  failure: { code: VideoFailure; reason: string; fileGraceMs: number },
): Promise<void> {
  return endProcessing(planner, caller, videoId, async (edit, before) => {
    await releaseFiles(edit.trx, before, edit.at + failure.fileGraceMs);
    const files = { video_path: null, video_url: null, thumbnail_url: null };
    const fault = { failure_code: failure.code, failure_reason: failure.reason };
    const changes = { ...ENDED, ...files, ...fault, status: 'failed', updated_at: edit.at } as const;
    await edit
      .trx('videos')
      .where('id', videoId)
      .update({ ...toRow(changes), thumbnails: '[]', image_bytes: 0 });
    return { ...before, ...changes, thumbnails: [], image_bytes: 0 };
  });
}
