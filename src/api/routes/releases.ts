import { z } from 'zod';
import { cancelRelease, createRelease, revertRelease, updateRelease } from '../../planning/release-edits.js';
import type { ApiDeps } from '../api-deps.js';
import { companyFaults, companyFor } from '../auth/company-scope.js';
import { created, resource } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idPath } from '../http/fields.js';
import { given } from '../http/given.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { idText } from '../http/text-fields.js';
import {
  releaseAnswer,
  releaseBody,
  releaseChangesBody,
  releaseChangesIn,
  releaseSummary,
  releaseSummaryView,
  releaseView,
} from '../views/release-view.js';

const tag = 'Releases';

const answer = { 200: { description: 'The release', schema: releaseAnswer } };

const create = ({ sets, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'createRelease',
    method: 'post',
    path: '/api/releases',
    tag,
    summary: 'Show a video in each of many AR contents from one instant on',
    description:
      'All of them switch at that instant, by an override each, or none does. It is ten seconds away at least, so ' +
      'that every process has heard of it. How many contents a release may name is limited (422), and so is how many ' +
      'releases that are not over a company may have (409).',
    access: 'editor',
    body: releaseBody,
    laterFaults: companyFaults,
    responses: { 201: { description: 'The release', schema: releaseAnswer } },
    problems: ['conflict', 'upgrade_under_way'],
    handler: async ({ caller, body: { company_id, ...input } }) => {
      const release = await createRelease(sets, caller, companyFor(caller, company_id), {
        ...given(input),
        items: input.items,
        name: input.name,
      });
      return created(releaseView(release, clock.now()), `/api/releases/${release.id}`);
    },
  });

const list = ({ repositories: { releases }, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listReleases',
    method: 'get',
    path: '/api/releases',
    tag,
    summary: 'List releases, also those that are over or cancelled',
    access: 'viewer',
    query: z.strictObject({ ...pageFields, company_id: idText.optional() }),
    responses: { 200: { description: 'Releases that the key may see, by id', schema: z.array(releaseSummary) } },
    handler: async ({ caller, query, incoming }) => {
      const page = await releases.list({ companyId: caller.companyId, ...query });
      const now = clock.now();
      return listAnswer(incoming, page, (release) => releaseSummaryView(release, now));
    },
  });

const read = ({ repositories: { releases }, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getRelease',
    method: 'get',
    path: '/api/releases/{id}',
    tag,
    summary: 'Read a release, with the state of each item',
    access: 'viewer',
    params: idPath,
    responses: answer,
    handler: async ({ caller, params }) => resource(releaseView(await releases.get(params.id, caller), clock.now())),
  });

const update = ({ sets, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'updateRelease',
    method: 'put',
    path: '/api/releases/{id}',
    tag,
    summary: 'Change a release',
    description:
      'items are given as a whole. Of one that is live, or will be within ten seconds, name, note and revert_at ' +
      'can be changed: anything else is a 409, and so is any change of one that is over or cancelled.',
    access: 'editor',
    ifMatch: true,
    params: idPath,
    body: releaseChangesBody,
    responses: answer,
    problems: ['conflict', 'upgrade_under_way'],
    handler: async ({ caller, params: { id }, body, expected }) => {
      const wanted = releaseChangesIn(body, clock.now());
      return resource(releaseView(await updateRelease(sets, caller, { id, expected, wanted }), clock.now()));
    },
  });

const cancel = ({ sets, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'cancelRelease',
    method: 'delete',
    path: '/api/releases/{id}',
    tag,
    summary: 'Cancel a release that is not live yet',
    description: 'It is kept as cancelled. One that is live, or will be within ten seconds, is reverted instead (409).',
    access: 'editor',
    ifMatch: true,
    params: idPath,
    responses: answer,
    problems: ['conflict', 'upgrade_under_way'],
    handler: async ({ caller, params: { id }, expected }) =>
      resource(releaseView(await cancelRelease(sets, caller, { id, expected }), clock.now())),
  });

const revert = ({ sets, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'revertRelease',
    method: 'post',
    path: '/api/releases/{id}/revert',
    tag,
    summary: 'End a release that is live',
    description: 'In ten seconds, at one instant, each AR content shows what it would show without it.',
    access: 'editor',
    ifMatch: true,
    params: idPath,
    responses: answer,
    problems: ['conflict', 'upgrade_under_way'],
    handler: async ({ caller, params: { id }, expected }) =>
      resource(releaseView(await revertRelease(sets, caller, { id, expected }), clock.now())),
  });

/** `/api/releases` */
export const releaseRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  list(deps),
  read(deps),
  update(deps),
  cancel(deps),
  revert(deps),
];
