import type { Knex } from 'knex';
import type { FoundBadge } from '../domain/content-badges.js';
import { UUID, type Id, type Instant } from '../domain/scalars.js';
import type { Database } from './database.js';

/** What contents have to be; undefined: whatever they are. */
export interface ContentConditions {
  ids?: readonly Id[] | undefined;
  unique_id?: string | undefined;
  /** Those of one company. */
  state?: FoundBadge | undefined;
  /** Late is what had its next step by then. */
  lateSince: Instant;
  /** A part of the title in any letter case, or the beginning of the uuid; of contents of one company. */
  q?: string | undefined;
  project_id?: Id | undefined;
  is_active?: boolean | undefined;
  video_rotation_enabled?: boolean | undefined;
}

/** A condition on `ar_content c`, and the ids of what meets it by an index; null: no index knows. */
export interface Condition {
  holds: Knex.Raw;
  ids: Knex.Raw | null;
}

/** Fewer characters are not among the parts that the index of titles knows. */
const INDEXED_FROM = 3;
const UUID_SHAPE = '00000000-0000-0000-0000-000000000000';
/** As many characters of a uuid are told apart from words. */
const UUID_FROM = 8;

/** Contents that are listed, by a column that is unique. */
const listed = (db: Database, column: string, values: Id[] | string[]): Condition => ({
  holds: db.raw('?? = ANY (?)', [`c.${column}`, values]),
  ids: db.raw('SELECT id FROM ar_content WHERE ?? = ANY (?)', [column, values]),
});

/**
 * Contents of a company by what is wrong with them. Their ids are asked for in the order of an index and by both of its
 * ends, as `inIndex` says: else Postgres may go through what is wrong with all companies.
 */
function byState(db: Database, companyId: Id | null, state: FoundBadge, lateSince: Instant): Condition {
  const ofTable = (table: string, where: string): Condition => ({
    holds: db.raw(`EXISTS (SELECT FROM ${table} f WHERE f.ar_content_id = c.id AND ${where})`),
    ids: db.raw(
      `SELECT DISTINCT company_id, ar_content_id AS id FROM ${table}
       WHERE company_id >= ? AND company_id <= ? AND ${where} ORDER BY company_id, ar_content_id`,
      [companyId, companyId],
    ),
  });
  if (state === 'paused') return ofTable('video_rotation_schedules', `inactive_reason = 'paused'`);
  if (state === 'failed_video') return ofTable('failed_videos', 'true');
  const since = lateSince / 1_000;
  return {
    holds: db.raw('c.next_step_at <= to_timestamp(?::float8)', [since]),
    ids: db.raw(
      `SELECT id FROM ar_content
       WHERE next_step_at IS NOT NULL AND company_id >= ? AND (company_id, next_step_at) <= (?, to_timestamp(?::float8))
       ORDER BY company_id, next_step_at`,
      [companyId, companyId, since],
    ),
  };
}

/** The first and the last uuid that begin so; null: none does. */
function uuidsFrom(text: string): [string, string] | null {
  const filled = (digit: string): string => text + UUID_SHAPE.slice(text.length).replaceAll('0', digit);
  return text.length >= UUID_FROM && UUID.test(filled('0')) ? [filled('0'), filled('f')] : null;
}

/** Contents of a company by a part of the title, or by how the uuid begins. */
function byText(db: Database, companyId: Id | null, q: string): Condition {
  const sought = db.raw('folded(?)', [q]);
  // Characters that mean something in a pattern stand for themselves.
  const inTitle = db.raw(String.raw`LIKE '%' || regexp_replace(?, '([\\%_])', '\\\1', 'g') || '%'`, [sought]);
  const titled = db.raw(
    `(SELECT ar_content_id AS id FROM content_titles
      WHERE company_id >= ? AND company_id <= ? AND parts @> parts_of(?, ?) AND folded ?
      ORDER BY company_id, title, ar_content_id)`,
    [companyId, companyId, companyId, sought, inTitle],
  );
  const uuids = uuidsFrom(q);
  const holds = db.raw('folded(c.title) ?', [inTitle]);
  if (uuids === null) return { holds, ids: q.length < INDEXED_FROM ? null : titled };
  const byUuid = db.raw('unique_id BETWEEN ? AND ?', uuids);
  return {
    holds: db.raw('(? OR c.?)', [holds, byUuid]),
    ids: db.raw('? UNION SELECT id FROM ar_content WHERE company_id = ? AND ?', [titled, companyId, byUuid]),
  };
}

const ofProject = (db: Database, companyId: Id | null, projectId: Id): Condition => ({
  holds: db.raw('c.project_id = ?', [projectId]),
  ids: db.raw(
    `SELECT id FROM ar_content WHERE (company_id, project_id) >= (?, ?) AND (company_id, project_id) <= (?, ?)
     ORDER BY company_id, project_id, id`,
    [companyId, projectId, companyId, projectId],
  ),
});

/** The conditions that are asked for; those that few contents meet come first. */
export function conditionsOf(db: Database, companyId: Id | null, asked: ContentConditions): Condition[] {
  const { ids, unique_id, state, q, lateSince, project_id, is_active, video_rotation_enabled } = asked;
  const found: Condition[] = [];
  if (ids !== undefined) found.push(listed(db, 'id', [...ids]));
  if (unique_id !== undefined) found.push(listed(db, 'unique_id', [unique_id]));
  if (state !== undefined) found.push(byState(db, companyId, state, lateSince));
  if (q !== undefined) found.push(byText(db, companyId, q));
  if (project_id !== undefined) found.push(ofProject(db, companyId, project_id));
  for (const [column, value] of Object.entries({ is_active, video_rotation_enabled })) {
    if (value !== undefined) found.push({ holds: db.raw('?? = ?', [`c.${column}`, value]), ids: null });
  }
  return found;
}
