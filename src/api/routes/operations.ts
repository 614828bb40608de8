import { z } from 'zod';
import { DRIFT_PLACE, DRIFT_PROBLEMS, mendingOf, type Drift } from '../../domain/drift.js';
import type { ApiDeps } from '../api-deps.js';
import { requireInstallationWide } from '../auth/company-scope.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { instantAnswer, toIso } from '../http/fields.js';
import { linkToNext } from '../http/paging.js';
import { takeParts } from './take.js';

/** Enough to see what is wrong; one answer has those of the part in which they are reached as well. */
const MOST_FOUND = 200;

const placeField = z
  .string()
  .max(2_100)
  .regex(DRIFT_PLACE, 'is no place at which an answer ended')
  .optional()
  .meta({ description: 'Goes on where an answer ended, by its `next_after`', example: 'schedule:200' });

const difference = z
  .strictObject({
    workflow_id: z.string(),
    problem: z.enum(DRIFT_PROBLEMS).meta({
      description:
        '`no_workflow`: a row without its workflow; `no_row`: a workflow without its row; `overdue`: by more than a ' +
        'minute; `other_instant`: the workflow of a schedule waits for another instant than the row says',
    }),
    row_next_at: instantAnswer.nullable().meta({ description: 'What the row wants to be waited for' }),
    workflow_next_at: instantAnswer.nullable().meta({ description: 'What the workflow waits for' }),
    mended_by: z.enum(['poke', 'cancel']).meta({
      description: '`poke`: the workflow looks at its row again, and is started if need be; `cancel`: it ends',
    }),
  })
  .meta({ id: 'DriftDifference' });

const driftAnswer = z
  .strictObject({
    differences: z.array(difference),
    is_complete: z.boolean().meta({ description: 'Whether everything was compared; else `next_after` leads on' }),
    next_after: z.string().nullable().meta({ description: 'Where to go on, as `after`; null: this was the last part' }),
  })
  .meta({ id: 'Drift', description: 'Where rows and workflows differ' });

const healBody = z.strictObject({ after: placeField }).meta({ id: 'DriftHealInput' });

const BOUNDS =
  'One request compares for some seconds: up to 5,000 rows or workflows, or until it has found 200 differences; ' +
  'then `is_complete` is false, and `next_after` leads on.';

const tag = 'Service';

const differenceOf = (drift: Drift): z.input<typeof difference> => ({
  workflow_id: drift.workflowId,
  problem: drift.problem,
  row_next_at: drift.rowNextAt === null ? null : toIso(drift.rowNextAt),
  workflow_next_at: drift.workflowNextAt === null ? null : toIso(drift.workflowNextAt),
  mended_by: mendingOf(drift),
});

const driftView = (found: readonly Drift[], next: string | null): z.input<typeof driftAnswer> => ({
  differences: found.map(differenceOf),
  is_complete: next === null,
  next_after: next,
});

const read = ({ drift }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getDrift',
    method: 'get',
    path: '/api/operations/drift',
    tag,
    summary: 'Compare rows with their workflows',
    description:
      `Where rows and open workflows disagree, as \`npm run drift\` tells; nothing is changed. ${BOUNDS} ` +
      'Only an installation-wide key may ask.',
    access: 'admin',
    query: z.strictObject({ after: placeField }),
    responses: { 200: { description: 'What differs', schema: driftAnswer, headers: ['Link'] } },
    problems: ['temporal_unavailable'],
    handler: async ({ caller, query: { after }, incoming }) => {
      requireInstallationWide(caller, 'compare rows with workflows');
      const { found, next } = await takeParts(drift.parts(after), MOST_FOUND);
      return ok(driftView(found, next), next === null ? {} : linkToNext(incoming, { after: next }));
    },
  });

const heal = ({ drift }: ApiDeps): Route =>
  defineRoute({
    operationId: 'healDrift',
    method: 'post',
    path: '/api/operations/drift/heal',
    tag,
    summary: 'Have workflows follow their rows again',
    description:
      'Compares as `GET /api/operations/drift` does, and has workers mend what differs, as the reconciler does by ' +
      `itself every few minutes: no row is changed, and a repetition does no harm. ${BOUNDS}`,
    access: 'admin',
    body: healBody,
    responses: { 200: { description: 'What is being mended', schema: driftAnswer } },
    problems: ['temporal_unavailable'],
    handler: async ({ caller, body: { after } }) => {
      requireInstallationWide(caller, 'have workflows mended');
      const { found, next } = await takeParts(drift.parts(after), MOST_FOUND);
      await drift.mend(found);
      return ok(driftView(found, next));
    },
  });

/** `/api/operations` */
export const operationRoutes = (deps: ApiDeps): Route[] => [read(deps), heal(deps)];
