import { findFfmpeg } from './ffmpeg.js';
import { jpegSize } from './jpeg-size.js';
import { createLimiter } from '../concurrency/limiter.js';
import { MAX_THUMBNAIL_BYTES } from './thumbnail.js';
import type { MediaExtension } from './video-storage.js';

/** A JPEG, and its size in pixels. */
export interface Image {
  bytes: Buffer;
  width: number;
  height: number;
}

/** What an image is made of: a picture, or a moment of a video. */
export interface ImageSource {
  /** A local file that was checked to be what its extension says. */
  path: string;
  extension: MediaExtension;
  /** Seconds, of a video; null: not known, or a picture. */
  duration: number | null;
}

/** Makes a JPEG of at most so many pixels in width; null when that cannot be had, which is logged and does no harm. */
export type ImageMaker = (source: ImageSource, maxWidth: number) => Promise<Image | null>;

/** The defaults serve. */
export interface ImageMakerOptions {
  log: { warn(details: object, message: string): void };
  /** FFMPEG_PATH; `ffmpeg` on PATH when left out. */
  ffmpegPath?: string | undefined;
  /** Milliseconds for one image. */
  timeoutMs?: number;
}

const DEMUXERS: Record<MediaExtension, string> = {
  mp4: 'mov',
  mov: 'mov',
  webm: 'matroska',
  mkv: 'matroska',
  jpg: 'jpeg_pipe',
  png: 'png_pipe',
  webp: 'webp_pipe',
};

/** Looks for ffmpeg once. Returns null when there is none: the service then has no images of its own making. */
export async function createImageMaker(options: ImageMakerOptions): Promise<ImageMaker | null> {
  const { log, ffmpegPath, timeoutMs = 15_000 } = options;
  const ffmpeg = await findFfmpeg({ ffmpegPath, timeoutMs, maxOutputBytes: MAX_THUMBNAIL_BYTES });
  if (ffmpeg === null) {
    if (ffmpegPath !== undefined) log.warn({ ffmpegPath }, 'FFMPEG_PATH names no ffmpeg that runs.');
    return null;
  }
  const oneAtATime = createLimiter(1);
  return ({ path, extension, duration }, maxWidth) =>
    oneAtATime(async () => {
      const from = duration === null ? {} : { from: Math.min(1, duration / 2) };
      try {
        const bytes = await ffmpeg({ path, demuxer: DEMUXERS[extension], ...from }, jpegArguments(maxWidth));
        return { bytes, ...jpegSize(bytes) };
      } catch (error) {
        log.warn({ err: error }, 'ffmpeg made no image of a video or its thumbnail.');
        return null;
      }
    });
}

/** Frames come turned as players turn them; pixels that are not square become so. */
function jpegArguments(maxWidth: number): string[] {
  const scale = `scale=w='min(${maxWidth},iw*sar)':h=-2,setsar=1`;
  const picture = ['-map', '0:v:0', '-frames:v', '1', '-vf', scale, '-threads', '1'];
  return [...picture, '-f', 'image2pipe', '-c:v', 'mjpeg', '-q:v', '4', 'pipe:1'];
}
