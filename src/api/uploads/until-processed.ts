import { pause } from '../../concurrency/pause.js';
import type { Id } from '../../domain/scalars.js';
import type { Repositories } from '../api-deps.js';

const FIRST_LOOK_MS = 100;
const LOOK_EVERY_MAX_MS = 1_000;

/** Waits until a video is no longer processed, or is gone, or `seconds` are over, or nobody waits any more. */
export async function untilProcessed(
  videos: Pick<Repositories['videos'], 'findStatus'>,
  videoId: Id,
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  for (let wait = FIRST_LOOK_MS; !signal.aborted; wait = Math.min(wait * 1.5, LOOK_EVERY_MAX_MS)) {
    if ((await videos.findStatus(videoId)) !== 'processing') return;
    const left = deadline - performance.now();
    if (left <= 0) return;
    await pause(Math.min(wait, left), signal);
  }
}
