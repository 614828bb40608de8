import { hash } from 'node:crypto';
import { z } from 'zod';
import { closeTimelineFeed, openTimelineFeed } from '../../admin/timeline-feed-edits.js';
import { showsHangingDatabase } from '../../db/transaction.js';
import { createFairLimiter, createLimiter } from '../../concurrency/limiter.js';
import type { FeedContent } from '../../db/timeline-feeds.js';
import { AppError } from '../../domain/errors.js';
import { timelineCalendar } from '../../domain/icalendar/timeline-calendar.js';
import type { Id } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import { hashKeySecret, newKeySecret } from '../auth/api-key-secret.js';
import { ok, type Answer } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idAnswer, idPath, instantAnswer, toIso } from '../http/fields.js';
import { soughtText } from '../http/text-fields.js';
import { deleted } from './status-answers.js';

const tag = 'AR contents';
const DAY_MS = 24 * 3_600_000;
const DAYS_BACK = 30;
const DAYS_AHEAD = 90;
const MAX_SEGMENTS = 5_000;
const TYPE = 'text/calendar; charset=utf-8';

const feedAnswer = z
  .strictObject({
    ar_content_id: idAnswer,
    created_at: instantAnswer,
    calendar_url: z
      .string()
      .nullable()
      .meta({ description: 'What a calendar program is given, shown this once; null when the request was repeated' }),
  })
  .meta({ id: 'TimelineFeed' });

const open = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'openTimelineFeed',
    method: 'post',
    path: '/api/ar-content/{id}/timeline-feed',
    tag,
    summary: 'Let calendar programs read the timeline of an AR content',
    description:
      'The address has a secret of its own, good for this alone. Asked for again, there is another one, and the ' +
      'address before is good for nothing.',
    access: 'editor',
    params: idPath,
    responses: { 200: { description: 'The feed with its address', schema: feedAnswer } },
    handler: async ({ caller, params: { id }, incoming: { baseUrl } }) => {
      const token = newKeySecret();
      const { result, isRepeated } = await openTimelineFeed(admin, caller, id, hashKeySecret(token));
      const calendar_url = isRepeated ? null : `${baseUrl}/api/ar-content/${id}/timeline.ics?token=${token}`;
      return ok({ ar_content_id: id, created_at: toIso(result.created_at), calendar_url });
    },
  });

const close = ({ admin }: ApiDeps): Route =>
  defineRoute({
    operationId: 'closeTimelineFeed',
    method: 'delete',
    path: '/api/ar-content/{id}/timeline-feed',
    tag,
    summary: 'Make the address of a timeline feed good for nothing',
    access: 'editor',
    params: idPath,
    responses: { 200: deleted },
    handler: async ({ caller, params }) => {
      await closeTimelineFeed(admin, caller, params.id);
      return ok({ status: 'deleted' });
    },
  });

/** The calendar of a content. It is the same all day as long as the timeline is. */
async function calendarOf({ timelines, repositories, clock }: ApiDeps, id: Id, feed: FeedContent): Promise<string> {
  const now = clock.now();
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const [from, to] = [today - DAYS_BACK * DAY_MS, today + DAYS_AHEAD * DAY_MS];
  const whole = await timelines.tell(id, { companyId: null }, { from, to, most: MAX_SEGMENTS });
  // What changed very often is told from today on: the coming days matter more.
  const isWhole = whole.reaches > now;
  const { segments } = isWhole
    ? whole
    : await timelines.tell(id, { companyId: null }, { from: today, to, most: MAX_SEGMENTS });
  const { videos } = await repositories.arContents.getState(id, null);
  const titles = new Map(videos.map((video) => [video.id, video.title]));
  const { title, unique_id: uniqueId, time_zone: timeZone } = feed;
  return timelineCalendar({
    title,
    uniqueId,
    timeZone,
    from: isWhole ? from : today,
    to,
    now: today,
    segments,
    titles,
  });
}

function calendarAnswer(text: string): Answer {
  const body = Buffer.from(text);
  const tagged = `"${hash('sha256', body, 'base64url')}"`;
  return {
    status: 200,
    body,
    headers: { 'Content-Type': TYPE, ETag: tagged, 'Cache-Control': 'private, max-age=300' },
  };
}

/** Whoever guesses secrets waits for others who do, and no content is worked out twice at once. */
function feedReader(deps: ApiDeps): (id: Id, token: string) => Promise<Answer> {
  const lookUp = createLimiter(2, 500, showsHangingDatabase);
  const inTurn = createFairLimiter({ inAll: 2, perKey: 1 }, 20, showsHangingDatabase);
  return async (id, token) => {
    const feed = await lookUp(() => deps.repositories.findTimelineFeed(id, hashKeySecret(token)));
    if (feed === undefined) throw new AppError('not_found', 'There is no such timeline feed.');
    return inTurn(id, async () => calendarAnswer(await calendarOf(deps, id, feed)));
  };
}

const read = (deps: ApiDeps): Route => {
  const answer = feedReader(deps);
  return defineRoute({
    operationId: 'getTimelineFeed',
    method: 'get',
    path: '/api/ar-content/{id}/timeline.ics',
    tag: 'AR clients',
    summary: 'What an AR content showed and will show, for calendar programs',
    description:
      `iCalendar (RFC 5545), from ${DAYS_BACK} days ago to ${DAYS_AHEAD} days ahead, 1,000 events at most, on the ` +
      'clocks of the company. The address comes from `POST /api/ar-content/{id}/timeline-feed`; any other is a 404.',
    access: 'public',
    params: idPath,
    query: z.strictObject({ token: soughtText.optional().meta({ description: 'The secret of the feed' }) }),
    responses: {
      200: { description: 'The calendar', contentType: TYPE, headers: ['ETag', 'Cache-Control'] },
      304: { description: 'It is still as If-None-Match knows it', headers: ['ETag', 'Cache-Control'] },
    },
    problems: ['database_unavailable', 'busy'],
    handler: ({ params: { id }, query: { token = '' } }) => answer(id, token),
  });
};

/** Timelines for calendar programs. */
export const timelineFeedRoutes = (deps: ApiDeps): Route[] => [open(deps), close(deps), read(deps)];
