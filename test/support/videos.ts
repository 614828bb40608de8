import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Small real videos, made by `test/fixtures/videos/make.sh`: 160 x 120 pixels (rotated: 120 x 160), about 2 s. */
export const GOOD_VIDEOS = [
  'faststart.mp4',
  'moov-last.mp4',
  'rotated.mp4',
  'fragmented.mp4',
  'quicktime.mov',
  'vp8.webm',
  'vp9.webm',
  'live.webm',
  'clusters.webm',
  'matroska.mkv',
] as const;

export type FixtureName =
  | (typeof GOOD_VIDEOS)[number]
  | 'long.webm'
  | 'audio-only.mp4'
  | 'phone.3gp'
  | 'apple.m4v'
  | 'cmaf.mp4'
  | 'held-picture.webm'
  | 'held-picture.mp4'
  | 'short-sound.webm'
  | 'edit-list.mp4'
  | 'one-frame.mp4'
  | 'one-frame.webm'
  | 'one-frame-live.webm'
  | 'slow.mp4'
  | 'mpeg4.mp4'
  | 'mjpeg.mov'
  | 'prores4444.mov'
  | 'high444.mp4'
  | 'high10.mp4'
  | 'ac3.mp4'
  | 'dts.mkv'
  | 'hvc1.mp4'
  | 'hev1.mp4'
  | 'alpha.webm'
  | 'av1.mp4'
  | 'mpeg2.mp4'
  | 'cinepak.mov'
  | 'theora.mkv'
  | 'picture.jpg'
  | 'picture.png'
  | 'picture.webp';

/** The path of a file under `test/fixtures/videos`. */
export function fixturePath(name: FixtureName): string {
  return fileURLToPath(new URL(`../fixtures/videos/${name}`, import.meta.url));
}

/** The bytes of a file under `test/fixtures/videos`. */
export function fixture(name: FixtureName): Promise<Buffer> {
  return readFile(fixturePath(name));
}

/** The header of an MP4 `free` box: with it and `bytes - 8` bytes of anything behind it, a small MP4 becomes a large one. */
export function freeBoxHeader(bytes: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(bytes);
  header.write('free', 4, 'latin1');
  return header;
}

/** A folder for one test file, and how to remove it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'ar media '));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A generator of numbers from 0 to below `limit` (mulberry32): the same ones for the same seed. */
export function seededRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}
