import { audit } from '../db/audit.js';
import { toRow, type Database } from '../db/database.js';
import { requireRoomFor } from '../db/companies.js';
import { onlyRow, orConflict } from '../db/rows.js';
import type { Caller } from '../domain/caller.js';
import { changesOf, type Changes } from '../domain/changes.js';
import { requireShowable, withManualVideo } from '../domain/plan/edits.js';
import { invalidFields } from '../domain/errors.js';
import { withoutPointer } from '../domain/plan/fold-plan.js';
import { type ExpectedRevision, requireRevision } from '../domain/revision.js';
import type { ArContent } from '../domain/ar-content.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id } from '../domain/scalars.js';
import { workflowId } from '../domain/workflow-kinds.js';
import { committedState } from './committed.js';
import type { EditDoor } from './edit-door.js';
import type { Planner } from './planner.js';
import type { Edit, StateAt } from './run-edit.js';
import { forgetRequestedActivations } from './activate-by-hand.js';
import { releaseFiles } from './video-edits.js';

/** What a client says of a new AR content. */
export interface ContentInput {
  company_id: Id;
  title: string;
  project_id?: Id | null;
  /** The public uuid, for contents that are printed already; made up otherwise. */
  unique_id?: string;
  video_rotation_enabled?: boolean;
  is_active?: boolean;
  expires_at?: number | null;
}

/** What a client may change of an AR content. `active_video_id` activates a video; null clears. */
export type ContentChanges = Partial<
  Pick<
    ArContent,
    | 'title'
    | 'project_id'
    | 'default_video_id'
    | 'active_video_id'
    | 'video_rotation_enabled'
    | 'is_active'
    | 'expires_at'
  >
>;

async function refuseForeignProject(
  queryable: Database | Edit['trx'],
  companyId: Id,
  projectId: Id | null | undefined,
): Promise<void> {
  if (projectId == null) return;
  const project: unknown = await queryable('projects').where({ id: projectId, company_id: companyId }).first('id');
  if (project === undefined) {
    throw invalidFields([
      { field: 'project_id', message: `there is no project ${projectId} in company ${companyId}`, code: 'not_there' },
    ]);
  }
}

const CONTENTS = { table: 'ar_content', things: 'AR contents', variable: 'MAX_CONTENTS_PER_COMPANY' };

/**
 * Makes an AR content, with nothing to show yet. The caller must be allowed to write in `input.company_id`.
 * @throws AppError `validation_failed`; `conflict` when the uuid is taken, or was once by another company, or when the
 *   company has too many contents.
 */
export function createContent(planner: Planner, caller: Caller, input: ContentInput): Promise<ArContent> {
  return planner.create(caller, async (trx, readClock) => {
    await requireRoomFor(trx, input.company_id, { ...CONTENTS, limit: planner.limits.contentsPerCompany });
    await refuseForeignProject(trx, input.company_id, input.project_id);
    const at = await readClock();
    const inserting = trx<ArContent>('ar_content')
      .insert(
        toRow({ ...input, settled_at: at, next_step_at: input.expires_at ?? null, created_at: at, updated_at: at }),
      )
      .returning('*');
    // Also when a content of another company had it and is gone: posters with it are about.
    const content = onlyRow(await orConflict(`The unique_id ${input.unique_id} is taken.`, inserting));
    const { id, company_id: companyId } = content;
    await audit(trx, caller, { companyId, action: 'ar_content.create', subject: `ar_content:${id}`, after: content });
    const hasEdge = (content.expires_at ?? at) > at;
    return { content, messages: new Map(hasEdge ? [[workflowId('windows', id), 'poke']] : []) };
  });
}

function requireVideo(state: ContentState, field: string, videoId: Id): ContentState['videos'][number] {
  const video = state.videos.find(({ id }) => id === videoId);
  if (video !== undefined) return video;
  throw invalidFields([{ field, message: `video ${videoId} is not one of this AR content`, code: 'not_there' }]);
}

async function setPointer(edit: Edit, videoId: Id | null): Promise<void> {
  await forgetRequestedActivations(edit);
  if (videoId === null) return edit.save(withoutPointer(edit.state));
  requireShowable(requireVideo(edit.state, 'active_video_id', videoId), edit.at);
  return edit.save(withManualVideo(edit.state, videoId));
}

/**
 * Changes the given fields of an AR content.
 * @param wanted those fields, or what tells them from the content as it is.
 * @returns its state as committed.
 * @throws AppError `not_found`, `validation_failed`, `precondition_failed`, `conflict` when a video cannot be activated.
 */
export function updateContent(
  planner: EditDoor,
  caller: Caller,
  arContentId: Id,
  wanted: Changes<ContentChanges, StateAt>,
  expected: ExpectedRevision,
): Promise<ContentState> {
  return planner.edit(arContentId, caller, async (edit) => {
    const before = edit.state.arContent;
    requireRevision(before, expected);
    const { active_video_id, ...changes } = changesOf(wanted, edit);
    await refuseForeignProject(edit.trx, before.company_id, changes.project_id);
    if (changes.default_video_id != null) requireVideo(edit.state, 'default_video_id', changes.default_video_id);
    const columns = { ...changes, revision: before.revision + 1, updated_at: edit.at };
    await edit.trx('ar_content').where('id', arContentId).update(toRow(columns));
    if (active_video_id !== undefined) await setPointer(edit, active_video_id);
    await audit(edit.trx, caller, {
      companyId: before.company_id,
      action: 'ar_content.update',
      subject: `ar_content:${arContentId}`,
      before,
      after: { ...before, ...columns, ...(active_video_id !== undefined && { active_video_id }) },
    });
    return committedState;
  });
}

/**
 * Deletes an AR content with its videos and schedules; their workflows are cancelled, their files go after a grace
 * period, and their history stays.
 * @throws AppError `not_found`, `precondition_failed`.
 */
export function deleteContent(
  planner: EditDoor,
  caller: Caller,
  arContentId: Id,
  options: { expected: ExpectedRevision; fileGraceMs: number },
): Promise<{ id: Id }> {
  return planner.edit(arContentId, caller, async (edit) => {
    const { arContent, videos } = edit.state;
    requireRevision(arContent, options.expected);
    for (const video of videos) await releaseFiles(edit.trx, video, edit.at + options.fileGraceMs);
    await edit.trx('ar_content').where('id', arContentId).del();
    await audit(edit.trx, caller, {
      companyId: arContent.company_id,
      action: 'ar_content.delete',
      subject: `ar_content:${arContentId}`,
      before: arContent,
    });
    return () => ({ id: arContentId });
  });
}
