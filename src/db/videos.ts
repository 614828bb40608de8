import { notFound } from '../domain/errors.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { Video, VideoStatus } from '../domain/video.js';
import { pathsOf } from '../domain/video-files.js';
import { loadContentState } from './content-state.js';
import { toTimestamp, type Database, type Queryable } from './database.js';
import { findContentOf } from './ar-contents.js';

const ABANDONED_AT_ONCE = 1_000;

/** Whether a video names a file of a storage connection. */
export async function namesFile(queryable: Queryable, videoId: Id, connectionId: Id, path: string): Promise<boolean> {
  const where = { id: videoId, storage_connection_id: connectionId };
  const video = await queryable<Video>('videos').where(where).first();
  return video !== undefined && pathsOf(video).includes(path);
}

/** Videos whose files were announced before then and never completed, the oldest first, at most a thousand. */
export const abandonedVideos = (db: Database, before: Instant): Promise<Id[]> =>
  db<Video>('videos')
    .where('status', 'uploading')
    .where('created_at', '<=', toTimestamp(before))
    .orderBy('created_at')
    .limit(ABANDONED_AT_ONCE)
    .pluck('id');

/** The table `videos`, for reading; `src/planning` writes it. */
export function createVideos(db: Database) {
  return {
    /** How far a video is; null: it is gone. */
    async findStatus(videoId: Id): Promise<VideoStatus | null> {
      return (await db<Video>('videos').where('id', videoId).first('status'))?.status ?? null;
    },
    /**
     * The state of the content that the video belongs to, as committed.
     * @throws AppError `not_found`, also for another company's video.
     */
    async getState(videoId: Id, companyId: Id | null): Promise<ContentState> {
      const arContentId = await findContentOf(db, 'videos', videoId, companyId);
      const state = arContentId === null ? null : await loadContentState(db, arContentId);
      if (state?.videos.some(({ id }) => id === videoId)) return state;
      throw notFound('video', videoId);
    },
  };
}

export type Videos = ReturnType<typeof createVideos>;
