import type { BulkFilter } from '../domain/bulk.js';
import type { Id } from '../domain/scalars.js';
import type { FoundSchedule } from './bulk-proposals.js';
import { toTimestamp, type Database } from './database.js';

/** Schedules that one statement looks at: it takes some milliseconds, however many the company has. */
const LOOK = 5_000;

type Value = string | number | boolean | Id[];
type Condition = [condition: string, value: Value];

const isGiven = (one: [string, Value | undefined]): one is Condition => one[1] !== undefined;

/** What a schedule `s` has to be; each with its value. */
function conditionsOf(filter: BulkFilter): Condition[] {
  const { project_id, ar_content_ids, schedule_ids, rotation_type, is_active, late, failed, due_before } = filter;
  const conditions: [string, Value | undefined][] = [
    ['EXISTS (SELECT FROM ar_content c WHERE c.id = s.ar_content_id AND c.project_id = ?)', project_id],
    ['s.ar_content_id = ANY (?::bigint[])', ar_content_ids && [...ar_content_ids]],
    ['s.id = ANY (?::bigint[])', schedule_ids && [...schedule_ids]],
    ['s.rotation_type = ?', rotation_type],
    ['s.is_active = ?', is_active],
    ['(s.late_count > 0) = ?', late],
    ['(s.failed_count > 0) = ?', failed],
    ['s.next_rotation_at <= ?', due_before === undefined ? undefined : toTimestamp(due_before)],
  ];
  return conditions.filter(isGiven);
}

interface Look {
  looked: number;
  last: Id;
  found: FoundSchedule[] | null;
}

/**
 * The schedules of a company that fit a filter, those of one content beside each other; `limit` and one more at most.
 * They are looked for piece by piece, so that no statement takes long, however many there are.
 */
export async function findBulkSchedules(
  db: Database,
  companyId: Id,
  filter: BulkFilter,
  limit: number,
): Promise<FoundSchedule[]> {
  const conditions = conditionsOf(filter);
  const fits = conditions.map(([condition]) => condition).join(' AND ') || 'true';
  const values = conditions.map(([, value]) => value);
  const wanted = filter.schedule_ids ?? [];
  const found: FoundSchedule[] = [];
  let from = wanted.length === 0 ? 1 : Math.min(...wanted);
  for (let isLast = false; !isLast && found.length <= limit;) {
    const { rows } = await db.raw<{ rows: Look[] }>(
      `SELECT count(*)::int AS looked, max(s.id) AS last,
         jsonb_agg(jsonb_build_object('id', s.id, 'ar_content_id', s.ar_content_id) ORDER BY s.id) FILTER (WHERE ${fits}) AS found
       FROM (SELECT * FROM video_rotation_schedules WHERE (company_id, id) >= (?, ?) AND company_id <= ?
             ORDER BY company_id, id LIMIT ${LOOK}) s`,
      [...values, companyId, from, companyId],
    );
    const [look] = rows;
    found.push(...(look?.found ?? []));
    isLast = (look?.looked ?? 0) < LOOK;
    from = (look?.last ?? 0) + 1;
  }
  return found.slice(0, limit + 1).toSorted((a, b) => a.ar_content_id - b.ar_content_id || a.id - b.id);
}
