import { audit } from '../db/audit.js';
import type { Caller } from '../domain/caller.js';
import { notFound } from '../domain/errors.js';
import type { Id } from '../domain/scalars.js';
import type { Video } from '../domain/video.js';
import type { EditDoor } from './edit-door.js';
import type { Edit, Work } from './run-edit.js';

/** Edits the content of a video that is there. @throws AppError `not_found` */
export function editVideo<T>(
  planner: EditDoor,
  caller: Caller,
  videoId: Id,
  work: (edit: Edit, video: Video) => ReturnType<Work<T>>,
): Promise<T> {
  const missing = () => notFound('video', videoId);
  return planner.editOwnerOf('videos', videoId, caller, missing, (edit) => {
    const video = edit.state.videos.find(({ id }) => id === videoId);
    if (video === undefined) throw missing();
    return work(edit, video);
  });
}

/** Tells the audit log what was done to a video. */
export function auditVideo(
  edit: Edit,
  verb: string,
  id: Id,
  before: object | null,
  after: object | null,
): Promise<void> {
  const companyId = edit.state.arContent.company_id;
  return audit(edit.trx, edit.caller, { companyId, action: `video.${verb}`, subject: `video:${id}`, before, after });
}
