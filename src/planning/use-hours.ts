import { followedUses, followNewest, newestUses, saveUses } from '../db/content-uses.js';
import { readFollowed } from '../db/revisions.js';
import {
  calendarModeFaults,
  noSuchHours,
  openingOf,
  type KeepsHours,
  type Restricted,
} from '../domain/calendar/followed.js';
import type { Opening } from '../domain/calendar/opening.js';
import { AppError, invalidFields, type FieldError } from '../domain/errors.js';
import { must } from '../domain/must.js';
import { leavesNoSlot } from '../domain/plan/under-other-hours.js';
import { comesFrom } from '../domain/recurrence/rrule.js';
import { rruleStart } from '../domain/recurrence/rule-slots.js';
import { DAY_MS } from '../domain/recurrence/time-zone.js';
import type { TimingRule } from '../domain/recurrence/timing-rule.js';
import type { Id, Instant } from '../domain/scalars.js';
import { valueFaults } from '../domain/recurrence/validate-schedule.js';
import { moveToNewHours } from './bring-over.js';
import type { Edit } from './run-edit.js';

const MAX_USES = 20;

/** The columns that say to which hours and days a thing keeps. */
const HOURS_FIELDS = ['daypart_id', 'calendar_id', 'calendar_mode', 'time_zone'] as const;

/** What a client may say of them. */
export type HoursInput = Partial<Pick<Restricted, (typeof HOURS_FIELDS)[number]>>;

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
    faults.push(noSuchHours('daypart', daypart_id, company_id));
  }
  if (calendar_id !== null && uses.calendars.every(({ id }) => id !== calendar_id)) {
    faults.push(noSuchHours('calendar', calendar_id, company_id));
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

/** How far hours and days are looked at, as for slots: eight years, so that each 29 February has its turn. */
const HORIZON_MS = 2_922 * DAY_MS;

/**
 * Refuses hours and days that leave nothing of the time in which a thing may be shown. One that is over anyway is not
 * refused because of its hours. @param bounds of that time; `from` counts from now.
 * @throws AppError `validation_failed`
 */
export function refuseShut(
  { daypart_id, opening }: Pick<KeepsHours, 'daypart_id' | 'opening'>,
  noun: 'override' | 'video',
  bounds: { from: Instant; to: Instant },
): void {
  if (opening === null || bounds.from >= bounds.to) return;
  const end = Math.min(bounds.to, bounds.from + HORIZON_MS);
  if (opening.firstOpen(bounds.from) < end) return;
  const field = daypart_id === null ? 'calendar_id' : 'daypart_id';
  throw invalidFields([{ field, message: `leaves the ${noun} without a moment in the eight years to come` }]);
}

/** What is wrong with hours and days that a thing names, once they have the right shapes. */
export const hoursFaults = (restricted: Restricted): FieldError[] => [
  ...calendarModeFaults(restricted),
  ...valueFaults({ time_zone: restricted.time_zone }),
];

/** What a client changes of hours and days: a calendar that is taken away takes its mode along. */
export const changedHours = <T extends HoursInput>(changes: T): T =>
  changes.calendar_id === null && changes.calendar_mode === undefined ? { ...changes, calendar_mode: null } : changes;

/** Whether two versions of a thing keep to the same hours and days. */
export const isSameHours = (before: Restricted, after: Restricted): boolean =>
  HOURS_FIELDS.every((field) => before[field] === after[field]);

/** The time zone that things of a company have unless they are given another. */
export async function companyTimeZone({ trx, state }: Edit): Promise<string> {
  const { company_id } = state.arContent;
  const row = await trx<{ time_zone: string }>('companies').where('id', company_id).first('time_zone');
  return must(row, `company ${company_id}`).time_zone;
}

/**
 * Has the content follow what its things use after one of them was changed. One that begins to use something brings the
 * content over to the newest revision of all that it uses, so that it is held to one.
 * @param before null: the thing is new. @param after null: it is gone. @param schedule the thing, if it is a schedule.
 * @throws AppError `conflict` when the content uses too many
 */
export async function followUses(
  edit: Edit,
  before: Uses | null,
  after: Uses | null,
  schedule: Id | null = null,
): Promise<void> {
  if (isSameUse(before ?? NO_USES, after ?? NO_USES)) return;
  const { trx, state } = edit;
  const isBehind = after !== null && (await followNewest(trx, state.arContent.id));
  const count = await saveUses(trx, state.arContent.id);
  if (isBehind) await moveToNewHours(edit, schedule);
  if (count <= MAX_USES) return;
  throw new AppError('conflict', `An AR content may use ${MAX_USES} dayparts and calendars, and would use ${count}.`);
}
