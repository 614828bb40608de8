import { MOST_OF_DEMO, requireOnlyDemo } from '../../admin/company-edits.js';
import { deleteDaypart } from '../../admin/daypart-edits.js';
import type { Caller } from '../../domain/caller.js';
import type { Company } from '../../domain/company.js';
import { AppError } from '../../domain/errors.js';
import { requireRevision, type ExpectedRevision } from '../../domain/revision.js';
import type { Id } from '../../domain/scalars.js';
import { deleteContent } from '../../planning/content-edits.js';
import type { ApiDeps } from '../api-deps.js';

/** Carries out each deletion in turn; what is gone already was deleted by another request. */
async function deleteEach(things: readonly { id: Id }[], remove: (id: Id) => Promise<unknown>): Promise<void> {
  for (const { id } of things) {
    await remove(id).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    });
  }
}

/**
 * Deletes the AR contents of a demo, and the dayparts that they keep to: one by one, as anybody would, so that each is
 * told of and audited. Broken off, it has deleted some of them, and the demo is one still.
 * @throws AppError `precondition_failed`, or `conflict` when there is more in the company, with nothing changed; `busy`
 */
export async function emptyDemo(
  { admin, planner, repositories, settings }: ApiDeps,
  caller: Caller,
  demo: Company,
  expected: ExpectedRevision,
): Promise<void> {
  requireRevision(demo, expected);
  await requireOnlyDemo(admin, demo.id);
  // The client's key stands for the deletion of the company.
  const each: Caller = { ...caller, idempotency: null };
  const all = { companyId: demo.id, limit: MOST_OF_DEMO };
  const contents = await repositories.arContents.list(all);
  const doing = { expected: null, fileGraceMs: settings.deletedFileGraceMs };
  await deleteEach(
    contents.rows.map(({ arContent }) => arContent),
    (id) => deleteContent(planner, each, id, doing),
  );
  const dayparts = await repositories.calendars.listDayparts(all);
  await deleteEach(dayparts.rows, (id) => deleteDaypart(admin, each, id, null));
}
