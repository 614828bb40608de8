import { noSuchHours } from '../../domain/calendar/followed.js';
import { invalidFields } from '../../domain/errors.js';
import type { Id } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import type { VideoWishes } from '../../planning/add-video.js';

/**
 * Refuses a daypart and a calendar that the company does not have, before gigabytes follow: the edit that adds the video
 * looks again.
 * @throws AppError `validation_failed`
 */
export async function refuseUnknownHours(
  { repositories: { calendars } }: Pick<ApiDeps, 'repositories'>,
  companyId: Id,
  { daypart_id, calendar_id }: VideoWishes,
): Promise<void> {
  const faults = [];
  for (const [noun, id] of [
    ['daypart', daypart_id],
    ['calendar', calendar_id],
  ] as const) {
    if (id != null && !(await calendars.isOf(noun, id, companyId))) faults.push(noSuchHours(noun, id, companyId));
  }
  if (faults.length > 0) throw invalidFields(faults);
}
