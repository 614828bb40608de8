import type { VideoMeasurer } from '../../storage/measure-video.js';
import type { ImageType } from '../../storage/thumbnail.js';

/** What every upload is received with. */
export interface ReceivingTools {
  measurer: Pick<VideoMeasurer, 'measure'>;
  checkThumbnail: (path: string) => Promise<ImageType>;
  /** MAX_UPLOAD_BYTES: bytes of the video. */
  maxUploadBytes: number;
  /** MAX_THUMBNAIL_BYTES */
  maxThumbnailBytes: number;
  /** UPLOAD_IDLE_TIMEOUT in milliseconds. */
  idleTimeoutMs: number;
  /** What `createBufferReleaser` made, one for all uploads; told of bytes as they arrive. */
  onReceived: (bytes: number) => void;
}
