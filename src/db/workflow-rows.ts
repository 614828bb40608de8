import type { Knex } from 'knex';
import type { Id, Instant } from '../domain/scalars.js';
import type { WorkflowKind } from '../domain/workflow-kinds.js';
import type { Database } from './database.js';

/** A row that may want a workflow, and the instant that the workflow waits for; null: for none. */
export interface WorkflowRow {
  id: Id;
  next_at: Instant | null;
  /** When that changed last; not known of workflows whose instants are not compared. */
  changed_at?: Instant;
}

/** The rows of one kind of workflow. */
export interface WorkflowRows {
  /** Where they are. A workflow whose row is not there is cancelled. */
  table: string;
  /** Those with an id above `after` that may want a workflow, by id. */
  page: (db: Database, after: Id, limit: number) => Promise<WorkflowRow[]>;
  /** Whether a row that waits for no instant wants a workflow, too. */
  wantedWithoutInstant: boolean;
}

async function pageOf(rows: Knex.QueryBuilder, after: Id, limit: number): Promise<WorkflowRow[]> {
  const page: WorkflowRow[] = await rows.where('id', '>', after).orderBy('id').limit(limit).select('id');
  return page;
}

/** Rotation schedules, active or not, so that operators see each of them. */
function pageOfSchedules(db: Database, after: Id, limit: number): Promise<WorkflowRow[]> {
  return pageOf(
    db('video_rotation_schedules').select({
      next_at: db.raw('coalesce(next_rotation_at, resume_at)'),
      changed_at: db.raw('greatest(updated_at, last_slot_at, last_rotation_at)'),
    }),
    after,
    limit,
  );
}

/** AR contents, each with its first edge or expiry that is not settled yet. */
async function pageOfContentEdges(db: Database, after: Id, limit: number): Promise<WorkflowRow[]> {
  const { rows } = await db.raw<{ rows: WorkflowRow[] }>(
    `SELECT c.id, (
       SELECT min(edge) FROM (
         SELECT unnest(ARRAY[v.schedule_start, v.schedule_end, v.expires_at]) FROM videos v WHERE v.ar_content_id = c.id
         UNION ALL SELECT c.expires_at
         UNION ALL SELECT c.next_hours_at
         UNION ALL SELECT unnest(ARRAY[o.starts_at, o.ends_at]) FROM overrides o
           WHERE o.ar_content_id = c.id AND coalesce(o.ends_at, 'infinity') > c.settled_at
       ) AS edges (edge) WHERE edge > c.settled_at) AS next_at
     FROM (SELECT id, settled_at, expires_at, next_hours_at FROM ar_content WHERE id > ? ORDER BY id LIMIT ?) c ORDER BY c.id`,
    [after, limit],
  );
  return rows;
}

/** Videos in processing. */
function pageOfProcessing(db: Database, after: Id, limit: number): Promise<WorkflowRow[]> {
  const videos = db('videos').where('status', 'processing');
  return pageOf(videos.select({ next_at: db.raw('NULL') }), after, limit);
}

/** Moves that go on. */
function pageOfMoves(db: Database, after: Id, limit: number): Promise<WorkflowRow[]> {
  const moves = db('storage_moves').whereIn('status', ['pending', 'copying', 'switching']);
  return pageOf(moves.select({ next_at: db.raw('NULL') }), after, limit);
}

/** Endpoints that are not given up, whether anything waits for them or not, so that operators see each of them. */
function pageOfWebhooks(db: Database, after: Id, limit: number): Promise<WorkflowRow[]> {
  const webhooks = db('webhooks').where('status', 'active');
  return pageOf(webhooks.select({ next_at: db.raw('NULL') }), after, limit);
}

/** Rollouts, each of which is there as long as it is under way. */
function pageOfRollouts(db: Database, after: Id, limit: number): Promise<WorkflowRow[]> {
  return pageOf(db('rollouts').select({ next_at: db.raw('NULL') }), after, limit);
}

/** Releases that are not over, or of which nobody was told that they are. */
function pageOfReleases(db: Database, after: Id, limit: number): Promise<WorkflowRow[]> {
  const releases = db('releases').whereNull('cancelled_at').whereRaw(`told IS DISTINCT FROM 'over'`);
  const next_at = db.raw('CASE WHEN told IS NULL THEN live_at ELSE revert_at END');
  return pageOf(releases.select({ next_at }), after, limit);
}

/** Bulks that are not over. */
function pageOfBulks(db: Database, after: Id, limit: number): Promise<WorkflowRow[]> {
  const bulks = db('bulks').where('status', 'under_way');
  return pageOf(bulks.select({ next_at: db.raw('NULL') }), after, limit);
}

/** Which rows each kind of workflow carries out. */
export const WORKFLOW_ROWS: Readonly<Record<WorkflowKind, WorkflowRows>> = {
  schedule: { table: 'video_rotation_schedules', page: pageOfSchedules, wantedWithoutInstant: true },
  windows: { table: 'ar_content', page: pageOfContentEdges, wantedWithoutInstant: false },
  processing: { table: 'videos', page: pageOfProcessing, wantedWithoutInstant: true },
  move: { table: 'storage_moves', page: pageOfMoves, wantedWithoutInstant: true },
  webhook: { table: 'webhooks', page: pageOfWebhooks, wantedWithoutInstant: true },
  rollout: { table: 'rollouts', page: pageOfRollouts, wantedWithoutInstant: true },
  release: { table: 'releases', page: pageOfReleases, wantedWithoutInstant: true },
  bulk: { table: 'bulks', page: pageOfBulks, wantedWithoutInstant: true },
};

/** Those of the ids whose row is there. */
export async function existingIds(db: Database, kind: WorkflowKind, ids: readonly Id[]): Promise<Set<Id>> {
  if (ids.length === 0) return new Set();
  const rows = await db(WORKFLOW_ROWS[kind].table)
    .whereRaw('id = ANY (?)', [[...ids]])
    .select('id');
  return new Set(rows.map(({ id }: { id: Id }) => id));
}
