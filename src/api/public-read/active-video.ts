import { z } from 'zod';
import type { ApiDeps } from '../api-deps.js';
import { UUID } from '../../domain/scalars.js';
import { toIso } from '../http/fields.js';
import type { Answer } from '../http/answer.js';
import { defineRoute, type Incoming, type Route } from '../http/define-route.js';
import { activeVideoAnswer } from './active-video-answer.js';
import { isKnown, unknownContent } from '../../reading/content-cache.js';
import { answerFrom, outcomeOf } from './read-answer.js';

const READ_HEADERS = ['ETag', 'X-Server-Time', 'X-Known-At', 'Cache-Control', 'Server-Timing', 'Vary'] as const;

/** The headers as Express takes them. */
function record(headers: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (let i = 0; i + 1 < headers.length; i += 2) found[headers[i] ?? ''] = headers[i + 1] ?? '';
  return found;
}

async function readActive(
  deps: ApiDeps,
  uniqueId: string,
  { req, res, baseUrl, baseUrlVary }: Incoming,
): Promise<Answer> {
  const { cache, clock, settings, metrics } = deps;
  res.set({ 'X-Server-Time': toIso(clock.now()), 'Cache-Control': 'no-cache' });
  if (!UUID.test(uniqueId)) throw unknownContent(uniqueId);
  const reading = await cache.read(uniqueId.toLowerCase());
  if (!isKnown(reading)) throw unknownContent(uniqueId);
  const context = { maxAgeMs: settings.readMaxAgeMs, vary: baseUrlVary };
  const answer = answerFrom(reading, context, { baseUrl, ifNoneMatch: req.get('if-none-match') });
  metrics.countRead(answer.outcome);
  return { status: answer.status, body: answer.bytes, headers: record(answer.headers) };
}

/**
 * `GET /api/ar/{unique_id}/active-video`: what AR clients read. It never touches Temporal. Nearly all of its requests are
 * answered in front of Express (`hot-read.ts`); here are those that are written in an unusual way, and the document.
 */
export function activeVideoRoute(deps: ApiDeps): Route {
  return defineRoute({
    operationId: 'getActiveVideo',
    method: 'get',
    path: '/api/ar/{unique_id}/active-video',
    tag: 'AR clients',
    summary: 'The video to show now, until when, and what comes next',
    description:
      'The header X-Server-Time has the clock by which valid_until and starts_at are meant. While the database cannot be ' +
      'reached, X-Known-At says as of when the answer is known. Server-Timing says whether the answer came from memory.',
    access: 'public',
    // Not checked as a uuid here: one that is none is an unknown content, too, and counted as such.
    params: z.object({ unique_id: z.string().meta({ format: 'uuid' }) }),
    responses: {
      200: { description: 'The video', schema: activeVideoAnswer, headers: READ_HEADERS },
      304: { description: 'The answer that If-None-Match names still holds', headers: READ_HEADERS },
    },
    problems: ['nothing_to_show', 'gone', 'database_unavailable', 'busy'],
    handler: async ({ params, incoming }) => {
      try {
        return await readActive(deps, params.unique_id, incoming);
      } catch (error) {
        deps.metrics.countRead(outcomeOf(error));
        throw error;
      }
    },
  });
}
