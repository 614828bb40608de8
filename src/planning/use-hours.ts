import { followedUses, followNewest, newestUses, saveUses } from '../db/content-uses.js';
import { readFollowed } from '../db/revisions.js';
import { openingOf, type Restricted } from '../domain/calendar/followed.js';
import type { Opening } from '../domain/calendar/opening.js';
import { AppError, invalidFields } from '../domain/errors.js';
import { must } from '../domain/must.js';
import { leavesNoSlot } from '../domain/plan/under-other-hours.js';
import { comesFrom } from '../domain/recurrence/rrule.js';
import { rruleStart } from '../domain/recurrence/rule-slots.js';
import type { TimingRule } from '../domain/recurrence/timing-rule.js';
import type { Instant } from '../domain/scalars.js';
import { moveToNewHours } from './bring-over.js';
import type { Edit } from './run-edit.js';

const MAX_USES = 20;

/** What a thing names. */
type Uses = Pick<Restricted, 'daypart_id' | 'calendar_id'>;

const NO_USES: Uses = { daypart_id: null, calendar_id: null };

const isSameUse = (before: Uses, after: Uses): boolean =>
  before.daypart_id === after.daypart_id && before.calendar_id === after.calendar_id;

/** When a thing may be by the newest revisions. @throws AppError `validation_failed` when its company has none of its ids */
async function newestOpening({ trx, state }: Edit, restricted: Restricted): Promise<Opening | null> {
  const { daypart_id, calendar_id } = restricted;
  const { company_id } = state.arContent;
  const uses = await newestUses(trx, company_id, restricted);
  const faults = [];
  if (daypart_id !== null && uses.dayparts.length === 0) {
    faults.push({ field: 'daypart_id', message: `there is no daypart ${daypart_id} in company ${company_id}` });
  }
  if (calendar_id !== null && uses.calendars.every(({ id }) => id !== calendar_id)) {
    faults.push({ field: 'calendar_id', message: `there is no calendar ${calendar_id} in company ${company_id}` });
  }
  if (faults.length > 0) throw invalidFields(faults);
  return openingOf(restricted, await readFollowed(trx, uses));
}

/**
 * A thing with its opening, as it will follow it: by the newest revisions of a daypart and a calendar that it did not name
 * before, else by those that its content follows.
 * @throws AppError `validation_failed` when its company has none of these ids
 */
export async function withOpening<T extends Restricted>(
  edit: Edit,
  before: Restricted | null,
  after: T,
): Promise<T & { opening: Opening | null }> {
  if (isSameUse(after, NO_USES)) return { ...after, opening: null };
  if (!isSameUse(before ?? NO_USES, after)) return { ...after, opening: await newestOpening(edit, after) };
  const followed = await readFollowed(edit.trx, await followedUses(edit.trx, edit.state.arContent.id));
  return { ...after, opening: openingOf(after, followed) };
}

/** A rule that misses its days each time, as every fourth year from 2027 does the 29th of February. */
function refuseNeverFromAnchor(schedule: TimingRule): void {
  if (schedule.rotation_type !== 'rrule') return;
  const anchor = rruleStart(schedule);
  if (comesFrom(must(schedule.rrule, 'the rule of a schedule'), anchor)) return;
  const day = new Date(anchor).toISOString().slice(0, 10);
  throw invalidFields([{ field: 'rrule', message: `never fires: counted from ${day}, it meets no day that fits it` }]);
}

/**
 * Refuses a rule that never comes, and hours and days that leave one without a slot which has some without them.
 * @throws AppError `validation_failed`
 */
export function refuseNever(schedule: TimingRule & Restricted, at: Instant): void {
  refuseNeverFromAnchor(schedule);
  if (!leavesNoSlot(schedule, at)) return;
  const field = schedule.daypart_id === null ? 'calendar_id' : 'daypart_id';
  throw invalidFields([{ field, message: 'leaves the schedule without a slot in the eight years to come' }]);
}

/**
 * Has the content follow what its things use after one of them was changed. One that begins to use something brings the
 * content over to the newest revision of all that it uses, so that it is held to one.
 * @param before null: the thing is new. @param after null: it is gone.
 * @throws AppError `conflict` when the content uses too many
 */
export async function followUses(
  edit: Edit,
  before: (Restricted & { id: number }) | null,
  after: (Restricted & { id: number }) | null,
): Promise<void> {
  if (isSameUse(before ?? NO_USES, after ?? NO_USES)) return;
  const { trx, state } = edit;
  const isBehind = after !== null && (await followNewest(trx, state.arContent.id));
  const count = await saveUses(trx, state.arContent.id);
  if (isBehind) await moveToNewHours(edit, after.id);
  if (count <= MAX_USES) return;
  throw new AppError('conflict', `An AR content may use ${MAX_USES} dayparts and calendars, and would use ${count}.`);
}
