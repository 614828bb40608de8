import type { Id } from './scalars.js';
import type { Video } from './video.js';

type Files = Pick<Video, 'storage_connection_id' | 'video_path' | 'thumbnail_url' | 'thumbnails'>;

/** The path of a file within its storage connection, of the address that the service gives it: `/media/1/<path>`. */
export const pathOfUrl = ({ storage_connection_id }: Pick<Files, 'storage_connection_id'>, url: string): string =>
  url.replace(`/media/${storage_connection_id}/`, '');

/** The address that the service gives to a file of a storage connection. */
const urlOfPath = (storageConnectionId: Id, path: string): string => `/media/${storageConnectionId}/${path}`;

/** The paths of all files of a video within its storage connection, each once. */
export function pathsOf(video: Files): string[] {
  const { video_path, thumbnail_url, thumbnails } = video;
  const urls = [...(thumbnail_url === null ? [] : [thumbnail_url]), ...thumbnails.map(({ url }) => url)];
  const images = urls.map((url) => pathOfUrl(video, url));
  return [...new Set([...(video_path === null ? [] : [video_path]), ...images])];
}

/** The same with what each counts: images are counted together, by the first of them. */
export function sizedFilesOf(
  video: Files & Pick<Video, 'size_bytes' | 'image_bytes'>,
): { path: string; bytes: number }[] {
  let images = video.image_bytes;
  return pathsOf(video).map((path) => {
    if (path === video.video_path) return { path, bytes: video.size_bytes ?? 0 };
    const file = { path, bytes: images };
    images = 0;
    return file;
  });
}

/**
 * A video's links once its files lie in another storage connection.
 * @param newPathOf the path there, of each path of `pathsOf`
 */
export function linksAfterMove(video: Files, connectionId: Id, newPathOf: (path: string) => string) {
  const { video_path: path, thumbnail_url: imageUrl, thumbnails } = video;
  const moved = (url: string): string => urlOfPath(connectionId, newPathOf(pathOfUrl(video, url)));
  const newPath = path === null ? null : newPathOf(path);
  return {
    storage_connection_id: connectionId,
    video_path: newPath,
    video_url: newPath === null ? null : urlOfPath(connectionId, newPath),
    thumbnail_url: imageUrl === null ? null : moved(imageUrl),
    thumbnails: thumbnails.map(({ url, ...size }) => ({ ...size, url: moved(url) })),
  };
}
