import { z } from 'zod';
import type { ApiDeps } from '../api-deps.js';
import { idParam } from '../http/fields.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { openApiDocument } from '../docs/openapi.js';
import { VIDEO_TYPES } from '../../storage/video-storage.js';
import { activeVideoRoute } from '../public-read/active-video.js';
import { timeRoute } from '../public-read/time.js';
import { eventsRoute } from '../public-read/events.js';
import { planRoute } from '../public-read/plan.js';
import { viewRoute } from '../view/view-route.js';
import { auditLogRoute } from './audit-log.js';
import { apiKeyRoutes } from './api-keys.js';
import { arContentRoutes } from './ar-contents.js';
import { bulkRoutes } from './bulks.js';
import { calendarRoutes } from './calendars.js';
import { clientRoutes } from './clients.js';
import { companyRoutes } from './companies.js';
import { daypartRoutes } from './dayparts.js';
import { historyRoutes } from './histories.js';
import { operationRoutes } from './operations.js';
import { orphanRoutes } from './orphans.js';
import { overrideRoutes } from './overrides.js';
import { projectRoutes } from './projects.js';
import { releaseRoutes } from './releases.js';
import { peopleRoutes } from './people.js';
import { pauseRoutes } from './schedule-pauses.js';
import { readICalendarRoute } from './read-icalendar.js';
import { scheduleRoutes } from './schedules.js';
import { sessionRoutes } from './sessions.js';
import { signInPageRoutes } from './sign-in-page.js';
import { serviceRoutes } from './service.js';
import { storageConnectionRoutes } from './storage-connections.js';
import { storageMoveRoutes } from './storage-moves.js';
import { liveAtRoute } from './live-at.js';
import { forecastRoute } from './forecast.js';
import { timelineFeedRoutes } from './timeline-feeds.js';
import { timelineRoute } from './timelines.js';
import { exposureRoute } from './exposure.js';
import { dryRunRoute } from './dry-run.js';
import { changePreviewRoute, previewRoute } from './preview.js';
import { upcomingRoute } from './upcoming.js';
import { unusedVideoRoutes } from './unused-videos.js';
import { videoRoutes } from './videos.js';
import { webhookRoutes } from './webhooks.js';

const MEDIA_TYPES = [...VIDEO_TYPES, 'image/jpeg', 'image/png', 'image/webp'];
const FILE_HEADERS = ['Accept-Ranges', 'Cache-Control', 'ETag', 'Last-Modified'] as const;

/** `/media` streams files by itself; this is what the document says of it. */
const mediaFacts = (): Route =>
  defineRoute({
    operationId: 'getMedia',
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
      200: { description: 'The file', contentType: MEDIA_TYPES, headers: FILE_HEADERS },
      206: {
        description: 'The range that was asked for; several as multipart/byteranges',
        contentType: [...MEDIA_TYPES, 'multipart/byteranges'],
        headers: [...FILE_HEADERS, 'Content-Range'],
      },
      302: { description: 'Where the file is: an address that works for hours', headers: ['Cache-Control'] },
      304: { description: 'The file that If-None-Match names has not changed', headers: FILE_HEADERS },
    },
    problems: ['precondition_failed', 'range_not_satisfiable', 'storage_unavailable', 'database_unavailable', 'busy'],
    handler: async () => {
      throw new Error('Files are served by the media handler.');
    },
  });

/** Every route that is registered. */
export function allRoutes(deps: ApiDeps): Route[] {
  let document: object | undefined;
  const describe = (): object => (document ??= openApiDocument(documentedRoutes(deps), deps.settings.version));
  const routes: Route[] = [
    activeVideoRoute(deps),
    timeRoute(deps),
    planRoute(deps),
    eventsRoute(deps),
    ...clientRoutes(deps),
    viewRoute(deps),
    ...companyRoutes(deps),
    ...projectRoutes(deps),
    ...arContentRoutes(deps),
    ...videoRoutes(deps),
    ...unusedVideoRoutes(deps),
    // Before /api/rotation/{id}, which would take its name for an id.
    previewRoute(deps),
    changePreviewRoute(deps),
    ...scheduleRoutes(deps),
    upcomingRoute(deps),
    liveAtRoute(deps),
    timelineRoute(deps),
    forecastRoute(deps),
    ...timelineFeedRoutes(deps),
    exposureRoute(deps),
    dryRunRoute(deps),
    ...pauseRoutes(deps),
    ...overrideRoutes(deps),
    ...releaseRoutes(deps),
    ...bulkRoutes(deps),
    ...daypartRoutes(deps),
    readICalendarRoute(deps),
    ...calendarRoutes(deps),
    ...historyRoutes(deps),
    auditLogRoute(deps),
    ...storageConnectionRoutes(deps),
    ...orphanRoutes(deps),
    ...storageMoveRoutes(deps),
    ...apiKeyRoutes(deps),
    ...peopleRoutes(deps),
    ...sessionRoutes(deps),
    ...signInPageRoutes(),
    ...webhookRoutes(deps),
    ...operationRoutes(deps),
    ...serviceRoutes(deps, describe),
  ];
  return routes;
}

/** Every route that the document tells of: files are served by themselves. */
export const documentedRoutes = (deps: ApiDeps): Route[] => [...allRoutes(deps), mediaFacts()];
