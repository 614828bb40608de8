import { z } from 'zod';
import { isInstallationWide } from '../../domain/caller.js';
import { AppError, invalidFields } from '../../domain/errors.js';
import type { Page } from '../../db/pages.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import type { Id } from '../../domain/scalars.js';
import type { Video } from '../../domain/video.js';
import { isUnused } from '../../domain/unused-video.js';
import { deleteVideo } from '../../planning/video-edits.js';
import { takeUnusedVideos } from '../../admin/clean-ups.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import { idAnswer, idField, instantAnswer, toIso, wholeNumber } from '../http/fields.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { take } from './take.js';

const MAX_FOUND = 200;
const PAGE = 100;
/** A younger video may be about to be scheduled. */
const MIN_AGE_MS = 24 * 3_600_000;

const cleanUpBody = z
  .strictObject({
    company_id: idField.optional().meta({ description: "Implied with a company's key" }),
    ar_content_id: idField.optional().meta({ description: 'Looks at this AR content alone' }),
    limit: wholeNumber(1, MAX_FOUND).optional(),
    token: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Of the dry run: deletes what that told of. Without it nothing is deleted' }),
  })
  .meta({ id: 'UnusedVideosCleanUpInput' });

const videoFacts = z.strictObject({
  id: idAnswer,
  ar_content_id: idAnswer,
  title: z.string(),
  size_bytes: z.int().nullable(),
  created_at: instantAnswer,
});

const cleanUpAnswer = z
  .strictObject({
    dry_run: z.boolean(),
    videos: z.array(videoFacts).meta({ description: 'What would be deleted' }),
    deleted: z.array(idAnswer),
    kept: z.array(idAnswer).meta({ description: 'What the dry run told of and is in use by now' }),
    token: z.string().nullable(),
    expires_at: instantAnswer.nullable(),
    is_complete: z.boolean().meta({ description: 'Whether there were no more than these' }),
  })
  .meta({ id: 'UnusedVideosCleanUp' });

type Body = z.output<typeof cleanUpBody>;

async function* unusedVideos(deps: ApiDeps, caller: ApiCaller, body: Body): AsyncGenerator<Video> {
  const { arContents } = deps.repositories;
  const now = deps.clock.now();
  const isOld = ({ created_at }: Video): boolean => created_at <= now - MIN_AGE_MS;
  const { company_id, ar_content_id } = body;
  for (let after: Id | undefined = 0; after !== undefined;) {
    const page: Page<ContentState> =
      ar_content_id === undefined
        ? await arContents.list({ companyId: caller.companyId, company_id, after, limit: PAGE })
        : { rows: [await arContents.getState(ar_content_id, caller.companyId)], next: null };
    for (const committed of page.rows) {
      const { state } = await deps.present.of(committed, now);
      yield* state.videos.filter((video) => isOld(video) && isUnused(state, video, now));
    }
    after = page.next ?? undefined;
  }
}

async function tell(deps: ApiDeps, caller: ApiCaller, body: Body) {
  const { company_id, ar_content_id } = body;
  if (isInstallationWide(caller) && company_id === undefined && ar_content_id === undefined) {
    const message = 'give company_id or ar_content_id with an installation-wide key';
    throw invalidFields([{ field: 'company_id', message }]);
  }
  const { found, isComplete } = await take(unusedVideos(deps, caller, body), body.limit ?? MAX_FOUND);
  const ids = found.map(({ id }) => id);
  const { token, expires_at } = await deps.repositories.orphans.proposeVideos(caller, ids, deps.clock.now());
  const videos = found.map(({ id, ar_content_id: contentId, title, size_bytes, created_at }) => ({
    id,
    ar_content_id: contentId,
    title,
    size_bytes,
    created_at: toIso(created_at),
  }));
  const rest = { deleted: [], kept: [], token, expires_at: toIso(expires_at), is_complete: isComplete };
  return ok({ dry_run: true, videos, ...rest });
}

/** @returns false when something uses it by now. One that is gone is deleted: a repeated request gets the same answer. */
async function deleteIfUnused({ planner, settings }: ApiDeps, caller: ApiCaller, id: Id): Promise<boolean> {
  const options = { detach: false, expected: null, fileGraceMs: settings.deletedFileGraceMs, onlyIf: isUnused };
  try {
    await deleteVideo(planner, { ...caller, idempotency: null }, id, options);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return true;
    if (error instanceof AppError && error.code === 'conflict') return false;
    throw error;
  }
}

async function remove(deps: ApiDeps, caller: ApiCaller, token: string) {
  const deleted: Id[] = [];
  const kept: Id[] = [];
  for (const id of await takeUnusedVideos(deps.admin, caller, token, deps.clock.now())) {
    const list = (await deleteIfUnused(deps, caller, id)) ? deleted : kept;
    list.push(id);
  }
  return ok({ dry_run: false, videos: [], deleted, kept, token: null, expires_at: null, is_complete: true });
}

/** `/api/unused-videos/clean-up` */
export const unusedVideoRoutes = (deps: ApiDeps): Route[] => [
  defineRoute({
    operationId: 'cleanUpUnusedVideos',
    method: 'post',
    path: '/api/unused-videos/clean-up',
    tag: 'Videos',
    summary: 'Delete videos that nothing uses',
    description:
      'Those that are a day old, are not active or default anywhere, stand in no schedule, have no window to come and ' +
      'are not live. Asks twice. Without `token` it tells which videos would go, and gives a token, which is good for ' +
      'ten minutes and for exactly these; with it they are deleted, as far as nothing uses them by then.',
    access: 'admin',
    body: cleanUpBody,
    responses: { 200: { description: 'What would go, or is gone', schema: cleanUpAnswer } },
    problems: ['not_found'],
    handler: ({ caller, body }) =>
      body.token === undefined ? tell(deps, caller, body) : remove(deps, caller, body.token),
  }),
];
