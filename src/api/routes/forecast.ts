import { z } from 'zod';
import type { ContentState } from '../../domain/plan/content-state.js';
import { forecastOf, type Forecast } from '../../domain/plan/forecast.js';
import type { Instant } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idAnswer, instantAnswer, toIso, toIsoOrNull } from '../http/fields.js';
import { listAnswer, pageFields } from '../http/paging.js';
import { idText, wholeNumberText } from '../http/text-fields.js';

const DAY_MS = 24 * 3_600_000;
const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;
/** How much time of the event loop an answer gets. */
const BUDGET_MS = 100;

const query = z.strictObject({
  ...pageFields,
  company_id: idText.optional(),
  days: wholeNumberText(1, MAX_DAYS).default(DEFAULT_DAYS).meta({ description: 'How far to look' }),
});

const forecastAnswer = z
  .strictObject({
    ar_content_id: idAnswer,
    company_id: idAnswer,
    title: z.string(),
    dark_at: instantAnswer
      .nullable()
      .meta({ description: 'When nothing can be shown any more; the present where that is so already' }),
    dark_until: instantAnswer.nullable().meta({ description: 'When something can be shown again, if it is so far' }),
    dark_because: z
      .enum(['no_video', 'content_expires'])
      .nullable()
      .meta({ description: 'no_video: none is ready, within its window and hours, and not expired' }),
    one_left_at: instantAnswer.nullable().meta({ description: 'When one video is left of several' }),
    left_video_id: idAnswer.nullable().meta({ description: 'That video' }),
    reaches: instantAnswer.meta({
      description:
        'How far it was looked: hours that change very often end the look early, and nothing is said of later',
    }),
  })
  .meta({ id: 'Forecast' });

type Found = Forecast & Pick<ContentState, 'arContent'>;

const view = ({ arContent, darkAt, darkUntil, expires, ...found }: Found): z.input<typeof forecastAnswer> => ({
  ar_content_id: arContent.id,
  company_id: arContent.company_id,
  title: arContent.title,
  dark_at: toIsoOrNull(darkAt),
  dark_until: toIsoOrNull(darkUntil),
  dark_because: darkAt === null ? null : expires ? 'content_expires' : 'no_video',
  one_left_at: toIsoOrNull(found.oneLeftAt),
  left_video_id: found.leftVideoId,
  reaches: toIso(found.reaches),
});

/** What is foretold of contents, one at each call; true: of all. */
function foretelling(states: readonly ContentState[], now: Instant, to: Instant) {
  const found: Found[] = [];
  let looked = 0;
  const part = (): boolean => {
    const state = states[looked];
    const forecast = state === undefined ? null : forecastOf(state, now, to);
    if (state !== undefined && forecast !== null) found.push({ ...forecast, arContent: state.arContent });
    looked += 1;
    return looked >= states.length;
  };
  /** The last content that was looked at. */
  const lastId = (): number | null => states[looked - 1]?.arContent.id ?? null;
  return { found, part, lastId };
}

/** `GET /api/forecast`: which contents go dark. */
export const forecastRoute = ({ repositories, clock, lane }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getForecast',
    method: 'get',
    path: '/api/forecast',
    tag: 'AR contents',
    summary: 'Which AR contents go dark, or come down to one video, and when',
    description:
      'By windows, expiries and hours: whatever schedules and overrides choose, something is shown as long as any video can ' +
      'be. `limit` says how many contents a page looks at: it has those that something is foretold of, which may be ' +
      'none. Contents that are inactive or over are passed over.',
    access: 'viewer',
    query,
    responses: { 200: { description: 'Contents, by id', schema: z.array(forecastAnswer) } },
    handler: async ({ caller, query: { days, ...asked }, incoming }) => {
      const page = await repositories.arContents.list({ companyId: caller.companyId, ...asked });
      const now = clock.now();
      const look = foretelling(page.rows, now, now + days * DAY_MS);
      const isWhole = await lane.run(look.part, BUDGET_MS);
      return listAnswer(incoming, { rows: look.found, next: isWhole ? page.next : look.lastId() }, view);
    },
  });
