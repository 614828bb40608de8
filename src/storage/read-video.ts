import type { InputVideoTrack } from 'mediabunny';
import type { VideoRotation } from '../domain/video.js';
import { BoundedFile, VideoFault } from './bounded-file.js';
import { checkVideo, openInput, type CheckedVideo } from './open-video.js';
import type { VideoExtension, VideoType } from './video-storage.js';

/** What a video is, found in the file itself. */
export interface VideoMeasures {
  /** The extension of the generated name. */
  extension: VideoExtension;
  mime_type: VideoType;
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

/** Frames that tell the rate. */
const RATED_FRAMES = 150;
/** Of a single frame that does not say how long it lasts. */
const SINGLE_FRAME_S = 0.04;
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
    const checked = await checkVideo(file);
    const { extension, mime_type } = checked;
    return { extension, mime_type, ...(await measure(file, checked)) };
  } finally {
    file.close();
  }
}

async function frameRate(track: InputVideoTrack): Promise<number | null> {
  const { averagePacketRate } = await track.computePacketStats(RATED_FRAMES);
  const rate = Math.round(averagePacketRate * 1000) / 1000;
  return rate > 0 && Number.isFinite(rate) ? rate : null;
}

async function measure(file: BoundedFile, checked: CheckedVideo): Promise<Omit<VideoMeasures, keyof Format>> {
  const input = openInput(file, checked);
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track === null) throw new VideoFault('wrong_type', 'it holds no video track');
    const width = Math.round(await track.getDisplayWidth());
    const height = Math.round(await track.getDisplayHeight());
    const isSize = (side: number) => side >= 1 && side <= MAX_SIDE;
    if (!isSize(width) || !isSize(height)) throw new VideoFault('broken', `its picture is ${width} x ${height} pixels`);
    const duration = Math.round(((await input.computeDuration()) || SINGLE_FRAME_S) * 1000) / 1000;
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
