import { z } from 'zod';
import { resolveActive, type ActiveAnswer } from '../../domain/plan/resolve-active.js';
import { REASONS } from '../../domain/ar-content.js';
import type { Instant } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import { idAnswer, instantAnswer, toIso, uuidField, wholeNumberText } from '../http/fields.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { baseUrlOf } from '../http/request-context.js';
import { cacheControl, shown, shownVideo } from './active-video-answer.js';
import { readKnown } from '../../reading/content-cache.js';

const HOUR_MS = 3_600_000;
const MAX_HOURS = 48;
const MAX_ENTRIES = 500;
/** Slots that change nothing are passed over; so many of them at most. */
const MAX_STEPS = 2_000;

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
          video: z.strictObject(shown).nullable().meta({ description: 'null: nothing is shown' }),
        }),
      )
      .meta({ description: 'What is shown now, then each change' }),
  })
  .meta({ id: 'Plan' });

interface Change {
  startsAt: Instant;
  answer: ActiveAnswer;
}

/** What is shown now and what comes until `end`, and until when that is all. */
function comingChanges(now: ActiveAnswer, startsAt: Instant, end: Instant): { changes: Change[]; until: Instant } {
  const changes: Change[] = [{ startsAt, answer: now }];
  let answer = now;
  for (let steps = 0; answer.validUntil !== null && answer.validUntil <= end; steps += 1) {
    const at = answer.validUntil;
    const last = answer;
    answer = resolveActive(answer.state, at);
    if (answer.live?.video.id === last.live?.video.id && answer.live?.reason === last.live?.reason) {
      if (steps >= MAX_STEPS) return { changes, until: at };
    } else if (changes.length === MAX_ENTRIES) return { changes, until: at };
    else changes.push({ startsAt: at, answer });
  }
  return { changes, until: end };
}

/** `GET /api/ar/{unique_id}/plan`: for phones that will be without a network. */
export function planRoute({ cache, settings }: ApiDeps): Route {
  return defineRoute({
    method: 'get',
    path: '/api/ar/{unique_id}/plan',
    tag: 'AR clients',
    summary: 'What is shown now and what comes in the next hours, for use without a network',
    description: `At most ${MAX_ENTRIES} entries. An edit may change the plan; X-Server-Time has the clock of its instants.`,
    access: 'public',
    params: z.object({ unique_id: uuidField }),
    query: z.strictObject({ hours: wholeNumberText(1, MAX_HOURS).optional() }),
    responses: {
      200: { description: 'The plan', schema: planAnswer },
      404: { description: 'not_found', contentType: 'application/problem+json' },
    },
    handler: async ({ params, query, incoming: { req } }) => {
      const { held, at: now } = await readKnown(cache, params.unique_id);
      const present = held.answerAt(now);
      const { changes, until } = comingChanges(present, now, now + (query.hours ?? 24) * HOUR_MS);
      const baseUrl = baseUrlOf(req, settings.publicBaseUrl);
      const entries = changes.map(({ startsAt, answer: { live, version } }) => ({
        starts_at: toIso(startsAt),
        version,
        reason: live?.reason ?? null,
        schedule_id: live?.scheduleId ?? null,
        video: live && shownVideo(live.video, baseUrl),
      }));
      const body: z.input<typeof planAnswer> = { unique_id: held.uniqueId, until: toIso(until), entries };
      return ok(body, {
        'X-Server-Time': toIso(now),
        'Cache-Control': cacheControl(present.validUntil, now, settings.readMaxAgeMs),
        ...(settings.publicBaseUrl === undefined && { Vary: 'Host' }),
      });
    },
  });
}
