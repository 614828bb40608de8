import { fileTypeFromBuffer } from 'file-type';
import { CustomSource, Input, type InputVideoTrack, MP4, QTFF, WEBM } from 'mediabunny';
import type { VideoRotation } from '../domain/video.js';
import { BoundedFile, VideoFault } from './bounded-file.js';
import { checkMp4 } from './check-mp4.js';
import { checkWebm } from './check-webm.js';

/** What a video is, found in the file itself. */
export interface VideoMeasures {
  /** The extension of the generated name. */
  extension: 'mp4' | 'webm' | 'mov';
  mime_type: 'video/mp4' | 'video/webm' | 'video/quicktime';
  /** Seconds, to the millisecond. */
  duration: number;
  /** Pixels as displayed: after rotation, of square shape. */
  width: number;
  height: number;
  /** By how much players turn the frames, in degrees clockwise. */
  rotation: VideoRotation;
  /** `avc`, `hevc`, `vp9`, `aac` …; null: unknown to us, or no such track. */
  video_codec: string | null;
  audio_codec: string | null;
  /** Bits a second, of the whole file. */
  bit_rate: number;
  /** Frames a second, by the first few seconds; null: a single frame has none. */
  frame_rate: number | null;
}

type Format = Pick<VideoMeasures, 'extension' | 'mime_type'>;

const SNIFFED_BYTES = 4_096;
/** Frames that tell the rate. */
const RATED_FRAMES = 150;
const MAX_SIDE = 16_384;

/** Bits a second, of a file of so many bytes and seconds. */
export const bitRate = (bytes: number, seconds: number): number => Math.max(1, Math.round((bytes * 8) / seconds));

/**
 * Checks and measures a video in this thread, with synchronous reads: made for `measure-process`.
 * @throws VideoFault; what else it throws comes from a library that met a damaged file.
 */
export async function readVideo(path: string): Promise<VideoMeasures> {
  const file = new BoundedFile(path);
  try {
    if (file.size === 0) throw new VideoFault('broken', 'it is empty');
    const format = await sniff(file.peek(0, SNIFFED_BYTES));
    if (format.extension === 'webm') checkWebm(file);
    else checkMp4(file);
    return { ...format, ...(await measure(file)) };
  } finally {
    file.close();
  }
}

async function sniff(head: Buffer): Promise<Format> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined); // It throws at some damaged headers.
  switch (found?.mime) {
    case 'video/mp4':
    case 'video/x-m4v':
      return { extension: 'mp4', mime_type: 'video/mp4' };
    case 'video/webm':
      return { extension: 'webm', mime_type: 'video/webm' };
    case 'video/quicktime':
      return { extension: 'mov', mime_type: 'video/quicktime' };
    case undefined:
    default:
      throw new VideoFault('wrong_type', `its content is ${found?.mime ?? 'of no known type'}; send MP4, WebM or MOV`);
  }
}

/** The file as the library reads it. Dispose of it. */
export function openInput(file: BoundedFile): Input {
  const source = new CustomSource({
    getSize: () => file.size,
    read: (start, end) => file.read(start, end - start),
    maxCacheSize: 8 * 1024 * 1024,
    handleUnhandledError: () => undefined, // The read that asked for the bytes reports it.
  });
  return new Input({ formats: [MP4, QTFF, WEBM], source });
}

async function frameRate(track: InputVideoTrack): Promise<number | null> {
  const { averagePacketRate } = await track.computePacketStats(RATED_FRAMES);
  const rate = Math.round(averagePacketRate * 1000) / 1000;
  return rate > 0 && Number.isFinite(rate) ? rate : null;
}

async function measure(file: BoundedFile): Promise<Omit<VideoMeasures, keyof Format>> {
  const input = openInput(file);
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track === null) throw new VideoFault('wrong_type', 'it holds no video track');
    const width = Math.round(await track.getDisplayWidth());
    const height = Math.round(await track.getDisplayHeight());
    const isSize = (side: number) => side >= 1 && side <= MAX_SIDE;
    if (!isSize(width) || !isSize(height)) throw new VideoFault('broken', `its picture is ${width} x ${height} pixels`);
    const duration = Math.round((await input.computeDuration()) * 1000) / 1000;
    if (!(duration > 0 && Number.isFinite(duration))) throw new VideoFault('broken', 'it has no duration');
    const sound = await input.getPrimaryAudioTrack();
    return {
      duration,
      width,
      height,
      rotation: await track.getRotation(),
      video_codec: await track.getCodec(),
      audio_codec: (await sound?.getCodec()) ?? null,
      bit_rate: bitRate(file.size, duration),
      frame_rate: await frameRate(track),
    };
  } finally {
    input.dispose();
  }
}
