import type { ArContent } from '../domain/ar-content.js';
import {
  namesHours,
  sharedOpenings,
  type Followed,
  type KeepsHours,
  type Restricted,
} from '../domain/calendar/followed.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Override } from '../domain/override.js';
import type { RotationSchedule } from '../domain/rotation-schedule.js';
import type { Id } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';
import { isInstantColumn, type Queryable } from './database.js';
import { readAgain, readFollowed, type UsedRevision } from './revisions.js';

/** Instants inside of JSON come as ISO text. */
export function fromJson<T extends object>(row: T): T {
  const entries = Object.entries(row).map(([column, value]) => [
    column,
    typeof value === 'string' && isInstantColumn(column) ? Date.parse(value) : value,
  ]);
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the same fields, as their types say.
  return Object.fromEntries(entries) as T;
}

/** A revision that a content follows; `is_newest`: there is none to be brought over to. */
type FollowedRevision = UsedRevision & { is_newest: boolean };

/** What a row says of a thing. */
type OfRow<T extends KeepsHours> = Omit<T, 'opening' | 'revision_pending'>;

/** What `STATE_COLUMNS` gives. */
export interface StateRow {
  ar_content: ArContent;
  videos: OfRow<Video>[];
  schedules: (Omit<OfRow<RotationSchedule>, 'skips'> & { skips: string[] })[];
  overrides: OfRow<Override>[];
  dayparts: FollowedRevision[];
  calendars: FollowedRevision[];
}

/**
 * A content's state, of `ar_content c`: in one statement, so that all of an answer's inputs are of one moment. OFFSET 0
 * has Postgres look for the overrides that are not over before it thinks of their order: by the order alone it goes
 * through all that ever were.
 */
export const STATE_COLUMNS = `
  to_jsonb(c) AS ar_content,
    (SELECT coalesce(jsonb_agg(v ORDER BY v.id), '[]') FROM videos v WHERE v.ar_content_id = c.id) AS videos,
    (SELECT coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object('skips', (
         SELECT coalesce(jsonb_agg(k.slot_at ORDER BY k.slot_at), '[]') FROM schedule_skips k
         WHERE k.schedule_id = s.id AND k.slot_at > c.settled_at)) ORDER BY s.id), '[]')
       FROM video_rotation_schedules s WHERE s.ar_content_id = c.id) AS schedules,
    (SELECT coalesce(jsonb_agg(o ORDER BY o.id), '[]') FROM (
       SELECT * FROM overrides WHERE ar_content_id = c.id AND coalesce(ends_at, 'infinity') > c.settled_at
       OFFSET 0) o) AS overrides,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', u.daypart_id, 'revision_id', u.revision_id,
       'is_newest', d.revision_id = u.revision_id)), '[]')
       FROM content_dayparts u JOIN dayparts d ON d.id = u.daypart_id WHERE u.ar_content_id = c.id) AS dayparts,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', u.calendar_id, 'revision_id', u.revision_id,
       'is_newest', d.revision_id = u.revision_id)), '[]')
       FROM content_calendars u JOIN calendars d ON d.id = u.calendar_id WHERE u.ar_content_id = c.id) AS calendars`;

const SELECT_STATE = `SELECT ${STATE_COLUMNS} FROM ar_content c WHERE `;

/** Whether there is a newer revision of what a thing uses, the days on which its daypart is closed included. */
function isBehind(
  { dayparts, calendars }: Pick<StateRow, 'dayparts' | 'calendars'>,
  { daypart_id, calendar_id }: Restricted,
  followed: Followed,
): boolean {
  const closed = daypart_id === null ? null : followed.dayparts.get(daypart_id)?.closedCalendarId;
  const isOld = (uses: readonly FollowedRevision[], id: Id | null | undefined): boolean =>
    uses.some((use) => use.id === id && !use.is_newest);
  return isOld(dayparts, daypart_id) || isOld(calendars, calendar_id) || isOld(calendars, closed);
}

function stateOf(row: StateRow, followed: Followed): ContentState {
  const openingOf = sharedOpenings(followed);
  const keeping = <T extends Restricted>(thing: T): T & KeepsHours => {
    const kept = { opening: openingOf(thing), revision_pending: namesHours(thing) && isBehind(row, thing, followed) };
    return Object.assign(fromJson(thing), kept);
  };
  return {
    arContent: fromJson(row.ar_content),
    videos: row.videos.map(keeping),
    schedules: row.schedules.map(({ skips, ...schedule }) => ({
      ...keeping(schedule),
      skips: skips.map((slot) => Date.parse(slot)),
    })),
    overrides: row.overrides.map(keeping),
  };
}

/**
 * The state that a row holds. The revisions that it follows never change: it does not matter when they are read.
 * @throws RevisionGone when one was removed meanwhile, as the content no longer follows it: the row is to be read again.
 */
export const toState = async (queryable: Queryable, row: StateRow): Promise<ContentState> =>
  stateOf(row, await readFollowed(queryable, row));

/** By a prepared statement, as Postgres takes longer to plan it than to find the rows: 0.5 ms instead of 1.0. */
async function loadState(queryable: Queryable, where: string, value: Id | string): Promise<ContentState | null> {
  return readAgain(async () => {
    const query = queryable.raw<{ rows: StateRow[] }>(SELECT_STATE + where, [value]);
    const { rows } = await query.options({ name: `state ${where}` });
    const [row] = rows;
    return row === undefined ? null : toState(queryable, row);
  });
}

/** All that decides what the content shows; null when there is no such content. */
export const loadContentState = (queryable: Queryable, arContentId: Id): Promise<ContentState | null> =>
  loadState(queryable, 'c.id = ?', arContentId);

/** The same by the public uuid; `uniqueId` must be a uuid. */
export const loadContentStateByUniqueId = (queryable: Queryable, uniqueId: string): Promise<ContentState | null> =>
  loadState(queryable, 'c.unique_id = ?', uniqueId);

/** The states of several contents, by id, in one statement; a content that is gone is left out. */
export async function loadContentStates(queryable: Queryable, arContentIds: readonly Id[]): Promise<ContentState[]> {
  if (arContentIds.length === 0) return [];
  const where = 'c.id = ANY (?) ORDER BY c.id';
  return readAgain(async () => {
    const { rows } = await queryable.raw<{ rows: StateRow[] }>(SELECT_STATE + where, [[...arContentIds]]);
    const states: ContentState[] = [];
    for (const row of rows) states.push(await toState(queryable, row));
    return states;
  });
}
