import type { KeepsHours } from './calendar/followed.js';
import type { Instant, Id } from './scalars.js';

export const VIDEO_STATUSES = ['uploading', 'processing', 'ready', 'failed'] as const;
export type VideoStatus = (typeof VIDEO_STATUSES)[number];

/** What is done to a video before it is ready, in order. */
export const PROCESSING_STEPS = ['inspect', 'optimise', 'thumbnails', 'finish'] as const;
export type ProcessingStep = (typeof PROCESSING_STEPS)[number];

/** Why a video failed: no video that is taken; damaged; a step did not succeed within days of trying. */
export const VIDEO_FAILURES = ['wrong_type', 'broken', 'gave_up'] as const;
export type VideoFailure = (typeof VIDEO_FAILURES)[number];

/**
 * The usual players: three browsers, and what apps on Android (Media3, ExoPlayer) and iOS (AVPlayer) show videos with.
 * `safari` is the one of macOS and of iOS.
 */
export const PLAYERS = ['chrome', 'firefox', 'safari', 'android', 'ios'] as const;
export type Player = (typeof PLAYERS)[number];

/** By how much players turn the frames, in degrees clockwise. */
export type VideoRotation = 0 | 90 | 180 | 270;

/** An image of a video in one size, in pixels. */
export interface Thumbnail {
  width: number;
  height: number;
  url: string;
}

/** A video of an AR content. One that keeps to hours and days can be shown only then. */
export interface Video extends KeepsHours {
  id: Id;
  ar_content_id: Id;
  storage_connection_id: Id | null;
  video_path: string | null;
  video_url: string | null;
  thumbnail_url: string | null;
  title: string;
  /** Seconds. */
  duration: number | null;
  /** Pixels as displayed: after rotation. */
  width: number | null;
  height: number | null;
  rotation: VideoRotation | null;
  /** `avc`, `hevc`, `vp9`, `aac` …; null: unknown, or no such track. */
  video_codec: string | null;
  audio_codec: string | null;
  /** Of picture and sound as RFC 6381 writes them: `avc1.64001f, mp4a.40.2`; null: not looked at. */
  codecs: string | null;
  /** Whether the picture has an alpha channel; null: not looked at. */
  has_alpha: boolean | null;
  /** Who plays picture and sound; null: not looked at. */
  playable_in: readonly Player[] | null;
  /** Bits a second, of the whole file. */
  bit_rate: number | null;
  /** Frames a second. */
  frame_rate: number | null;
  size_bytes: number | null;
  mime_type: string | null;
  sha256: string | null;
  /** The sizes that the service made, the smallest first. */
  thumbnails: readonly Thumbnail[];
  /** Of the image that was sent along, then of those that were made. */
  image_bytes: number;
  status: VideoStatus;
  /** The step that is under way; null: none has begun, or all have ended. */
  processing_step: ProcessingStep | null;
  /** Why the step has to be tried again, in words. */
  processing_problem: string | null;
  failure_code: VideoFailure | null;
  /** The same in words. */
  failure_reason: string | null;
  /** Who asked for it to be shown once it is ready; null: nobody. */
  activation_requested_by: string | null;
  schedule_start: Instant | null;
  schedule_end: Instant | null;
  expires_at: Instant | null;
  rotation_order: number;
  revision: number;
  created_at: Instant;
  updated_at: Instant;
}

/** What is measured of a file: received or made by processing. */
export const MEASURED_FIELDS = [
  'mime_type',
  'duration',
  'width',
  'height',
  'rotation',
  'video_codec',
  'audio_codec',
  'codecs',
  'has_alpha',
  'playable_in',
  'bit_rate',
  'frame_rate',
] as const satisfies readonly (keyof Video)[];
export type MeasuredFields = Pick<Video, (typeof MEASURED_FIELDS)[number]>;

/** A file that was received, checked and measured, and is to be a video's under `key`. */
export type ReceivedVideo = MeasuredFields & { key: string; size_bytes: number; sha256: string };
