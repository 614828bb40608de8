import { z } from 'zod';
import { invalidFields } from '../../domain/errors.js';
import { cellsOf } from '../../domain/plan/cells.js';
import { GRIDS, gridAfter, type Grid } from '../../domain/recurrence/clock-grid.js';
import { isTimeZone } from '../../domain/recurrence/time-zone.js';
import type { Instant } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import type { ApiCaller } from '../http/api-caller.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idPath, instantField, toIso } from '../http/fields.js';
import { wholeNumberText } from '../http/text-fields.js';
import { linkToNext } from '../http/paging.js';
import { MOST_STEPS, type Timeline } from '../../reading/timeline-maker.js';
import { cellView, segmentView, timelineAnswer, warningView } from '../views/timeline-view.js';

const DAY_MS = 24 * 3_600_000;
const DEFAULT_MS = 7 * DAY_MS;
const MAX_MS = 3_660 * DAY_MS;
const MAX_ENTRIES = 2_000;

const query = z.strictObject({
  from: instantField.optional().meta({ description: 'Now unless given' }),
  to: instantField
    .optional()
    .meta({ description: 'A week later unless given; ten years later at most', example: '2026-12-08T09:00:00.000Z' }),
  resolution: z
    .enum(['switch', ...GRIDS])
    .default('switch')
    .meta({ description: 'switch: each change; hour, day: how long each video is shown within each' }),
  time_zone: z
    .string()
    .refine(isTimeZone, { error: 'must be the IANA name of a time zone' })
    .optional()
    .meta({ description: "Whose hours and days; the company's unless given", example: 'Europe/Berlin' }),
  limit: wholeNumberText(1, MAX_ENTRIES).default(MAX_ENTRIES).meta({ description: 'Segments or cells of an answer' }),
});

type Query = z.output<typeof query>;

interface Stretch {
  from: Instant;
  to: Instant;
}

function stretchOf({ from, to }: Query, now: Instant): Stretch {
  const start = from ?? now;
  const end = to ?? start + DEFAULT_MS;
  if (end <= start) throw invalidFields([{ field: 'to', message: 'must be after from', code: 'out_of_order' }]);
  if (end - start > MAX_MS)
    throw invalidFields([{ field: 'to', message: 'must be at most 3,660 days after from', code: 'too_large' }]);
  return { from: start, to: end };
}

/** The inner edges of the cells of a stretch, of which there are so many at most; and the end of the last. */
function cellEdges(
  grid: Grid,
  { from, to }: Stretch,
  timeZone: string,
  most: number,
): { edges: Instant[]; end: Instant } {
  const edges: Instant[] = [];
  for (const edge of gridAfter(grid, from, timeZone)) {
    if (edge >= to) return { edges, end: to };
    edges.push(edge);
    if (edges.length === most) return { edges, end: edge };
  }
  return { edges, end: to };
}

/** The time zone of the company that a content belongs to. */
async function companyZone({ repositories }: ApiDeps, id: number, { companyId }: ApiCaller): Promise<string> {
  const { arContent } = await repositories.arContents.getState(id, companyId);
  return (await repositories.companies.get(arContent.company_id, companyId)).time_zone;
}

interface Told extends Timeline {
  cells: ReturnType<typeof cellsOf> | null;
}

async function tellBySwitches(
  { timelines }: ApiDeps,
  id: number,
  caller: ApiCaller,
  stretch: Stretch,
  most: number,
): Promise<Told> {
  return { ...(await timelines.tell(id, caller, { ...stretch, most })), cells: null };
}

async function tellByCells(
  deps: ApiDeps,
  id: number,
  caller: ApiCaller,
  stretch: Stretch,
  grid: { grid: Grid; zone: string; most: number },
): Promise<Told> {
  const { edges, end } = cellEdges(grid.grid, stretch, grid.zone, grid.most);
  const told = await deps.timelines.tell(id, caller, { from: stretch.from, to: end, most: MOST_STEPS });
  return { ...told, cells: cellsOf(told.segments, edges) };
}

function bodyOf(
  id: number,
  { from, to }: Stretch,
  { segments, cells, reaches, seam, warnings, isRevisionPending }: Told,
): z.input<typeof timelineAnswer> {
  return {
    ar_content_id: id,
    from: toIso(from),
    to: toIso(to),
    reaches: toIso(reaches),
    revision_pending: isRevisionPending,
    seam: toIso(seam),
    segments: cells === null ? segments.map(segmentView) : null,
    cells: cells?.map((cell) => cellView(cell, warnings)) ?? null,
    warnings: warnings.map(warningView),
  };
}

/** `GET /api/ar-content/{id}/timeline`. */
export const timelineRoute = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'getTimeline',
    method: 'get',
    path: '/api/ar-content/{id}/timeline',
    tag: 'AR contents',
    summary: 'What an AR content showed and will show',
    description:
      'The past as the ledger tells it, and from `seam` on what the fold will do, as far as it gets in a tenth of a second. ' +
      'An edit may change what is to come.',
    access: 'viewer',
    params: idPath,
    query,
    responses: { 200: { description: 'The timeline', schema: timelineAnswer, headers: ['Link'] } },
    handler: async ({ caller, params: { id }, query: wanted, incoming }) => {
      const stretch = stretchOf(wanted, deps.clock.now());
      const { resolution, limit, time_zone } = wanted;
      const told =
        resolution === 'switch'
          ? await tellBySwitches(deps, id, caller, stretch, limit)
          : await tellByCells(deps, id, caller, stretch, {
              grid: resolution,
              zone: time_zone ?? (await companyZone(deps, id, caller)),
              most: limit,
            });
      const isWhole = told.reaches >= stretch.to;
      const next = { from: toIso(told.reaches), to: toIso(stretch.to) };
      return ok(bodyOf(id, stretch, told), isWhole ? {} : linkToNext(incoming, next));
    },
  });
