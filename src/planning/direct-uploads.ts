import { audit } from '../db/audit.js';
import { toRow } from '../db/database.js';
import type { Caller } from '../domain/caller.js';
import { AppError } from '../domain/errors.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id } from '../domain/scalars.js';
import { committedState } from './committed.js';
import type { Planner } from './planner.js';
import { editVideo } from './edit-video.js';
import { removeVideo } from './video-edits.js';

/**
 * Begins the processing of a video whose file a client sent to its storage past us; again, it changes nothing.
 * @returns the content's state as committed.
 * @throws AppError `not_found`
 */
export function completeDirectUpload(planner: Planner, caller: Caller, videoId: Id): Promise<ContentState> {
  return editVideo(planner, caller, videoId, async (edit, before) => {
    if (before.status !== 'uploading') return committedState;
    const changes = { status: 'processing', updated_at: edit.at } as const;
    await edit.trx('videos').where('id', videoId).update(toRow(changes));
    const companyId = edit.state.arContent.company_id;
    const after = { ...before, ...changes };
    await audit(edit.trx, caller, { companyId, action: 'video.complete', subject: `video:${videoId}`, before, after });
    return committedState;
  });
}

/**
 * Deletes a video whose file was announced and never completed, also from schedules that name it; one that is gone or
 * was completed meanwhile stays as it is.
 */
export async function abandonDirectUpload(
  planner: Planner,
  caller: Caller,
  videoId: Id,
  fileGraceMs: number,
): Promise<void> {
  const abandoning = editVideo(planner, caller, videoId, async (edit, video) => {
    if (video.status === 'uploading') await removeVideo(edit, video, fileGraceMs);
    return () => undefined;
  });
  await abandoning.catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
  });
}
