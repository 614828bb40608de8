import type { Id } from '../domain/scalars.js';
import type { Database } from './database.js';

/** A few megabytes. */
const MAX_KNOWN = 50_000;

interface Owner {
  arContentId: Id;
  companyId: Id;
}

/**
 * Finds the content and the company of a schedule or a content. Neither ever changes, so what is known is not asked
 * again: of what was deleted since, the content's state tells.
 */
export function createPlanOwners(db: Database) {
  const known = new Map<string, Owner>();
  return async (subject: { scheduleId: Id } | { arContentId: Id }): Promise<Owner | null> => {
    const key = 'scheduleId' in subject ? `schedule ${subject.scheduleId}` : `content ${subject.arContentId}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const query = db('ar_content as a');
    if ('scheduleId' in subject) {
      void query.join('video_rotation_schedules as s', 's.ar_content_id', 'a.id').where('s.id', subject.scheduleId);
    } else void query.where('a.id', subject.arContentId);
    const owner: Owner | undefined = await query.first('a.id as arContentId', 'a.company_id as companyId');
    if (owner === undefined) return null;
    const [oldest] = known.keys();
    if (known.size >= MAX_KNOWN && oldest !== undefined) known.delete(oldest);
    known.set(key, owner);
    return owner;
  };
}
