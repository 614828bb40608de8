import type { Database } from '../../src/db/database.js';
import type { Id } from '../../src/domain/scalars.js';
import type { Planner } from '../../src/planning/planner.js';
import { createSchedule, type ScheduleInput } from '../../src/planning/schedule-edits.js';
import { insertContent, insertVideo } from './builders.js';
import { CALLER } from './planning.js';

/** Contents of a company with a video and a schedule each; the ids of the contents. */
export async function contentsWith(
  { db, planner, company_id, count }: { db: Database; planner: Planner; company_id: Id; count: number },
  schedule: Omit<ScheduleInput, 'video_sequence'>,
): Promise<Id[]> {
  const ids: Id[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id } = await insertContent(db, { company_id, settled_at: planner.clock.now() });
    const video = await insertVideo(db, id);
    await createSchedule(planner, CALLER, id, { ...schedule, video_sequence: [video.id] });
    ids.push(id);
  }
  return ids;
}

/** Keeps everybody from editing a content until `release` is called. */
export async function holdContent(db: Database, id: Id): Promise<{ release: () => Promise<void> }> {
  const trx = await db.transaction();
  await trx('ar_content').where({ id }).forUpdate().first('id');
  return { release: async () => void (await trx.commit()) };
}
