import {
  ActivityFailure,
  continueAsNew,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/activities.js';
import type { MoveReport } from '../../activities/move-videos.js';
import { stepFailureOf, fileActivities, RETRY, ROW_WORK } from './file-work.js';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attributes.js';
import { moveChangedSignal, moveStatusQuery, type MoveStatus, type StorageMoveInput } from './move-messages.js';
import { isTimeForNewRun } from '../new-run.js';

const { failMove } = proxyActivities<Activities>({
  ...ROW_WORK,
  cancellationType: 'TRY_CANCEL',
  retry: RETRY,
  summary: 'keep the move from going on, with the reason',
});

/**
 * One move of videos to another storage connection, until it is done, has failed or is cancelled. The rows say how far
 * it is: a run that was lost begins anew, and copies nothing twice.
 */
export async function storageMoveWorkflow({ moveId, carried }: StorageMoveInput): Promise<MoveStatus> {
  const status: MoveStatus = { step: 'copy', words: `storage move ${moveId}`, reason: null };
  const told = { retry: false };
  setHandler(moveChangedSignal, () => void (told.retry = true), { description: 'The move is tried again.' });
  setHandler(moveStatusQuery, () => status, { description: 'What is done now, and how it ended.' });
  const shown = { attributes: carried?.hasAttributes ?? false };
  for (;;) {
    told.retry = false;
    await follow(moveId, status, shown);
    // Somebody tried a failed move again before its run had ended.
    if (status.step !== 'failed' || !told.retry) return status;
    status.step = 'copy';
    status.reason = null;
  }
}

/** Copies and switches until nothing is left to do, or it fails for good. */
async function follow(moveId: number, status: MoveStatus, shown: { attributes: boolean }): Promise<void> {
  const { copyMoveFiles } = fileActivities('copy and compare files');
  const { switchMoveLinks } = fileActivities('have the videos name their copies');
  try {
    while (status.step === 'copy' || status.step === 'switch') {
      const report = await (status.step === 'copy' ? copyMoveFiles : switchMoveLinks)({ moveId });
      show(status, report, shown);
      if (report.status === 'gone' || report.status === 'done') return;
      if (report.waitMs > 0) await sleep(report.waitMs, { summary: report.words });
      if (isTimeForNewRun()) {
        await continueAsNew<typeof storageMoveWorkflow>({ moveId, carried: { hasAttributes: shown.attributes } });
      }
    }
  } catch (failure) {
    if (!(failure instanceof ActivityFailure) || isCancellation(failure)) throw failure;
    const fault = stepFailureOf(failure);
    await failMove({ moveId, ...fault });
    status.step = 'failed';
    status.reason = fault.reason;
    setCurrentDetails(`failed: ${status.words}\n\n${fault.reason}`);
  }
}

function show(status: MoveStatus, report: MoveReport, shown: { attributes: boolean }): void {
  status.step = report.status;
  status.words = report.words;
  setCurrentDetails(`${report.status}: ${report.words}`);
  if (shown.attributes || !('companyId' in report)) return;
  shown.attributes = true;
  upsertSearchAttributes([
    { key: SEARCH_ATTRIBUTES.companyId, value: report.companyId },
    ...(report.arContentId === null ? [] : [{ key: SEARCH_ATTRIBUTES.arContentId, value: report.arContentId }]),
  ]);
}
