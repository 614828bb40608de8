import { z } from 'zod';
import { AppError } from '../../domain/errors.js';
import { UUID } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import type { Answer } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { inLanguageOf, LANGUAGE_HEADERS } from '../http/languages.js';
import { toAppError } from '../http/to-app-error.js';
import { emptyPage, playerPage, viewPolicy } from './view-page.js';

type Sight = 'player' | 'gone' | 'unknown';

const STATUS: Record<Sight, number> = { player: 200, gone: 410, unknown: 404 };
const AWAY = new Set(['database_unavailable', 'busy', 'outdated_process']);

/** What a visitor gets to see. Of a content that cannot be asked for now, the player asks again by itself. */
async function sightOf({ cache, translateFault }: ApiDeps, uniqueId: string, baseUrl: string): Promise<Sight> {
  if (!UUID.test(uniqueId)) return 'unknown';
  try {
    const { held, at } = await cache.read(uniqueId.toLowerCase());
    if (held === null) return 'unknown';
    const { content } = held.preparedAt(at, baseUrl);
    return content instanceof AppError && content.code === 'gone' ? 'gone' : 'player';
  } catch (error) {
    if (AWAY.has(toAppError(error, translateFault).code)) return 'player';
    throw error;
  }
}

/** `GET /view/{unique_id}`: a page that plays what the content shows. It reads no key and no cookie. */
export function viewRoute(deps: ApiDeps): Route {
  const contentType = 'text/html';
  return defineRoute({
    operationId: 'viewActiveVideo',
    method: 'get',
    path: '/view/{unique_id}',
    tag: 'AR clients',
    summary: 'A page that plays the active video, and switches with it',
    description: 'For phones, screens and trials, in English or Russian by Accept-Language.',
    access: 'public',
    // Not checked as a uuid here: whoever mistyped it is to read a page, too.
    params: z.object({ unique_id: z.string().meta({ format: 'uuid' }) }),
    responses: {
      200: { description: 'The page', contentType, headers: LANGUAGE_HEADERS },
      404: { description: 'A page that says that there is no such content', contentType, headers: LANGUAGE_HEADERS },
      410: { description: 'A page that says that it is not shown any more', contentType, headers: LANGUAGE_HEADERS },
    },
    handler: async ({ params: { unique_id }, incoming }) => {
      const sight = await sightOf(deps, unique_id, incoming.baseUrl);
      return inLanguageOf(incoming, (language): Answer => {
        const body = sight === 'player' ? playerPage(language, unique_id.toLowerCase()) : emptyPage(language, sight);
        const headers = {
          'Content-Type': 'text/html; charset=utf-8',
          'Cache-Control': 'no-cache',
          'Content-Security-Policy': viewPolicy(incoming.baseUrl),
        };
        return { status: STATUS[sight], body, headers };
      });
    },
  });
}
