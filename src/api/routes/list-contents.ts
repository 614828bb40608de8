import { z } from 'zod';
import { lateSince, FOUND_BADGES } from '../../domain/content-badges.js';
import { invalidFields } from '../../domain/errors.js';
import { readInstant } from '../../domain/instant-text.js';
import { must } from '../../domain/must.js';
import { CONTENT_SORTS, type Place } from '../../db/content-orders.js';
import { MOST_COUNTED } from '../../db/find-contents.js';
import type { ApiDeps } from '../api-deps.js';
import { ok } from '../http/answer.js';
import type { ApiCaller } from '../http/api-caller.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { uuidField } from '../http/fields.js';
import { linkToNext, pageFields } from '../http/paging.js';
import { placeField, placeText } from '../http/place-field.js';
import { flagText, idsText, idText, soughtText, wordsText } from '../http/text-fields.js';
import { GLIMPSES, listedContentAnswer, listedContentView } from '../views/listed-content-view.js';

const MAX_IDS = 200;

const query = z.strictObject({
  ...pageFields,
  after: placeField
    .optional()
    .meta({ description: 'Where the page begins, as the Link header of the one before says' }),
  company_id: idText.optional(),
  project_id: idText.optional(),
  unique_id: uuidField.optional(),
  is_active: flagText.optional(),
  video_rotation_enabled: flagText.optional(),
  ids: idsText(MAX_IDS)
    .optional()
    .meta({ description: 'These alone', example: [7, 9] }),
  q: soughtText.optional().meta({
    description: 'A part of the title, in any letter case, or the beginning of the unique_id',
    example: 'spring',
  }),
  state: z.enum(FOUND_BADGES).optional().meta({
    description: 'late: a step is overdue; paused: a schedule is; failed_video: a video could not be processed',
  }),
  sort: z
    .enum(CONTENT_SORTS)
    .default('id')
    .meta({ description: '`-` turns it round; next_step_at: those whose plan has a step ahead, the soonest first' }),
  include: wordsText([...GLIMPSES, 'count'])
    .optional()
    .meta({
      description:
        'live, next: title and smallest thumbnail of the video that is shown, and of the one that comes next; badges; ' +
        `count: \`X-Total-Count\` says how many fit, at most ${MOST_COUNTED}, where that is quickly told`,
      example: ['live', 'next', 'badges', 'count'],
    }),
});

type Query = z.output<typeof query>;

/** @throws AppError `validation_failed` where contents of all companies would have to be gone through. */
function requireCompany({ company_id, q, state, sort }: Query, { companyId }: ApiCaller): void {
  const asked = Object.entries({ q, state, sort: sort.endsWith('id') ? undefined : sort });
  const [name] = asked.find(([, value]) => value !== undefined) ?? [];
  if (name === undefined || companyId !== null || company_id !== undefined) return;
  throw invalidFields([
    { field: 'company_id', message: `is required for ${name} with an installation-wide key`, code: 'required' },
  ]);
}

/** Where the page begins; null: with the first. @throws AppError `validation_failed` */
function placeIn({ sort, after }: Query): Place | null {
  if (after === undefined) return null;
  const isById = sort === 'id' || sort === '-id';
  const fits = isById ? typeof after === 'number' : typeof after === 'object' && isKeyOf(sort, after.key);
  if (!fits) throw invalidFields([{ field: 'after', message: 'must be that of the Link header of the same sort' }]);
  return typeof after === 'number' ? { key: after, id: after } : after;
}

const isKeyOf = (sort: Query['sort'], key: Place['key']): boolean =>
  typeof key === 'string' && (sort !== 'next_step_at' || readInstant(key) !== null);

/** Where the next page begins, as `after` says it. */
const afterText = ({ sort }: Query, next: Place): string =>
  sort === 'id' || sort === '-id' ? String(next.id) : placeText(next);

/** `GET /api/ar-content` */
export const listContentsRoute = ({ repositories: { arContents }, clock, present }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listArContents',
    method: 'get',
    path: '/api/ar-content',
    tag: 'AR contents',
    summary: 'List AR contents, or look for some',
    access: 'viewer',
    query,
    responses: {
      200: {
        description: 'Contents that the key may see',
        schema: z.array(listedContentAnswer),
        headers: ['X-Total-Count'],
      },
    },
    handler: async ({ caller, query: asked, incoming }) => {
      requireCompany(asked, caller);
      const include = new Set(asked.include);
      const now = clock.now();
      const found = await arContents.find({
        ...asked,
        companyId: caller.companyId,
        after: placeIn(asked),
        counted: include.has('count'),
        lateSince: lateSince(now),
      });
      const answers = await present.ofAll(found.rows, now);
      const body = answers.map((answer, index) => {
        const committed = must(found.rows[index], 'the row of an answer');
        return listedContentView({ committed, answer, now }, include, incoming.baseUrl);
      });
      return ok(body, {
        ...(found.next !== null && linkToNext(incoming, { after: afterText(asked, found.next) })),
        ...(found.count !== null && { 'X-Total-Count': String(found.count) }),
      });
    },
  });
