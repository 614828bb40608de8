import { z } from 'zod';
import type { StorageConnection } from '../../domain/storage-connection.js';
import { FILE_KEY, isFileKey } from '../../storage/video-storage.js';
import { findMissingFiles, findOrphanFiles } from '../../storage/find-orphans.js';
import { removeOrphanFiles } from '../../admin/clean-ups.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import { requireInstallationWide } from '../auth/company-scope.js';
import { idAnswer, idPath, instantAnswer, toIso, wholeNumber } from '../http/fields.js';
import { wholeNumberText } from '../http/text-fields.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { linkToNext } from '../http/paging.js';
import { takeParts } from './take.js';

const MAX_FOUND = 1_000;
const DEFAULT_FOUND = 200;

/** Where a look ended: at a file, or, once it was through with those, at an AR content. */
const placeField = z
  .string()
  .max(200)
  .regex(new RegExp(`${FILE_KEY.source}|^[0-9]{1,15}$`, 'v'), 'is no place at which an answer ended')
  .optional();

const orphanFile = z.strictObject({ path: z.string(), size_bytes: z.int(), modified_at: instantAnswer });

const orphansAnswer = z
  .strictObject({
    files: z.array(orphanFile).meta({ description: 'Files that nothing names, a day old or more' }),
    videos: z
      .array(z.strictObject({ video_id: idAnswer, ar_content_id: idAnswer, path: z.string() }))
      .meta({ description: 'Videos that name a file which is not there' }),
    is_complete: z.boolean().meta({ description: 'Whether everything was looked at; else the Link header leads on' }),
  })
  .meta({ id: 'Orphans' });

const cleanUpBody = z
  .strictObject({
    token: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Of the dry run: removes what that told of. Without it nothing is removed' }),
    limit: wholeNumber(1, MAX_FOUND).optional(),
    after: placeField.meta({ description: 'Goes on where an answer said that it ended, by its `next_after`' }),
  })
  .meta({ id: 'OrphanCleanUpInput' });

const cleanUpAnswer = z
  .strictObject({
    dry_run: z.boolean(),
    files: z.array(z.string()).meta({ description: 'What would go, or is removed within minutes' }),
    kept: z.array(z.string()).meta({ description: 'What the dry run told of and something names by now' }),
    token: z.string().nullable(),
    expires_at: instantAnswer.nullable(),
    is_complete: z.boolean().meta({ description: 'Whether everything was looked at' }),
    next_after: z.string().nullable().meta({ description: 'Where to go on, as `after`; null: this was the last part' }),
  })
  .meta({ id: 'OrphanCleanUp' });

const tag = 'Storage connections';

async function connectionFor(
  { repositories: { storageConnections } }: ApiDeps,
  caller: ApiCaller,
  id: number,
): Promise<StorageConnection> {
  const connection = await storageConnections.get(id, caller.companyId);
  if (connection.company_id === null) requireInstallationWide(caller, 'look into a connection of the installation');
  return connection;
}

/** Files that nothing names, from a place on; those of a part that go beyond the limit are left for the next answer. */
async function orphanFilesOf(
  { media, repositories, clock }: ApiDeps,
  connection: StorageConnection,
  { limit, after }: { limit: number; after?: string | undefined },
) {
  const known = repositories.orphans.knownFiles(connection.id);
  const { found, next } = await takeParts(
    findOrphanFiles(await media.open(connection), known, clock.now(), after),
    limit,
  );
  if (found.length <= limit) return { found, next };
  return { found: found.slice(0, limit), next: found[limit - 1]?.key ?? null };
}

async function missingFilesOf(
  { media, repositories }: ApiDeps,
  connection: StorageConnection,
  limit: number,
  after: number,
) {
  const known = repositories.orphans.knownFiles(connection.id);
  return takeParts(findMissingFiles(await media.open(connection), known, after), limit);
}

const NOTHING = { found: [], next: null };

/** A part of what is left over: files first, and once there are no more, videos. */
async function findLeftOver(
  deps: ApiDeps,
  connection: StorageConnection,
  query: { limit: number; after?: string | undefined },
) {
  const { limit, after } = query;
  const isPastFiles = after !== undefined && !isFileKey(after);
  const files = isPastFiles ? NOTHING : await orphanFilesOf(deps, connection, query);
  if (files.next !== null) return { files: files.found, videos: [], next: files.next };
  const videos = await missingFilesOf(deps, connection, limit, isPastFiles ? Number(after) : 0);
  return { files: files.found, videos: videos.found, next: videos.next === null ? null : String(videos.next) };
}

const read = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'listOrphans',
    method: 'get',
    path: '/api/storage-connections/{id}/orphans',
    tag,
    summary: 'Find files without videos, and videos without files',
    description:
      'One request looks for some seconds; the Link header leads to the rest, first of the files, then of the videos. ' +
      'With the last AR content there may be a few more videos than `limit`.',
    access: 'admin',
    params: idPath,
    query: z.strictObject({
      limit: wholeNumberText(1, MAX_FOUND).default(DEFAULT_FOUND),
      after: placeField.meta({ description: 'Where the part before ended; the Link header has it' }),
    }),
    responses: { 200: { description: 'What was found', schema: orphansAnswer, headers: ['Link'] } },
    problems: ['storage_unavailable'],
    handler: async ({ caller, params, query, incoming }) => {
      const connection = await connectionFor(deps, caller, params.id);
      const { files, videos, next } = await findLeftOver(deps, connection, query);
      const body = {
        files: files.map(({ key, size_bytes, modified_at }) => ({
          path: key,
          size_bytes,
          modified_at: toIso(modified_at),
        })),
        videos,
        is_complete: next === null,
      };
      return next === null ? ok(body) : ok(body, linkToNext(incoming, { after: next }));
    },
  });

const cleanUp = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'cleanUpOrphans',
    method: 'post',
    path: '/api/storage-connections/{id}/orphans/clean-up',
    tag,
    summary: 'Remove files without videos',
    description:
      'Asks twice. Without `token` it tells which files would go, and gives a token, which is good for ten minutes and ' +
      'for exactly these files; with it they are removed, as far as nothing names them by then.',
    access: 'admin',
    params: idPath,
    body: cleanUpBody,
    responses: { 200: { description: 'What would go, or goes', schema: cleanUpAnswer } },
    problems: ['storage_unavailable'],
    handler: async ({ caller, params, body: { token, limit = DEFAULT_FOUND, after } }) => {
      const { orphans } = deps.repositories;
      const connection = await connectionFor(deps, caller, params.id);
      const now = deps.clock.now();
      if (token !== undefined) {
        const { removed, kept } = await removeOrphanFiles(deps.admin, caller, connection.id, token, now);
        const rest = { token: null, expires_at: null, is_complete: true, next_after: null };
        return ok({ dry_run: false, files: removed, kept, ...rest });
      }
      const { found, next } = await orphanFilesOf(deps, connection, { limit, after });
      const files = found.map(({ key }) => key);
      const proposal = await orphans.proposeFiles(caller, connection.id, files, now);
      const rest = { is_complete: next === null, next_after: next };
      const expires_at = toIso(proposal.expires_at);
      return ok({ dry_run: true, files, kept: [], token: proposal.token, expires_at, ...rest });
    },
  });

/** `/api/storage-connections/{id}/orphans` */
export const orphanRoutes = (deps: ApiDeps): Route[] => [read(deps), cleanUp(deps)];
