import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Plan } from '../../activities/plan-report.js';
import { SEARCH_ATTRIBUTES as keys } from '../../domain/search-attributes.js';

/** What `shown` says while the workflow shows that it cannot carry out its plan. */
const SHOWN_ERROR = 'error';

/**
 * Shows operators a plan: in words, and in the search attributes when they changed (each change is an event of the
 * history and a write of the visibility store).
 * @param shown what was shown last. @returns what is shown now.
 */
export function showPlan({ status, nextRotationAt, details, attributes }: Plan, shown: string): string {
  setCurrentDetails(details);
  const { arContentId, companyId, scheduleId, rotationType } = attributes;
  const toShow = JSON.stringify([arContentId, companyId, scheduleId, rotationType, status, nextRotationAt]);
  if (toShow === shown) return shown;
  upsertSearchAttributes([
    { key: keys.arContentId, value: arContentId },
    { key: keys.companyId, value: companyId },
    { key: keys.scheduleId, value: scheduleId },
    { key: keys.rotationType, value: rotationType },
    { key: keys.rotationStatus, value: status },
    { key: keys.nextRotationAt, value: nextRotationAt === null ? null : new Date(nextRotationAt) },
  ]);
  return toShow;
}

/** Shows that the plan cannot be carried out at the moment, and why. */
export function showError(message: string, shown: string): string {
  setCurrentDetails(`**error**: ${message}`);
  if (shown !== SHOWN_ERROR) upsertSearchAttributes([{ key: keys.rotationStatus, value: 'error' }]);
  return SHOWN_ERROR;
}
