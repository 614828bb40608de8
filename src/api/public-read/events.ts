import { z } from 'zod';
import type { ApiDeps } from '../api-deps.js';
import { clientOf } from '../http/client-address.js';
import { uuidField } from '../http/fields.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { readKnown } from '../../reading/content-cache.js';

/** The version that Last-Event-ID names; null: none. */
function versionOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null;
}

/** `GET /api/ar/{unique_id}/events`: the active video, pushed. */
export function eventsRoute({ cache, events }: ApiDeps): Route {
  return defineRoute({
    operationId: 'followActiveVideo',
    method: 'get',
    path: '/api/ar/{unique_id}/events',
    tag: 'AR clients',
    summary: 'The video to show now, then each change at its instant (Server-Sent Events)',
    description:
      'Events `active-video`, whose data is the answer of the active video, and `unavailable` with a code. Their id is ' +
      'the version: sent back as Last-Event-ID, it spares being told the same again. An event `beat` without data every ' +
      '15 seconds says that the stream lives.',
    access: 'public',
    params: z.object({ unique_id: uuidField }),
    responses: {
      200: { description: 'The stream', contentType: 'text/event-stream', headers: ['Cache-Control'] },
    },
    problems: ['database_unavailable', 'busy'],
    handler: async ({ params, incoming: { req, baseUrl } }) => {
      const leave = events.takePlace(clientOf(req.ip ?? ''));
      const reading = await readKnown(cache, params.unique_id).catch((error: unknown) => {
        leave();
        throw error;
      });
      const headers = {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      };
      const version = versionOf(req.get('last-event-id'));
      if (req.method !== 'HEAD') {
        return { status: 200, headers, stream: (res) => events.add(reading, res, { baseUrl, version, leave }) };
      }
      leave();
      return { status: 200, headers };
    },
  });
}
