import { MEASURED_FIELDS, type Video } from '../domain/video.js';
import type { Id } from '../domain/scalars.js';
import type { Queryable, Transaction } from './database.js';

const TABLE = 'video_copies';

/** The files that a copy is made of: those of another video, which may be gone by now. */
export type OriginalFiles = Pick<Video, 'thumbnail_url' | 'thumbnails' | 'image_bytes' | 'sha256'> & {
  video_path: string;
};

const FILES = ['video_path', 'thumbnail_url', 'thumbnails', 'image_bytes', 'sha256'] as const;
const STATE = ['id', 'title', 'status', 'failure_code', 'failure_reason'] as const;
const ORIGINAL = [...STATE, ...FILES, 'storage_connection_id', 'size_bytes', ...MEASURED_FIELDS] as const;

/** What is taken over from the video that is copied, and what says whether it can be. */
export type OriginalVideo = Pick<Video, (typeof ORIGINAL)[number]>;

/**
 * A video of a company that is to be copied, locked: until the transaction ends it is neither deleted nor moved, and who
 * deletes it after that finds the copy entered. Null: the company has no such video.
 */
export async function lockOriginal(trx: Transaction, companyId: Id, videoId: Id): Promise<OriginalVideo | null> {
  const rows: OriginalVideo[] = await trx('videos AS v')
    .join('ar_content AS c', 'c.id', 'v.ar_content_id')
    .where({ 'v.id': videoId, 'c.company_id': companyId })
    .forShare('v')
    .select(ORIGINAL.map((column) => `v.${column}`));
  return rows[0] ?? null;
}

/** Notes what a new video is to be a copy of. The original's file is not removed before that is forgotten. */
export async function enterCopy(
  trx: Transaction,
  videoId: Id,
  { video_path, thumbnail_url, thumbnails, image_bytes, sha256 }: OriginalFiles,
): Promise<void> {
  const images = { thumbnail_url, thumbnails: JSON.stringify(thumbnails), image_bytes };
  await trx(TABLE).insert({ video_id: videoId, video_path, sha256, ...images });
}

/** The files that a video in processing is a copy of; null: it is none. */
export async function findOriginalFiles(queryable: Queryable, videoId: Id): Promise<OriginalFiles | null> {
  const query = queryable<OriginalFiles & { video_id: Id }>(TABLE).where('video_id', videoId);
  return (await query.first(...FILES)) ?? null;
}

/** To be called when the processing ends, however it does. */
export async function forgetOriginal(trx: Transaction, videoId: Id): Promise<void> {
  await trx(TABLE).where('video_id', videoId).del();
}
