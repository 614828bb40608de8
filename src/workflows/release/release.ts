import {
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/activities.js';
import type { ReleaseReport } from '../../activities/tell-release.js';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attributes.js';
import { isTimeForNewRun } from '../new-run.js';
import { releaseChangedSignal, releaseStatusQuery, type ReleaseStatus, type ReleaseWorkflowInput } from './messages.js';

/** So that whatever went wrong with a timer is looked at within a week. */
const NAP_MAX_MS = 7 * 24 * 3_600_000;

const { tellRelease } = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  cancellationType: 'TRY_CANCEL',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  summary: 'tell of what the release did',
});

/**
 * What endpoints are told of a release, until it is over, cancelled or gone. Its contents switch by the clock, whether
 * this runs or not. The row says what was told: a run that was lost begins anew and tells nothing twice.
 */
export async function releaseWorkflow({ releaseId, carried }: ReleaseWorkflowInput): Promise<ReleaseStatus> {
  const status: ReleaseStatus = { step: 'planned', words: `release ${releaseId}` };
  const told = { changed: false };
  let hasAttributes = carried?.hasAttributes ?? false;
  setHandler(releaseChangedSignal, () => void (told.changed = true), { description: 'The release was changed.' });
  setHandler(releaseStatusQuery, () => status, { description: 'What the release is, and what comes next.' });
  for (;;) {
    // Before the activity, never after it: a signal that comes meanwhile has to be seen.
    told.changed = false;
    const report = await tellRelease({ releaseId });
    status.step = report.status;
    status.words = report.words;
    setCurrentDetails(`${report.status}: ${report.words}`);
    if (report.status === 'gone') return status;
    if (!hasAttributes) upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.companyId, value: report.companyId }]);
    hasAttributes = true;
    if (report.status === 'over' || report.status === 'cancelled') return status;
    await rest(report, told);
    if (isTimeForNewRun()) await continueAsNew<typeof releaseWorkflow>({ releaseId, carried: { hasAttributes } });
  }
}

async function rest({ waitMs, words }: ReleaseReport, told: { changed: boolean }): Promise<void> {
  if (waitMs === null) await condition(() => told.changed);
  else await condition(() => told.changed, Math.min(waitMs, NAP_MAX_MS), { summary: words });
}
