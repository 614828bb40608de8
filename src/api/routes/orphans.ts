import { z } from 'zod';
import type { StorageConnection } from '../../domain/storage-connection.js';
import { findMissingFiles, findOrphanFiles } from '../../storage/find-orphans.js';
import { removeOrphanFiles } from '../../admin/clean-ups.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import { requireInstallationWide } from '../auth/company-scope.js';
import { idAnswer, idPath, instantAnswer, toIso, wholeNumber } from '../http/fields.js';
import { wholeNumberText } from '../http/text-fields.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { take } from './take.js';

const MAX_FOUND = 1_000;
const DEFAULT_FOUND = 200;

const orphanFile = z.strictObject({ path: z.string(), size_bytes: z.int(), modified_at: instantAnswer });

const orphansAnswer = z
  .strictObject({
    files: z.array(orphanFile).meta({ description: 'Files that nothing names, a day old or more' }),
    videos: z
      .array(z.strictObject({ video_id: idAnswer, ar_content_id: idAnswer, path: z.string() }))
      .meta({ description: 'Videos that name a file which is not there' }),
    is_complete: z.boolean().meta({ description: 'Whether there are no more than these' }),
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
  })
  .meta({ id: 'OrphanCleanUpInput' });

const cleanUpAnswer = z
  .strictObject({
    dry_run: z.boolean(),
    files: z.array(z.string()).meta({ description: 'What would go, or is removed within minutes' }),
    kept: z.array(z.string()).meta({ description: 'What the dry run told of and something names by now' }),
    token: z.string().nullable(),
    expires_at: instantAnswer.nullable(),
    is_complete: z.boolean().meta({ description: 'Whether there were no more than these' }),
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

async function orphanFilesOf({ media, repositories, clock }: ApiDeps, connection: StorageConnection, limit: number) {
  const storage = await media.open(connection);
  return take(findOrphanFiles(storage, repositories.orphans.knownFiles(connection.id), clock.now()), limit);
}

const read = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'listOrphans',
    method: 'get',
    path: '/api/storage-connections/{id}/orphans',
    tag,
    summary: 'Find files without videos, and videos without files',
    description: 'Looks at all files of the connection, which takes minutes where there are many.',
    access: 'admin',
    params: idPath,
    query: z.strictObject({
      limit: wholeNumberText(1, MAX_FOUND).default(DEFAULT_FOUND),
    }),
    responses: { 200: { description: 'What was found', schema: orphansAnswer } },
    problems: ['storage_unavailable'],
    handler: async ({ caller, params, query: { limit } }) => {
      const connection = await connectionFor(deps, caller, params.id);
      const files = await orphanFilesOf(deps, connection, limit);
      const storage = await deps.media.open(connection);
      const known = deps.repositories.orphans.knownFiles(connection.id);
      const videos = await take(findMissingFiles(storage, known), limit);
      return ok({
        files: files.found.map(({ key, size_bytes, modified_at }) => ({
          path: key,
          size_bytes,
          modified_at: toIso(modified_at),
        })),
        videos: videos.found,
        is_complete: files.isComplete && videos.isComplete,
      });
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
    handler: async ({ caller, params, body: { token, limit = DEFAULT_FOUND } }) => {
      const { orphans } = deps.repositories;
      const connection = await connectionFor(deps, caller, params.id);
      const now = deps.clock.now();
      if (token !== undefined) {
        const { removed, kept } = await removeOrphanFiles(deps.admin, caller, connection.id, token, now);
        return ok({ dry_run: false, files: removed, kept, token: null, expires_at: null, is_complete: true });
      }
      const { found, isComplete } = await orphanFilesOf(deps, connection, limit);
      const files = found.map(({ key }) => key);
      const proposal = await orphans.proposeFiles(caller, connection.id, files, now);
      const expires_at = toIso(proposal.expires_at);
      return ok({ dry_run: true, files, kept: [], token: proposal.token, expires_at, is_complete: isComplete });
    },
  });

/** `/api/storage-connections/{id}/orphans` */
export const orphanRoutes = (deps: ApiDeps): Route[] => [read(deps), cleanUp(deps)];
