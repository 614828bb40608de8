import { z } from 'zod';
import type { ApiDeps } from '../api-deps.js';
import { idParam } from '../http/fields.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { openApiDocument } from '../docs/openapi.js';
import { activeVideoRoute } from '../public-read/active-video.js';
import { eventsRoute } from '../public-read/events.js';
import { planRoute } from '../public-read/plan.js';
import { apiKeyRoutes } from './api-keys.js';
import { arContentRoutes } from './ar-contents.js';
import { companyRoutes } from './companies.js';
import { historyRoutes } from './histories.js';
import { orphanRoutes } from './orphans.js';
import { projectRoutes } from './projects.js';
import { scheduleRoutes } from './schedules.js';
import { serviceRoutes } from './service.js';
import { storageConnectionRoutes } from './storage-connections.js';
import { storageMoveRoutes } from './storage-moves.js';
import { unusedVideoRoutes } from './unused-videos.js';
import { videoRoutes } from './videos.js';

/** `/media` streams files by itself; this is what the document says of it. */
const mediaFacts = (): Route =>
  defineRoute({
    method: 'get',
    path: '/media/{storage_connection_id}/{kind}/{ar_content_id}/{file}',
    tag: 'AR clients',
    summary: 'A file of a storage connection',
    description:
      'With Range (several too), If-Range and ETag. Names are never used again, so clients may keep a file for a year. ' +
      'A file that lies elsewhere may be answered with a redirect, which holds for five minutes.',
    access: 'public',
    params: z.object({
      storage_connection_id: idParam,
      kind: z.enum(['videos', 'thumbnails']),
      ar_content_id: idParam,
      file: z.string(),
    }),
    responses: {
      200: { description: 'The file', contentType: 'video/mp4' },
      206: { description: 'The range that was asked for; several as multipart/byteranges', contentType: 'video/mp4' },
      302: { description: 'Where the file is: an address that works for hours' },
      304: { description: 'The file that If-None-Match names has not changed' },
      404: { description: 'There is no such file', contentType: 'application/problem+json' },
      412: { description: 'The file is not the one that If-Match names', contentType: 'application/problem+json' },
      416: { description: 'The file has no such range', contentType: 'application/problem+json' },
    },
    handler: async () => {
      throw new Error('Files are served by the media handler.');
    },
  });

/** Every route that is registered. */
export function allRoutes(deps: ApiDeps): Route[] {
  let document: object | undefined;
  const routes: Route[] = [
    activeVideoRoute(deps),
    planRoute(deps),
    eventsRoute(deps),
    ...companyRoutes(deps),
    ...projectRoutes(deps),
    ...arContentRoutes(deps),
    ...videoRoutes(deps),
    ...unusedVideoRoutes(deps),
    ...scheduleRoutes(deps),
    ...historyRoutes(deps),
    ...storageConnectionRoutes(deps),
    ...orphanRoutes(deps),
    ...storageMoveRoutes(deps),
    ...apiKeyRoutes(deps),
    ...serviceRoutes(deps, () => (document ??= openApiDocument([...routes, mediaFacts()]))),
  ];
  return routes;
}
