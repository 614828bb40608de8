import type { Id, Instant } from '../domain/scalars.js';
import type { Queryable } from './database.js';

/** A row that wants a workflow, and the instant that the workflow waits for. */
export interface WorkflowRow {
  id: Id;
  next_at: Instant | null;
}

/** Rotation schedules with an id above `after`, by id. */
export function pageOfSchedules(queryable: Queryable, after: Id, limit: number): Promise<WorkflowRow[]> {
  return queryable('video_rotation_schedules')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .select('id', { next_at: 'next_rotation_at' })
    .then((rows) => rows as WorkflowRow[]);
}

/** AR contents with an id above `after`, by id, each with its first window edge or expiry that is not settled yet. */
export async function pageOfContentEdges(queryable: Queryable, after: Id, limit: number): Promise<WorkflowRow[]> {
  const { rows } = await queryable.raw<{ rows: WorkflowRow[] }>(
    `SELECT c.id, (
       SELECT min(edge) FROM (
         SELECT unnest(ARRAY[v.schedule_start, v.schedule_end, v.expires_at]) FROM videos v WHERE v.ar_content_id = c.id
         UNION ALL SELECT c.expires_at
       ) AS edges (edge) WHERE edge > c.settled_at) AS next_at
     FROM (SELECT id, settled_at, expires_at FROM ar_content WHERE id > ? ORDER BY id LIMIT ?) c ORDER BY c.id`,
    [after, limit],
  );
  return rows;
}

/** Videos in processing with an id above `after`, by id. They wait for no instant. */
export function pageOfProcessing(queryable: Queryable, after: Id, limit: number): Promise<WorkflowRow[]> {
  return queryable('videos')
    .where('status', 'processing')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .select('id', { next_at: queryable.raw('NULL') })
    .then((rows) => rows as WorkflowRow[]);
}

/** Moves that go on, with an id above `after`, by id. They wait for no instant. */
export function pageOfMoves(queryable: Queryable, after: Id, limit: number): Promise<WorkflowRow[]> {
  return queryable('storage_moves')
    .whereIn('status', ['pending', 'copying', 'switching'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .select('id', { next_at: queryable.raw('NULL') })
    .then((rows) => rows as WorkflowRow[]);
}

/** Those of the ids that are rows of the table. */
export async function existingIds(
  queryable: Queryable,
  table: 'video_rotation_schedules' | 'ar_content' | 'videos' | 'storage_moves',
  ids: readonly Id[],
): Promise<Set<Id>> {
  const rows = await queryable(table)
    .whereRaw('id = ANY (?)', [[...ids]])
    .select('id');
  return new Set(rows.map(({ id }: { id: Id }) => id));
}
