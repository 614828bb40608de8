import type { DaySet } from '../domain/calendar/day-set.js';
import { weekHours, type DaypartHours } from '../domain/calendar/daypart.js';
import type { DaypartRule, Followed } from '../domain/calendar/followed.js';
import type { Id } from '../domain/scalars.js';
import type { Queryable } from './database.js';

/** A daypart or a calendar that is used, and which revision of it. */
export interface UsedRevision {
  id: Id;
  revision_id: string;
}

/**
 * A revision is no longer there: nothing follows it any more, so whoever read of it did so before that. What was read is
 * to be read again.
 */
class RevisionGone extends Error {
  constructor(id: string) {
    super(`Revision ${id} is gone.`);
  }
}

/** Some megabytes: a century of days takes 6 KB. */
const MAX_KEPT = 2_000;

/**
 * The revisions that were read, by their ids: they never change, and no two databases share one, so each is read and
 * worked out once in a process, however many contents follow it.
 */
class KeptRevisions<T> {
  readonly #kept = new Map<string, T>();
  readonly #read: (queryable: Queryable, ids: readonly string[]) => Promise<(readonly [string, T])[]>;

  constructor(read: (queryable: Queryable, ids: readonly string[]) => Promise<(readonly [string, T])[]>) {
    this.#read = read;
  }

  /** What the revisions of some uses say, by the ids of what they are revisions of. */
  async of(queryable: Queryable, uses: readonly UsedRevision[]): Promise<Map<Id, T>> {
    const found = new Map<string, T>();
    for (const { revision_id } of uses) {
      const kept = this.#kept.get(revision_id);
      if (kept !== undefined) found.set(revision_id, kept);
    }
    const missing = uses.map(({ revision_id }) => revision_id).filter((id) => !found.has(id));
    const read = missing.length === 0 ? [] : await this.#read(queryable, missing);
    for (const [id, revision] of read) {
      found.set(id, revision);
      this.#keep(id, revision);
    }
    return new Map(
      uses.map(({ id, revision_id }) => {
        const revision = found.get(revision_id);
        if (revision === undefined) throw new RevisionGone(revision_id);
        return [id, revision];
      }),
    );
  }

  #keep(id: string, revision: T): void {
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(id, revision);
  }
}

interface CalendarRow {
  id: string;
  first_day: number;
  day_bits: Buffer;
}

interface DaypartRow {
  id: string;
  time_zone: string | null;
  hours: DaypartHours[];
  closed_calendar_id: Id | null;
}

const calendars = new KeptRevisions<DaySet>(async (queryable, ids) => {
  const rows: CalendarRow[] = await queryable('calendar_revisions').whereIn('id', ids);
  return rows.map(({ id, first_day: first, day_bits: bits }) => [id, { first, bits: new Uint8Array(bits) }]);
});

const dayparts = new KeptRevisions<DaypartRule>(async (queryable, ids) => {
  const rows: DaypartRow[] = await queryable('daypart_revisions').whereIn('id', ids);
  return rows.map(({ id, time_zone: timeZone, hours, closed_calendar_id: closedCalendarId }) => [
    id,
    { timeZone, hours: weekHours(hours), closedCalendarId },
  ]);
});

/**
 * What the revisions in use say; asks the database only for those that this process has not read yet.
 * @throws RevisionGone when one of them was removed since it was read which are in use; see `readAgain`.
 */
export async function readFollowed(
  queryable: Queryable,
  uses: { dayparts: readonly UsedRevision[]; calendars: readonly UsedRevision[] },
): Promise<Followed> {
  return {
    dayparts: await dayparts.of(queryable, uses.dayparts),
    calendars: await calendars.of(queryable, uses.calendars),
  };
}

/** Somebody would have to remove what was just read as often as that. */
const READS = 5;

/** Reads what follows revisions, and reads it again when one of them was removed between two statements. */
export async function readAgain<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof RevisionGone) || attempt === READS) throw error;
    }
  }
}
