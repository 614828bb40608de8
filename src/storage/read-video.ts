import type { Input, InputAudioTrack, InputVideoTrack } from 'mediabunny';
import type { Player, VideoRotation } from '../domain/video.js';
import { BoundedFile, VideoFault } from './bounded-file.js';
import { codecString } from './codec-string.js';
import { hasAlpha } from './has-alpha.js';
import { checkVideo, openInput, type CheckedVideo } from './open-video.js';
import { showing, sounding } from './usual-players.js';
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
  /** Of picture and sound as RFC 6381 writes them: `avc1.64001f, mp4a.40.2`. */
  codecs: string;
  has_alpha: boolean;
  /** Which of the usual players play picture and sound; never empty. */
  playable_in: Player[];
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
/** Makes what every player plays. */
const CONVERSION = 'ffmpeg -i in -c:v libx264 -pix_fmt yuv420p -c:a aac -movflags +faststart out.mp4';
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

/** @throws VideoFault when none of the usual players plays it */
async function playability(input: Input, track: InputVideoTrack, { extension, entries }: CheckedVideo) {
  const nameOf = (one: InputVideoTrack | InputAudioTrack) => codecString(one, entries?.get(one.id) ?? null);
  const picture = await nameOf(track);
  const primary = await input.getPrimaryAudioTrack();
  const sounds: string[] = [];
  for (const sound of await input.getAudioTracks()) {
    if (sound === primary) sounds.unshift(await nameOf(sound));
    else sounds.push(await nameOf(sound));
  }
  const [show, sound] = [showing(extension, picture), sounding(extension, sounds)];
  const playable_in = show.filter((player) => sound.includes(player));
  const codecs = [picture, ...sounds.slice(0, 1)].join(', ');
  if (playable_in.length > 0) return { codecs, playable_in };
  const what = show.length === 0 ? `picture (${picture})` : `picture and sound together (${codecs})`;
  throw new VideoFault('broken', `no usual player plays its ${what}; convert it: ${CONVERSION}`);
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
      ...(await playability(input, track, checked)),
      has_alpha: await hasAlpha(track),
      bit_rate: bitRate(file.size, duration),
      frame_rate: await frameRate(track),
    };
  } finally {
    input.dispose();
  }
}
