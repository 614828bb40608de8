import type { Id } from '../domain/scalars.js';
import type { MeasuredFields, ProcessingStep, Video } from '../domain/video.js';
import { toRow, type Database, type Transaction } from './database.js';
import { lockContent } from './ar-contents.js';
import { inTransaction } from './transaction.js';

/** What a step may write: nothing that decides what is shown, as a video is not shown while it is processed. */
export type ProcessedFields = Partial<
  MeasuredFields &
    Pick<Video, 'video_path' | 'video_url' | 'thumbnail_url' | 'thumbnails' | 'image_bytes' | 'size_bytes' | 'sha256'>
>;

/** A video whose processing has not ended; null: it has, or the video is gone. */
export async function findProcessing(db: Database, videoId: Id): Promise<Video | null> {
  return (await db<Video>('videos').where({ id: videoId, status: 'processing' }).first()) ?? null;
}

/** Notes which step is under way, and why it has to be tried again (null: it does not). */
export async function noteStep(
  db: Database,
  videoId: Id,
  processing_step: ProcessingStep,
  processing_problem: string | null,
): Promise<void> {
  await db('videos').where({ id: videoId, status: 'processing' }).update({ processing_step, processing_problem });
}

/**
 * Saves what a step found or made, in one transaction with what `work` writes. The content is locked, so that a deletion
 * sees either the files of before or those of after.
 * @param video as it was when the step began. @param work what it throws undoes all of it.
 * @returns false when the processing has ended, the video is gone, or its files are others by now (the step ran twice at
 *   once): nothing was written.
 */
export async function saveProcessed(
  db: Database,
  { id, ar_content_id, video_path, thumbnail_url }: Video,
  { thumbnails, ...fields }: ProcessedFields,
  work: (trx: Transaction) => Promise<void> = async () => undefined,
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    if ((await lockContent(trx, ar_content_id)) === null) return false;
    const columns = toRow({ ...fields, ...(thumbnails && { thumbnails: JSON.stringify(thumbnails) }) });
    const changed = await trx('videos').where({ id, status: 'processing', video_path, thumbnail_url }).update(columns);
    if (changed > 0) await work(trx);
    return changed > 0;
  });
}
