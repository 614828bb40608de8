import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { insertDaypartRevision } from '../db/calendar-revisions.js';
import { requireRoomFor } from '../db/companies.js';
import type { Transaction } from '../db/database.js';
import { rolloutOf } from '../db/rollouts.js';
import type { Daypart, WithRollout } from '../domain/calendar/calendar.js';
import { daypartFaults, type DaypartHours } from '../domain/calendar/daypart.js';
import type { Caller } from '../domain/caller.js';
import { invalidFields } from '../domain/errors.js';
import type { ExpectedRevision } from '../domain/revision.js';
import type { Id } from '../domain/scalars.js';
import type { AdminDoor } from './admin-door.js';
import { usesByContents } from './refuse-used.js';
import { rollOut } from './roll-out.js';

/** What a client says of a daypart. */
export interface DaypartInput {
  company_id: Id;
  name: string;
  hours: readonly DaypartHours[];
  time_zone?: string | null;
  closed_calendar_id?: Id | null;
}

const DAYPARTS = { table: 'dayparts', things: 'dayparts', variable: 'MAX_DAYPARTS_PER_COMPANY' };

/** What decides hours and days; a change of one makes a new revision. */
const DECIDING = ['time_zone', 'hours', 'closed_calendar_id'] as const;

async function refuseFaults(
  trx: Transaction,
  companyId: Id,
  { hours, closed_calendar_id }: Partial<DaypartInput>,
): Promise<void> {
  const faults = daypartFaults(hours ?? []);
  if (closed_calendar_id != null) {
    const owned = { id: closed_calendar_id, company_id: companyId };
    const calendar: unknown = await trx('calendars').where(owned).forKeyShare().first('id');
    const message = `there is no calendar ${closed_calendar_id} in company ${companyId}`;
    if (calendar === undefined) faults.push({ field: 'closed_calendar_id', message, code: 'not_there' });
  }
  if (faults.length > 0) throw invalidFields(faults);
}

/** The columns of a daypart's row: a list of hours is written as JSON. */
const columnsOf = <T extends Partial<DaypartInput>>({ hours, ...rest }: T) => ({
  ...rest,
  ...(hours && { hours: JSON.stringify(hours) }),
});

/** @throws AppError `validation_failed`; `conflict` when the company has too many */
export const createDaypart = (admin: AdminDoor, caller: Caller, input: DaypartInput): Promise<WithRollout<Daypart>> =>
  admin.create(caller, 'daypart', async (creation) => {
    const { trx } = creation;
    await requireRoomFor(trx, input.company_id, { ...DAYPARTS, limit: admin.limits.daypartsPerCompany });
    await refuseFaults(trx, input.company_id, input);
    const daypart = await creation.insert({ ...columnsOf(input), revision_id: randomUUID() });
    await insertDaypartRevision(trx, daypart);
    return { ...daypart, rollout: null };
  });

/**
 * Changes the given fields of a daypart. Other hours, another zone or another calendar make a new revision, to which a
 * workflow brings the contents that follow it; another name does not.
 * @param changesOf tells what to change, from the daypart as it is.
 * @throws AppError `not_found`, `precondition_failed`, `validation_failed`; and whatever `changesOf` throws
 */
export const updateDaypart = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  changesOf: (before: WithRollout<Daypart>) => Partial<Omit<DaypartInput, 'company_id'>>,
  expected: ExpectedRevision,
): Promise<WithRollout<Daypart>> =>
  admin.edit(caller, { noun: 'daypart', id, verb: 'update', expected }, async (edit) => {
    const { trx, before } = edit;
    const rollout = await rolloutOf(trx, 'daypart', id);
    const changes = changesOf({ ...before, rollout });
    await refuseFaults(trx, before.company_id, changes);
    const after = { ...before, ...changes };
    const isSame = DECIDING.every((field) => isDeepStrictEqual(before[field], after[field]));
    if (isSame) return { ...(await edit.change(columnsOf(changes))), rollout };
    const revision_id = randomUUID();
    await insertDaypartRevision(trx, { ...after, revision_id });
    return rollOut(edit, 'daypart', await edit.change({ ...columnsOf(changes), revision_id }));
  });

/** @throws AppError `not_found`, `precondition_failed`, `conflict` when it is in use */
export const deleteDaypart = (
  admin: AdminDoor,
  caller: Caller,
  id: Id,
  expected: ExpectedRevision,
): Promise<{ id: Id }> =>
  admin.edit(caller, { noun: 'daypart', id, verb: 'delete', expected }, async ({ trx, ...edit }) =>
    edit.remove(await usesByContents(trx, 'daypart', id)),
  );
