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

const MAX_FOUND = 200;
/** AR contents that one request looks at. */
const LOOK = 200;
/** A younger video may be about to be scheduled. */
const MIN_AGE_MS = 24 * 3_600_000;

const cleanUpBody = z
  .strictObject({
    company_id: idField.optional().meta({ description: "Implied with a company's key" }),
    ar_content_id: idField.optional().meta({ description: 'Looks at this AR content alone' }),
    limit: wholeNumber(1, MAX_FOUND).optional(),
    after: z
      .string()
      .regex(/^\d{1,15}\.\d{1,15}$/, 'is no next_after of an answer')
      .optional()
      .meta({ description: 'Goes on where an answer said that it ended, by its `next_after`' }),
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
    is_complete: z.boolean().meta({ description: 'Whether everything was looked at' }),
    next_after: z.string().nullable().meta({ description: 'Where to go on, as `after`; null: this was the last part' }),
  })
  .meta({ id: 'UnusedVideosCleanUp' });

type Body = z.output<typeof cleanUpBody>;

/** Where a look ended: after this video of this AR content. */
interface Place {
  contentId: Id;
  videoId: Id;
}

const placeOf = (after = '0.0'): Place => {
  const [contentId = 0, videoId = 0] = after.split('.').map(Number);
  return { contentId, videoId };
};

interface Look {
  found: Video[];
  next: Place | null;
}

/** The AR contents to look at, from that on in which the last look ended. */
async function contentsFrom(
  { repositories: { arContents } }: ApiDeps,
  { companyId }: ApiCaller,
  { company_id, ar_content_id }: Body,
  { contentId }: Place,
): Promise<Page<ContentState>> {
  if (ar_content_id !== undefined) return { rows: [await arContents.getState(ar_content_id, companyId)], next: null };
  return arContents.list({ companyId, company_id, after: Math.max(0, contentId - 1), limit: LOOK });
}

async function look(deps: ApiDeps, caller: ApiCaller, body: Body): Promise<Look> {
  const { limit = MAX_FOUND } = body;
  const from = placeOf(body.after);
  const now = deps.clock.now();
  const found: Video[] = [];
  const { rows, next } = await contentsFrom(deps, caller, body, from);
  for (const committed of rows) {
    const { state } = await deps.present.of(committed, now);
    const { id } = state.arContent;
    const isNext = (video: Video): boolean => id !== from.contentId || video.id > from.videoId;
    const isOld = ({ created_at }: Video): boolean => created_at <= now - MIN_AGE_MS;
    const unused = state.videos.filter((video) => isNext(video) && isOld(video) && isUnused(state, video, now));
    found.push(...unused.toSorted((a, b) => a.id - b.id).slice(0, limit + 1 - found.length));
    const last = found[limit - 1];
    if (found.length > limit && last !== undefined)
      return { found: found.slice(0, limit), next: { contentId: last.ar_content_id, videoId: last.id } };
  }
  return { found, next: next === null ? null : { contentId: next + 1, videoId: 0 } };
}

async function tell(deps: ApiDeps, caller: ApiCaller, body: Body) {
  const { company_id, ar_content_id } = body;
  if (isInstallationWide(caller) && company_id === undefined && ar_content_id === undefined) {
    const message = 'give company_id or ar_content_id with an installation-wide key';
    throw invalidFields([{ field: 'company_id', message, code: 'required' }]);
  }
  const { found, next } = await look(deps, caller, body);
  const ids = found.map(({ id }) => id);
  const { token, expires_at } = await deps.repositories.orphans.proposeVideos(caller, ids, deps.clock.now());
  const videos = found.map(({ id, ar_content_id: contentId, title, size_bytes, created_at }) => ({
    id,
    ar_content_id: contentId,
    title,
    size_bytes,
    created_at: toIso(created_at),
  }));
  const next_after = next && `${next.contentId}.${next.videoId}`;
  const rest = { deleted: [], kept: [], token, expires_at: toIso(expires_at), is_complete: next === null, next_after };
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
  return ok({
    dry_run: false,
    videos: [],
    deleted,
    kept,
    token: null,
    expires_at: null,
    is_complete: true,
    next_after: null,
  });
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
      'ten minutes and for exactly these; with it they are deleted, as far as nothing uses them by then. One request ' +
      'looks at 200 AR contents; `next_after` leads on.',
    access: 'admin',
    body: cleanUpBody,
    responses: { 200: { description: 'What would go, or is gone', schema: cleanUpAnswer } },
    problems: ['not_found'],
    handler: ({ caller, body }) =>
      body.token === undefined ? tell(deps, caller, body) : remove(deps, caller, body.token),
  }),
];
