import type { Response } from 'express';
import { pause } from '../../concurrency/pause.js';
import type { Id } from '../../domain/scalars.js';
import type { AddedVideo } from '../../planning/add-video.js';
import { presentSettled } from '../../reading/present.js';
import type { ApiDeps, Repositories } from '../api-deps.js';
import { created, type Answer } from '../http/answer.js';
import type { ApiCaller } from '../http/api-caller.js';
import type { Incoming } from '../http/define-route.js';
import { preferredWait } from '../http/prefer.js';
import { videoIn, videoView } from '../views/video-view.js';

/** Aborted when nobody waits for the answer any more. */
function closed(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => controller.abort());
  return controller.signal;
}

const FIRST_LOOK_MS = 100;
const LOOK_EVERY_MAX_MS = 1_000;

/** Waits until a video is no longer processed, or is gone, or `seconds` are over, or nobody waits any more. */
async function untilProcessed(
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

const addedVideo = ({ videoId, state }: AddedVideo) => ({ video: videoIn(state, videoId), state });

/** The video as it is after waiting for its processing; one that is gone by then, as it was. */
async function onceProcessed(
  { repositories }: ApiDeps,
  { companyId }: ApiCaller,
  added: AddedVideo,
  seconds: number,
  signal: AbortSignal,
) {
  await untilProcessed(repositories.videos, added.videoId, seconds, signal);
  const state = await repositories.arContents.getState(added.state.arContent.id, companyId);
  const video = state.videos.find(({ id }) => id === added.videoId);
  return { video: video ?? addedVideo(added).video, state };
}

/** 201 with a new video: as it was added, or once it is processed, for as long as `Prefer: wait` says. */
export async function answerAdded(
  deps: ApiDeps,
  caller: ApiCaller,
  added: AddedVideo,
  { req, res, baseUrl }: Incoming,
): Promise<Answer> {
  const wait = preferredWait(req);
  const { video, state } =
    wait === null ? addedVideo(added) : await onceProcessed(deps, caller, added, wait, closed(res));
  const view = videoView(video, presentSettled(state, deps.clock.now()), baseUrl);
  const answer = created(view, `/api/videos/${video.id}`);
  if (wait === null) return answer;
  return { ...answer, headers: { ...answer.headers, 'Preference-Applied': `wait=${wait}` } };
}
