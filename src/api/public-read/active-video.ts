import { z } from 'zod';
import { AppError } from '../../domain/errors.js';
import { resolveActive, type ActiveAnswer } from '../../domain/resolve-active.js';
import type { ContentState } from '../../domain/types.js';
import type { ReadOutcome } from '../../metrics/http-metrics.js';
import type { ApiDeps } from '../api-deps.js';
import { toIso, UUID } from '../fields/fields.js';
import type { Answer } from '../http/answer.js';
import { defineRoute, type Incoming, type Route } from '../http/define-route.js';
import { baseUrlOf } from '../http/request-context.js';
import { activeVideoAnswer, activeVideoBody, cacheControl, isNoneMatch, tagOf } from './active-video-answer.js';
import { createBackgroundSettle } from './background-settle.js';

/** How often a read begins anew because its answer ceased to hold while it was made. */
const ATTEMPTS = 3;

const OUTCOMES: Partial<Record<string, ReadOutcome>> = {
  not_found: 'not_found',
  nothing_to_show: 'nothing_to_show',
  gone: 'gone',
};

const unknown = (uniqueId: string): AppError => new AppError('not_found', `There is no AR content ${uniqueId}.`);

/**
 * What is live now. The clock is read before the row: then every slot that is applied was still in the plan when the row
 * was read, so no edit can have taken it back. Should a slot come meanwhile, the answer is made anew.
 */
async function resolveNow({ repositories, clock }: ApiDeps, uniqueId: string) {
  if (!UUID.test(uniqueId)) throw unknown(uniqueId);
  for (let attempt = 1; ; attempt += 1) {
    const asked = clock.now();
    const state = await repositories.arContents.findStateByUniqueId(uniqueId);
    if (state === null) throw unknown(uniqueId);
    const answer = resolveActive(state, Math.max(asked, state.arContent.settled_at));
    const now = clock.now();
    if (attempt === ATTEMPTS || answer.validUntil === null || answer.validUntil > now) return { state, answer, now };
  }
}

function refuseClosed({ arContent }: ContentState, answer: ActiveAnswer): void {
  if (answer.open) return;
  const why = arContent.is_active ? 'has expired' : 'is inactive';
  throw new AppError('gone', `This AR content ${why}.`);
}

async function readActive(
  deps: ApiDeps,
  settle: (arContentId: number, uncommitted: number) => void,
  uniqueId: string,
  { req, res }: Incoming,
): Promise<Answer> {
  res.set({ 'X-Server-Time': toIso(deps.clock.now()), 'Cache-Control': 'no-cache' });
  const { state, answer, now } = await resolveNow(deps, uniqueId);
  settle(state.arContent.id, answer.uncommitted);
  refuseClosed(state, answer);
  const body = activeVideoBody(answer, baseUrlOf(req, deps.settings.publicBaseUrl));
  if (body === null) throw new AppError('nothing_to_show', 'No video of this AR content can be shown now.');
  const bytes = Buffer.from(JSON.stringify(body));
  const tag = tagOf(bytes);
  const headers = {
    'X-Server-Time': toIso(now),
    'Cache-Control': cacheControl(answer.validUntil, now, deps.settings.readMaxAgeMs),
    ETag: tag,
  };
  if (isNoneMatch(req.get('if-none-match'), tag)) {
    deps.metrics.countRead('not_modified');
    return { status: 304, headers };
  }
  deps.metrics.countRead('shown');
  return { status: 200, body: bytes, headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' } };
}

/** `GET /api/ar/{unique_id}/active-video`: what AR clients read. It never touches Temporal. */
export function activeVideoRoute(deps: ApiDeps): Route {
  const settle = createBackgroundSettle(deps.planner, deps.log);
  return defineRoute({
    method: 'get',
    path: '/api/ar/{unique_id}/active-video',
    tag: 'AR clients',
    summary: 'The video to show now, until when, and what comes next',
    description: 'The header X-Server-Time has the clock by which valid_until and starts_at are meant.',
    access: 'public',
    // Not checked as a uuid here: one that is none is an unknown content, too, and counted as such.
    params: z.object({ unique_id: z.string().meta({ format: 'uuid' }) }),
    responses: {
      200: { description: 'The video', schema: activeVideoAnswer },
      304: { description: 'The answer that If-None-Match names still holds' },
      404: { description: 'not_found, or nothing_to_show', contentType: 'application/problem+json' },
      410: { description: 'The content is inactive or has expired', contentType: 'application/problem+json' },
    },
    handler: async ({ params, incoming }) => {
      try {
        return await readActive(deps, settle, params.unique_id, incoming);
      } catch (error) {
        deps.metrics.countRead((error instanceof AppError && OUTCOMES[error.code]) || 'failed');
        throw error;
      }
    },
  });
}
