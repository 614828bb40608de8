import { z } from 'zod';
import type { ApiDeps } from '../api-deps.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { instantAnswer, toIso } from '../http/fields.js';

const timeAnswer = z
  .strictObject({
    now: instantAnswer.meta({ description: 'The clock by which the instants of all answers are meant' }),
  })
  .meta({ id: 'Time' });

/** `GET /api/time`: X-Server-Time of an answer out of a cache is as old as the answer, so clocks are set by this. */
export const timeRoute = ({ clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getTime',
    method: 'get',
    path: '/api/time',
    tag: 'AR clients',
    summary: 'What time it is here',
    description:
      'For clocks that are to show a switch at its instant: ask a few times, keep the answer with the shortest way there and ' +
      'back, and count half of that way.',
    access: 'public',
    responses: { 200: { description: 'The time, by the clock of Postgres', schema: timeAnswer } },
    handler: async () => ok({ now: toIso(clock.now()) }, { 'Cache-Control': 'no-store' }),
  });
