import { findFfmpeg, type Ffmpeg, type FfmpegInput } from './ffmpeg.js';
import { findFfmpegModule } from './ffmpeg-module.js';
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
  log: { info(message: string): void; warn(details: object, message: string): void };
  /** FFMPEG_PATH; `ffmpeg` on PATH when left out. */
  ffmpegPath?: string | undefined;
  /** Whether ffmpeg as WebAssembly is used where there is no other; it is by default. */
  withModule?: boolean;
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

/** Looks for ffmpeg once, and tells which is used. Returns null when there is none: there are no images of our making then. */
export async function createImageMaker(options: ImageMakerOptions): Promise<ImageMaker | null> {
  const { log } = options;
  const ffmpeg = await chooseFfmpeg(options);
  if (ffmpeg === null) return null;
  const oneAtATime = createLimiter(1);
  return ({ path, extension, duration }, maxWidth) =>
    oneAtATime(async () => {
      const from = duration === null ? {} : { from: Math.min(1, duration / 2) };
      try {
        const bytes = await nearestFrame(ffmpeg, { path, demuxer: DEMUXERS[extension], ...from }, maxWidth);
        return { bytes, ...jpegSize(bytes) };
      } catch (error) {
        log.warn({ err: error }, 'ffmpeg made no image of a video or its thumbnail.');
        return null;
      }
    });
}

async function chooseFfmpeg(options: ImageMakerOptions): Promise<Ffmpeg | null> {
  const { log, ffmpegPath, withModule = true, timeoutMs = 15_000 } = options;
  const limits = { timeoutMs, maxOutputBytes: MAX_THUMBNAIL_BYTES };
  const installed = await findFfmpeg({ ffmpegPath, ...limits });
  if (installed === null && ffmpegPath !== undefined)
    log.warn({ ffmpegPath }, 'FFMPEG_PATH names no ffmpeg that runs.');
  const ffmpeg = installed ?? (withModule ? findFfmpegModule({ ...limits, timeoutMs: 2 * timeoutMs }) : null);
  if (installed !== null) log.info(`Thumbnails are made by ${ffmpegPath ?? 'the ffmpeg on PATH'}.`);
  else if (ffmpeg === null) log.info('No thumbnails are made: there is no ffmpeg, and no @ffmpeg/core.');
  else log.info('Thumbnails are made by ffmpeg as WebAssembly (@ffmpeg/core), as there is none on PATH.');
  return ffmpeg;
}

/** The frame at an instant, or the next one; the first where there is none after it. */
async function nearestFrame(ffmpeg: Ffmpeg, input: FfmpegInput, maxWidth: number): Promise<Buffer> {
  try {
    return await ffmpeg(input, jpegArguments(maxWidth));
  } catch (error) {
    if (input.from === undefined) throw error;
    return ffmpeg({ path: input.path, demuxer: input.demuxer }, jpegArguments(maxWidth));
  }
}

/**
 * Frames come turned as players turn them; pixels that are not square become so. Without the best Huffman tables, which
 * ffmpeg as WebAssembly runs out of its memory's bounds for with some pictures, a file is a seventh larger.
 */
function jpegArguments(maxWidth: number): string[] {
  const scale = `scale=w='min(${maxWidth},iw*sar)':h=-2,setsar=1`;
  const picture = ['-map', '0:v:0', '-frames:v', '1', '-vf', scale, '-threads', '1'];
  return [...picture, '-f', 'image2pipe', '-c:v', 'mjpeg', '-huffman', 'default', '-q:v', '4'];
}
