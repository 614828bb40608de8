import type { Database } from '../../src/db/database.js';
import { enqueue } from '../../src/db/outbox.js';
import type { Id, Instant } from '../../src/domain/scalars.js';
import { workflowId } from '../../src/domain/workflow-kinds.js';

/** A content that shows its first video, with a schedule that is due at an instant. */
export interface BenchContent {
  id: Id;
  uniqueId: string;
  /** In the order in which they are shown. */
  videoIds: [Id, Id];
  scheduleId: Id;
  dueAt: Instant;
}

/** Long enough that a schedule is due once only while anything is measured. */
const ONCE_SECONDS = 30 * 86_400;

interface Row {
  id: Id;
  unique_id: string;
  spring: Id;
  summer: Id;
  schedule_id: Id;
  due_at: Instant;
}

/** @returns its id */
export async function makeCompany(db: Database): Promise<Id> {
  const [row]: { id: Id }[] = await db('companies').insert({ name: 'Bench' }).returning('id');
  if (row === undefined) throw new Error('No company was made.');
  return row.id;
}

/**
 * Makes contents by SQL, as the planner would have left them: one for each instant, whose schedule is due then and every
 * `everySeconds` from there on. No workflow is started. They are those of a company of their own, unless it is given.
 */
export async function makeContents(
  db: Database,
  dues: readonly Instant[],
  everySeconds = ONCE_SECONDS,
  companyId?: Id,
): Promise<BenchContent[]> {
  const owner = companyId ?? (await makeCompany(db));
  const { rows } = await db.raw<{ rows: Row[] }>(
    `WITH due AS (
       SELECT n, nextval(pg_get_serial_sequence('ar_content', 'id')) AS id,
         nextval(pg_get_serial_sequence('videos', 'id')) AS spring,
         nextval(pg_get_serial_sequence('videos', 'id')) AS summer,
         nextval(pg_get_serial_sequence('video_rotation_schedules', 'id')) AS schedule_id,
         to_timestamp(ms / 1000.0) AS at
       FROM unnest(?::float8[]) WITH ORDINALITY AS given (ms, n)
     ), contents AS (
       INSERT INTO ar_content (id, company_id, title, settled_at, next_step_at, active_video_id, active_reason)
       OVERRIDING SYSTEM VALUE
       SELECT due.id, ?, 'Portrait ' || n, clock_timestamp(), at, spring, 'manual' FROM due
       RETURNING id, unique_id
     ), movies AS (
       INSERT INTO videos (id, ar_content_id, title, status, video_path, video_url, thumbnail_url, duration, width,
         height, size_bytes, mime_type, rotation_order)
       OVERRIDING SYSTEM VALUE
       SELECT video.id, due.id, video.title, 'ready', 'x.mp4', '/media/1/videos/x.mp4', '/media/1/thumbnails/x.jpg', 6,
         640, 360, 1000, 'video/mp4', 0
       FROM due, LATERAL (VALUES (spring, 'Spring'), (summer, 'Summer')) AS video (id, title)
     ), schedules AS (
       INSERT INTO video_rotation_schedules (id, ar_content_id, rotation_type, interval_seconds, interval_anchor,
         time_zone, video_sequence, current_index, position_pending, next_rotation_at, next_video_id, random_seed)
       OVERRIDING SYSTEM VALUE
       SELECT schedule_id, id, 'interval', ?, at, 'UTC', ARRAY[spring, summer], 0, false, at, summer, 1 FROM due
     )
     SELECT due.id, unique_id, spring, summer, schedule_id, at AS due_at
     FROM due JOIN contents USING (id) ORDER BY n`,
    [[...dues], owner, everySeconds],
  );
  return rows.map(({ id, unique_id, spring, summer, schedule_id, due_at }) => ({
    id,
    uniqueId: unique_id,
    videoIds: [spring, summer],
    scheduleId: schedule_id,
    dueAt: due_at,
  }));
}

/** Has the worker's relay start the workflows of these contents, as the reconciler does. */
export async function startWorkflows(db: Database, contents: readonly BenchContent[]): Promise<void> {
  await enqueue(db, new Map(contents.map(({ scheduleId }) => [workflowId('schedule', scheduleId), 'poke'])));
}
