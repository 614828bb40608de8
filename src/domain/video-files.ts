import type { Video } from './types.js';

type Files = Pick<Video, 'storage_connection_id' | 'video_path' | 'thumbnail_url' | 'thumbnails'>;

/** The path of a file within its storage connection, of the address that the service gives it: `/media/1/<path>`. */
export const pathOfUrl = ({ storage_connection_id }: Pick<Files, 'storage_connection_id'>, url: string): string =>
  url.replace(`/media/${storage_connection_id}/`, '');

/** The paths of all files of a video within its storage connection, each once. */
export function pathsOf(video: Files): string[] {
  const { video_path, thumbnail_url, thumbnails } = video;
  const urls = [...(thumbnail_url === null ? [] : [thumbnail_url]), ...thumbnails.map(({ url }) => url)];
  const images = urls.map((url) => pathOfUrl(video, url));
  return [...new Set([...(video_path === null ? [] : [video_path]), ...images])];
}
