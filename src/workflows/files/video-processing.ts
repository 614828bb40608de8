import {
  ActivityFailure,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/activities.js';
import type { StepReport } from '../../activities/process-video.js';
import { COMMON, stepFailureOf, fileActivities, RETRY, ROW_WORK } from './file-work.js';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attributes.js';
import { processingStatusQuery, type ProcessingStatus, type VideoProcessingInput } from './processing-messages.js';

const { finishVideo } = proxyActivities<Activities>({ ...COMMON, ...ROW_WORK, summary: 'make the video ready' });
const { failVideo } = proxyActivities<Activities>({
  ...ROW_WORK,
  cancellationType: 'TRY_CANCEL',
  retry: RETRY,
  summary: 'keep the video from view, with the reason',
});

function stepsOf() {
  const { inspectVideo } = fileActivities('check and measure the file');
  const { optimiseVideo } = fileActivities('move the index to the front, so that playing begins at once');
  const { makeThumbnails } = fileActivities('make the thumbnails');
  return [
    { name: 'inspect', run: inspectVideo },
    { name: 'optimise', run: optimiseVideo },
    { name: 'thumbnails', run: makeThumbnails },
    { name: 'finish', run: finishVideo },
  ] as const;
}

/**
 * One uploaded video, until it is ready or has failed. The row says how far it is: a run that was lost begins anew, and
 * steps that were taken find nothing to do.
 */
export async function videoProcessingWorkflow({ videoId }: VideoProcessingInput): Promise<ProcessingStatus> {
  const status: ProcessingStatus = { step: 'inspect', words: `video ${videoId}`, reason: null };
  setHandler(processingStatusQuery, () => status, { description: 'The step that is under way, and how it ended.' });
  try {
    for (const { name, run } of stepsOf()) {
      status.step = name;
      setCurrentDetails(`${name}: ${status.words}`);
      const report = await run({ videoId });
      if (report.status === 'gone') return end(status, 'gone');
      if (name === 'inspect') showSubject(report);
      status.words = report.words;
    }
    return end(status, 'ready');
  } catch (failure) {
    if (!(failure instanceof ActivityFailure) || isCancellation(failure)) throw failure;
    const fault = stepFailureOf(failure);
    await failVideo({ videoId, ...fault });
    status.reason = fault.reason;
    return end(status, 'failed');
  }
}

function end(status: ProcessingStatus, step: ProcessingStatus['step']): ProcessingStatus {
  status.step = step;
  setCurrentDetails(`${step}: ${status.words}${status.reason === null ? '' : `\n\n${status.reason}`}`);
  return status;
}

function showSubject({ arContentId, companyId }: Extract<StepReport, { status: 'processing' }>): void {
  upsertSearchAttributes([
    { key: SEARCH_ATTRIBUTES.arContentId, value: arContentId },
    { key: SEARCH_ATTRIBUTES.companyId, value: companyId },
  ]);
}
