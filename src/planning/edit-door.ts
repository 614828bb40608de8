import type { Caller } from '../domain/caller.js';
import type { AppError } from '../domain/errors.js';
import type { ObjectLimits } from '../domain/limits.js';
import type { Id } from '../domain/scalars.js';
import type { Work } from './run-edit.js';

/** Tables whose rows belong to a content. */
export type OwnedTable = 'video_rotation_schedules' | 'videos' | 'overrides';

/** What an edit of a content comes through: the one door, or a rehearsal of it. */
export interface EditDoor {
  /** How many things a content may have. */
  readonly limits: ObjectLimits;
  /** Changes a content or anything it depends on. @throws AppError `not_found`; whatever `work` throws. */
  edit<T>(arContentId: Id, caller: Caller, work: Work<T>): Promise<T>;
  /** Edits the content that a row belongs to. @param missing what is thrown when there is none for the caller. */
  editOwnerOf<T>(table: OwnedTable, id: Id, caller: Caller, missing: () => AppError, work: Work<T>): Promise<T>;
}
