import { newestUses, saveUses } from '../db/content-uses.js';
import { readFollowed } from '../db/revisions.js';
import { openingOf, type Restricted } from '../domain/calendar/followed.js';
import type { Opening } from '../domain/calendar/opening.js';
import { AppError, invalidFields } from '../domain/errors.js';
import { must } from '../domain/must.js';
import { nextSlot } from '../domain/recurrence/next-slot.js';
import { comesFrom } from '../domain/recurrence/rrule.js';
import { rruleStart } from '../domain/recurrence/rule-slots.js';
import type { TimingRule } from '../domain/recurrence/timing-rule.js';
import type { Instant } from '../domain/scalars.js';
import type { Edit } from './run-edit.js';

const MAX_USES = 20;

/**
 * When a thing of the content may be, by the newest revisions of the daypart and the calendar that it names.
 * @throws AppError `validation_failed` when its company has none of these ids
 */
async function openingFor({ trx, state }: Edit, restricted: Restricted): Promise<Opening | null> {
  const { daypart_id, calendar_id } = restricted;
  if (daypart_id === null && calendar_id === null) return null;
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

/** A thing with its opening, as it will follow it. @throws AppError `validation_failed` when its company has none of these ids */
export const withOpening = async <T extends Restricted>(
  edit: Edit,
  restricted: T,
): Promise<T & { opening: Opening | null }> => ({
  ...restricted,
  opening: await openingFor(edit, restricted),
});

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
  if (schedule.opening === null || nextSlot(schedule, at) !== null) return;
  if (nextSlot({ ...schedule, opening: null }, at) === null) return;
  const field = schedule.daypart_id === null ? 'calendar_id' : 'daypart_id';
  throw invalidFields([{ field, message: 'leaves the schedule without a slot in the eight years to come' }]);
}

const usesOf = ({ daypart_id, calendar_id }: Pick<Restricted, 'daypart_id' | 'calendar_id'>): string =>
  `${daypart_id} ${calendar_id}`;

/**
 * Has the content follow what its things use after one of them was changed; null: it was not, or is no longer there.
 * @throws AppError `conflict` when the content uses too many
 */
export async function followUses(
  { trx, state }: Edit,
  before: Pick<Restricted, 'daypart_id' | 'calendar_id'> | null,
  after: Pick<Restricted, 'daypart_id' | 'calendar_id'> | null,
): Promise<void> {
  const none = { daypart_id: null, calendar_id: null };
  if (usesOf(before ?? none) === usesOf(after ?? none)) return;
  const count = await saveUses(trx, state.arContent.id);
  if (count <= MAX_USES) return;
  throw new AppError('conflict', `An AR content may use ${MAX_USES} dayparts and calendars, and would use ${count}.`);
}
