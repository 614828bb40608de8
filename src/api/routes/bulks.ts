import { z } from 'zod';
import { cancelBulk, foretellBulk, startBulk } from '../../admin/bulk-edits.js';
import { BULK_ITEM_STATUSES, BULK_STATUSES, type BulkRequest } from '../../domain/bulk.js';
import { must } from '../../domain/must.js';
import type { Id } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import { companyFaults, companyFor } from '../auth/company-scope.js';
import { ok, type Answer } from '../http/answer.js';
import type { ApiCaller } from '../http/api-caller.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idPath, toIsoOrNull } from '../http/fields.js';
import { given } from '../http/given.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { idText } from '../http/text-fields.js';
import {
  bulkAnswer,
  bulkBody,
  bulkItemAnswer,
  bulkItemView,
  bulkProposalAnswer,
  bulkView,
} from '../views/bulk-view.js';

const tag = 'Bulk';

/** How many of the schedules a dry run names. */
const FIRST = 20;

type Body = z.output<typeof bulkBody>;

const inOrder = (ids: readonly Id[]): Id[] => [...new Set(ids)].toSorted((a, b) => a - b);

/** What a body says of the bulk; what it leaves out is absent. */
function saidIn({ action, filter, note, until, missed }: Body): Partial<BulkRequest> {
  const { ar_content_ids, schedule_ids, ...rest } = filter ?? {};
  const ids = given({
    ar_content_ids: ar_content_ids && inOrder(ar_content_ids),
    schedule_ids: schedule_ids && inOrder(schedule_ids),
  });
  return given({ action, filter: filter && { ...given(rest), ...ids }, note, resume_at: until, missed });
}

async function foretell({ admin, clock }: ApiDeps, caller: ApiCaller, body: Body): Promise<Answer> {
  const companyId = companyFor(caller, body.company_id);
  const said = saidIn(body);
  const action = must(said.action, 'the action, which the schema asks for');
  const filter = must(said.filter, 'the filter, which the schema asks for');
  const request = { note: null, resume_at: null, missed: null, ...said, action, filter };
  const { scheduleIds, token, expires_at } = await foretellBulk(admin, caller, companyId, request, clock.now());
  return ok({
    dry_run: true,
    company_id: companyId,
    action,
    count: scheduleIds.length,
    first_ids: scheduleIds.slice(0, FIRST),
    token,
    expires_at: toIsoOrNull(expires_at),
  } satisfies z.input<typeof bulkProposalAnswer>);
}

async function start({ admin, clock }: ApiDeps, caller: ApiCaller, body: Body, token: string): Promise<Answer> {
  const bulk = await startBulk(
    admin,
    caller,
    token,
    { ...given({ company_id: body.company_id }), ...saidIn(body) },
    clock.now(),
  );
  return { status: 202, body: bulkView(bulk), headers: { Location: `/api/bulk/${bulk.id}` } };
}

const create = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'createBulk',
    method: 'post',
    path: '/api/bulk',
    tag,
    summary: 'Pause, resume, rotate, skip or delete many rotation schedules',
    description:
      'Asks twice. With dry_run it tells which schedules it would be about, and gives a token, which is good for ten ' +
      'minutes and for exactly these, whatever is changed meanwhile. With the token it begins: a workflow edits one ' +
      'schedule after the other, as the routes of a schedule do (skip: the next slot), and lists what is refused. Not all ' +
      'or none: what is done stays done. A token begins once: said again, it is answered with the same bulk. How many ' +
      'schedules it may be about is limited (422 at filter), and so is how many a company may have under way (409).',
    access: 'editor',
    body: bulkBody,
    laterFaults: (body, caller) => (body['dry_run'] === true ? companyFaults(body, caller) : []),
    responses: {
      200: { description: 'What the bulk would be about', schema: bulkProposalAnswer },
      202: { description: 'The bulk, under way', schema: bulkAnswer, headers: ['Location'] },
    },
    problems: ['conflict'],
    handler: ({ caller, body }) =>
      body.token === undefined ? foretell(deps, caller, body) : start(deps, caller, body, body.token),
  });

const list = ({ repositories: { bulks } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listBulks',
    method: 'get',
    path: '/api/bulk',
    tag,
    summary: 'List bulks',
    description: 'Those that have ended are kept for a month, and the newest hundred of a company at most.',
    access: 'viewer',
    query: z.strictObject({ ...pageFields, company_id: idText.optional(), status: z.enum(BULK_STATUSES).optional() }),
    responses: { 200: { description: 'Bulks that the key may see, by id', schema: z.array(bulkAnswer) } },
    handler: async ({ caller, query, incoming }) =>
      listAnswer(incoming, await bulks.list({ companyId: caller.companyId, ...query }), bulkView),
  });

const read = ({ repositories: { bulks } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getBulk',
    method: 'get',
    path: '/api/bulk/{id}',
    tag,
    summary: 'Read a bulk, and how far it is',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'The bulk', schema: bulkAnswer } },
    handler: async ({ caller, params }) => ok(bulkView(await bulks.get(params.id, caller))),
  });

const listItems = ({ repositories: { bulks } }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listBulkItems',
    method: 'get',
    path: '/api/bulk/{id}/items',
    tag,
    summary: 'List the schedules of a bulk, and what has become of each',
    access: 'viewer',
    params: idPath,
    query: z.strictObject({
      ...pageFields,
      status: z.enum(BULK_ITEM_STATUSES).optional().meta({ description: 'refused: those that were refused, and why' }),
    }),
    responses: { 200: { description: 'In the order in which they are taken', schema: z.array(bulkItemAnswer) } },
    handler: async ({ caller, params, query, incoming }) =>
      listAnswer(incoming, await bulks.listItems(params.id, caller, query), bulkItemView),
  });

const cancel = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'cancelBulk',
    method: 'post',
    path: '/api/bulk/{id}/cancel',
    tag,
    summary: 'Cancel a bulk',
    description: 'From the answer on nothing more is done. What is done stays done. One that is over is a 409.',
    access: 'editor',
    params: idPath,
    responses: { 200: { description: 'The bulk, cancelled', schema: bulkAnswer } },
    problems: ['conflict'],
    handler: async ({ caller, params }) => ok(bulkView(await cancelBulk(admin, caller, params.id))),
  });

/** `/api/bulk` */
export const bulkRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  list(deps),
  read(deps),
  listItems(deps),
  cancel(deps),
];
