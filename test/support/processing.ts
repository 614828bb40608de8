import {
  createVideoProcessing,
  type StepFailure,
  type VideoProcessing,
  type VideoProcessingOptions,
} from '../../src/activities/process-video.js';
import type { Database } from '../../src/db/database.js';
import { serviceCaller } from '../../src/domain/caller.js';
import type { Id } from '../../src/domain/scalars.js';
import { createVideoMeasurer } from '../../src/storage/measure-video.js';
import type { TestApi } from './api.js';

const WORKFLOW = serviceCaller('workflow', 'run-1');
/** It ends by itself when it has nothing to do. */
const measurer = createVideoMeasurer({ environment: process.env });

/** The real steps on the storages of a test's API; without ffmpeg unless given. */
export function testProcessing(
  { deps }: TestApi,
  db: Database,
  given: Partial<VideoProcessingOptions> = {},
): VideoProcessing {
  const { planner, clock, media, repositories, settings } = deps;
  return createVideoProcessing({
    db,
    planner,
    clock,
    findConnection: (id) => repositories.storageConnections.findById(id),
    open: media.open,
    measurer,
    makeImage: null,
    fileGraceMs: settings.deletedFileGraceMs,
    ...given,
  });
}

/** What the workflow does with a video, where no worker runs. */
export async function processVideo(processing: VideoProcessing, videoId: Id): Promise<void> {
  try {
    await processing.inspect(videoId);
    await processing.optimise(videoId);
    await processing.thumbnails(videoId);
    await processing.finish(videoId, WORKFLOW);
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    const failure: StepFailure = { code, reason: message };
    await processing.fail(videoId, failure, WORKFLOW);
  }
}

/** Processes all that was uploaded. */
export async function processUploads(api: TestApi, db: Database, given?: Partial<VideoProcessingOptions>) {
  const processing = testProcessing(api, db, given);
  const waiting: Id[] = await db('videos').where('status', 'processing').orderBy('id').pluck('id');
  for (const id of waiting) await processVideo(processing, id);
}
