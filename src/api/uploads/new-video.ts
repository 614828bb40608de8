import type { StorageConnection } from '../../domain/storage-connection.js';
import type { ReceivedVideo } from '../../domain/video.js';
import type { NewVideo } from '../../planning/video-edits.js';
import type { VideoWishes } from './video-wishes.js';

/** The file of a video, as far as it is known by now. */
export type KnownFile = Omit<ReceivedVideo, 'sha256'> & { sha256: string | null };

/** Where the file is, or is to be. */
export interface FilePlace {
  connection: StorageConnection;
  urlOf: (key: string) => string;
}

/** A video as its uploader wishes it. */
export function newVideo(
  { key, ...measured }: KnownFile,
  { connection, urlOf }: FilePlace,
  wishes: VideoWishes,
): Omit<NewVideo, 'status' | 'thumbnail_url'> {
  return {
    ...measured,
    storage_connection_id: connection.id,
    video_path: key,
    video_url: urlOf(key),
    title: wishes.title ?? 'Untitled video',
    schedule_start: wishes.schedule_start ?? null,
    schedule_end: wishes.schedule_end ?? null,
    expires_at: null,
    rotation_order: wishes.rotation_order ?? 0,
  };
}
