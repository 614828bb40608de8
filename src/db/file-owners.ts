import type { Id } from '../domain/scalars.js';
import type { Database } from './database.js';

/** The company whose files a video or a storage move is about; null: there is no such one. */
export const createFileOwners =
  (db: Database) =>
  async (subject: { videoId: Id } | { moveId: Id }): Promise<Id | null> => {
    const query =
      'moveId' in subject
        ? db('storage_moves').where('id', subject.moveId)
        : db('videos AS v').join('ar_content AS c', 'c.id', 'v.ar_content_id').where('v.id', subject.videoId);
    const row: { company_id: Id } | undefined = await query.first('company_id');
    return row?.company_id ?? null;
  };
