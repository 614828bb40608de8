import { audit } from '../db/audit.js';
import { followedUses, followNewest, saveUses } from '../db/content-uses.js';
import { readFollowed } from '../db/revisions.js';
import { openingOf } from '../domain/calendar/followed.js';
import type { Caller } from '../domain/caller.js';
import { AppError } from '../domain/errors.js';
import { withSchedule } from '../domain/plan/content-state.js';
import { underOtherHours } from '../domain/plan/under-other-hours.js';
import type { Id } from '../domain/scalars.js';
import type { EditDoor } from './edit-door.js';
import { auditSchedule } from './edit-schedule.js';
import type { Edit } from './run-edit.js';
import { tellEnded } from './tell-ended.js';

/** Ends an edit that has nothing to change, so that none of it is committed. */
class NothingNewer extends Error {}

/**
 * Plans the schedules anew whose hours or days are others than before, once the content follows them: instants by the
 * rule, but for those that somebody asked for and that may still be. What they leave without a slot ends.
 * @param except a schedule that is being edited, and planned by that.
 */
export async function moveToNewHours(edit: Edit, except: Id | null): Promise<void> {
  const { trx, at, state } = edit;
  const followed = await readFollowed(trx, await followedUses(trx, state.arContent.id));
  let after = state;
  for (const before of state.schedules.filter(({ id, revision_pending }) => revision_pending && id !== except)) {
    const schedule = underOtherHours({ ...before, opening: openingOf(before, followed), revision_pending: false }, at);
    after = withSchedule(after, schedule);
    edit.retime(schedule.id, { kind: 'bounds_changed' });
    if (schedule.is_active === before.is_active) continue;
    await auditSchedule(edit, schedule.is_active ? 'reopen' : 'end', schedule.id, before, schedule);
    if (!schedule.is_active) await tellEnded(trx, state.arContent, schedule, at);
  }
  await edit.save(after);
}

/**
 * Brings a content over to the newest revision of each daypart and calendar that it uses, in one edit. One that follows
 * them already, and one that is gone, is left as it is; so it may be repeated.
 * @throws AppError `database_unavailable`, `busy`
 */
export async function bringOver(planner: Pick<EditDoor, 'edit'>, caller: Caller, arContentId: Id): Promise<void> {
  try {
    await planner.edit(arContentId, caller, async (edit) => {
      const { trx, state } = edit;
      const before = await followedUses(trx, arContentId);
      if (!(await followNewest(trx, arContentId))) throw new NothingNewer();
      await saveUses(trx, arContentId);
      // Should hours of a video or an override change what is shown.
      edit.because({ cause: 'window' });
      await moveToNewHours(edit, null);
      await audit(trx, caller, {
        companyId: state.arContent.company_id,
        action: 'ar_content.bring_over',
        subject: `ar_content:${arContentId}`,
        before,
        after: await followedUses(trx, arContentId),
      });
      return () => undefined;
    });
  } catch (error) {
    const isGone = error instanceof AppError && error.code === 'not_found';
    if (!isGone && !(error instanceof NothingNewer)) throw error;
  }
}
