import type { Id } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';
import { pathsOf } from '../domain/video-files.js';
import type { Queryable } from './database.js';
import { namesFile } from './videos.js';

const PAGE = 200;

/** The content that a path lies under: `videos/7/<uuid>.mp4`. */
const contentOf = (path: string): Id => Number(/^\w+\/(\d{1,15})\//.exec(path)?.[1] ?? 0);

/**
 * The paths that something names, or whose removal is entered, among those that are given: in whatever connection, as two
 * may lead to the same place, and no path is used twice.
 */
async function knownAmong(queryable: Queryable, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const contents = [...new Set(paths.map(contentOf))];
  const videos = await queryable<Video>('videos').whereRaw('ar_content_id = ANY (?)', [contents]);
  const { rows } = await queryable.raw<{ rows: { path: string }[] }>(
    `SELECT path FROM file_deletions WHERE path = ANY (:paths)
     UNION ALL SELECT target_path FROM storage_move_files
       WHERE status IN ('waiting', 'copied') AND ar_content_id = ANY (:contents) AND target_path = ANY (:paths)`,
    { paths: [...paths], contents },
  );
  return new Set([...videos.flatMap(pathsOf), ...rows.map(({ path }) => path)]);
}

/**
 * Whether clients may be given a file: a video of the content names it, or did so until lately (its removal is entered,
 * and phones may have fetched its address already).
 */
export async function isFileNamed(queryable: Queryable, connectionId: Id, arContentId: Id, path: string) {
  const url = `/media/${connectionId}/${path}`;
  const { rows } = await queryable.raw<{ rows: unknown[] }>(
    `SELECT 1 FROM videos WHERE ar_content_id = :arContentId AND storage_connection_id = :connectionId
       AND status <> 'uploading'
       AND (video_path = :path OR thumbnail_url = :url OR thumbnails @> :thumbnail::jsonb)
     UNION ALL SELECT 1 FROM file_deletions WHERE storage_connection_id = :connectionId AND path = :path LIMIT 1`,
    { arContentId, connectionId, path, url, thumbnail: JSON.stringify([{ url }]) },
  );
  return rows.length > 0;
}

/** Contents with files in a connection, with what their videos name. A video that is being uploaded has no file yet. */
async function* namedFiles(queryable: Queryable, connectionId: Id, from: Id) {
  const inConnection = () =>
    queryable<Video>('videos').where('storage_connection_id', connectionId).whereIn('status', ['processing', 'ready']);
  for (let after: Id | undefined = from; after !== undefined;) {
    const contents: Id[] = await inConnection()
      .where('ar_content_id', '>', after)
      .distinct('ar_content_id')
      .orderBy('ar_content_id')
      .limit(PAGE)
      .pluck('ar_content_id');
    const videos = await inConnection().whereRaw('ar_content_id = ANY (?)', [contents]).orderBy('id');
    for (const arContentId of contents) {
      const own = videos.filter((video) => video.ar_content_id === arContentId);
      const files = own.flatMap((video) =>
        pathsOf(video).map((path) => ({ video_id: video.id, ar_content_id: arContentId, path })),
      );
      yield { arContentId, files };
    }
    after = contents.length === PAGE ? contents.at(-1) : undefined;
  }
}

/** What the rows know of the files of a storage connection. */
export function createKnownFiles(queryable: Queryable, connectionId: Id) {
  return {
    /** Those of the paths that a video names, that a move makes, or whose removal is entered. */
    knownAmong: (paths: readonly string[]) => knownAmong(queryable, paths),
    /** The files that videos name, content by content, from after one on. */
    namedFiles: (after: Id = 0) => namedFiles(queryable, connectionId, after),
    /** Whether a video still names a file. */
    isNamed: ({ video_id, path }: { video_id: Id; path: string }) => namesFile(queryable, video_id, connectionId, path),
  };
}
