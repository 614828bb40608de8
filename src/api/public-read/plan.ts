import { z } from 'zod';
import { REASONS } from '../../domain/ar-content.js';
import type { ComingChange } from '../../domain/plan/coming-changes.js';
import type { ApiDeps } from '../api-deps.js';
import { idAnswer, instantAnswer, toIso, uuidField } from '../http/fields.js';
import { wholeNumberText } from '../http/text-fields.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { cacheControl, shown, shownVideo } from './active-video-answer.js';
import { readKnown } from '../../reading/content-cache.js';
import { MAX_ENTRIES } from '../../reading/held-plan.js';

const HOUR_MS = 3_600_000;
const MAX_HOURS = 48;

const planAnswer = z
  .strictObject({
    unique_id: z.string(),
    until: instantAnswer.meta({ description: 'As far as the plan is told; after that, ask again' }),
    entries: z
      .array(
        z.strictObject({
          starts_at: instantAnswer,
          version: z.int(),
          reason: z.enum(REASONS).nullable(),
          schedule_id: idAnswer.nullable(),
          override_id: idAnswer.nullable(),
          video: z.strictObject(shown).nullable().meta({ description: 'null: nothing is shown' }),
        }),
      )
      .meta({ description: 'What is shown now, then each change' }),
  })
  .meta({ id: 'Plan' });

type Entry = z.input<typeof planAnswer>['entries'][number];

function entryOf({ startsAt, live, version }: ComingChange, baseUrl: string): Entry {
  return {
    starts_at: toIso(startsAt),
    version,
    reason: live?.reason ?? null,
    schedule_id: live?.scheduleId ?? null,
    override_id: live?.overrideId ?? null,
    video: live && shownVideo(live.video, baseUrl),
  };
}

/** An entry as it is sent: written once, however many ask. */
export const writeEntry = (change: ComingChange, baseUrl: string): string => JSON.stringify(entryOf(change, baseUrl));

/** `GET /api/ar/{unique_id}/plan`: for phones that will be without a network. */
export function planRoute({ cache, plans, settings }: ApiDeps): Route {
  return defineRoute({
    operationId: 'getPlan',
    method: 'get',
    path: '/api/ar/{unique_id}/plan',
    tag: 'AR clients',
    summary: 'What is shown now and what comes in the next hours, for use without a network',
    description: `At most ${MAX_ENTRIES} entries, and as far as they are found in a tenth of a second: \`until\` says how far. An edit may change the plan; X-Server-Time has the clock of its instants.`,
    access: 'public',
    params: z.object({ unique_id: uuidField }),
    query: z.strictObject({ hours: wholeNumberText(1, MAX_HOURS).optional() }),
    responses: {
      200: { description: 'The plan', schema: planAnswer, headers: ['X-Server-Time', 'Cache-Control', 'Vary'] },
    },
    problems: ['database_unavailable', 'busy'],
    handler: async ({ params, query, incoming: { baseUrl, baseUrlVary } }) => {
      const reading = await readKnown(cache, params.unique_id);
      const { held, at: now } = reading;
      const { validUntil, live, version } = held.answerAt(now);
      const present = writeEntry({ startsAt: now, live, version }, baseUrl);
      const { entries, until } = await plans.tell(reading, now + (query.hours ?? 24) * HOUR_MS, baseUrl);
      const head = JSON.stringify({ unique_id: held.uniqueId, until: toIso(until) }).slice(0, -1);
      const body = Buffer.from(`${head},"entries":[${[present, ...entries].join(',')}]}`);
      const headers = {
        'Content-Type': 'application/json; charset=utf-8',
        'X-Server-Time': toIso(now),
        'Cache-Control': cacheControl(validUntil, now, settings.readMaxAgeMs),
        ...(baseUrlVary !== null && { Vary: baseUrlVary }),
      };
      return { status: 200, body, headers };
    },
  });
}
