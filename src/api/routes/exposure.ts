import { z } from 'zod';
import { invalidFields } from '../../domain/errors.js';
import { exposureOf, wantedShares, type Exposure } from '../../domain/exposure.js';
import { must } from '../../domain/must.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import { nextStepAt } from '../../domain/plan/next-step.js';
import type { RotationSchedule } from '../../domain/rotation-schedule.js';
import type { Id, Instant } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { linkToNext } from '../http/paging.js';
import { idAnswer, idPath, instantAnswer, instantField, toIso } from '../http/fields.js';

/** A year of hourly slots. */
const MAX_ROWS = 10_000;
const DEFAULT_MS = 30 * 24 * 3_600_000;

const share = z.number().min(0).max(1);

const exposureAnswer = z
  .strictObject({
    schedule_id: idAnswer,
    from: instantAnswer,
    to: instantAnswer,
    reaches_to: instantAnswer.meta({
      description: 'Up to where it was counted: `to`, the present, or as far as it got',
    }),
    steps: z.int(),
    seconds_shown: z.number(),
    videos: z.array(
      z.strictObject({
        video_id: idAnswer,
        title: z.string().nullable().meta({ description: 'Null: the video was deleted' }),
        wanted_share: share.meta({ description: 'By sequence and weights as they are now' }),
        steps: z.int(),
        step_share: share.nullable().meta({ description: 'Null: there was no step' }),
        seconds_shown: z.number().meta({ description: 'Seen because of this schedule: not beneath an override' }),
        time_share: share.nullable(),
      }),
    ),
  })
  .meta({ id: 'Exposure' });

type VideoView = z.input<typeof exposureAnswer>['videos'][number];

/** Shares are told to a millionth. */
const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : round(part / whole));
const round = (value: number): number => Math.round(value * 1e6) / 1e6;

/** One row for each video that is wanted or was shown, by id. */
function videoViews(state: ContentState, schedule: RotationSchedule, exposures: Map<Id, Exposure>): VideoView[] {
  const wanted = wantedShares(schedule);
  const all = [...exposures.values()];
  const steps = all.reduce((sum, one) => sum + one.steps, 0);
  const shownMs = all.reduce((sum, one) => sum + one.shownMs, 0);
  const ids = [...new Set([...wanted.keys(), ...schedule.video_sequence, ...exposures.keys()])];
  return ids
    .toSorted((a, b) => a - b)
    .map((id) => {
      const exposure = exposures.get(id) ?? { steps: 0, shownMs: 0 };
      return {
        video_id: id,
        title: state.videos.find((video) => video.id === id)?.title ?? null,
        wanted_share: round(wanted.get(id) ?? 0),
        steps: exposure.steps,
        step_share: shareOf(exposure.steps, steps),
        seconds_shown: exposure.shownMs / 1_000,
        time_share: shareOf(exposure.shownMs, shownMs),
      };
    });
}

/** Milliseconds are added up, so that no fraction of a second comes of it. */
const totalsOf = (videos: readonly VideoView[]) => ({
  steps: videos.reduce((sum, { steps }) => sum + steps, 0),
  seconds_shown: videos.reduce((sum, { seconds_shown }) => sum + Math.round(seconds_shown * 1_000), 0) / 1_000,
});

const query = z.strictObject({
  from: instantField.optional().meta({ description: '30 days before `to` unless given' }),
  to: instantField.optional().meta({ description: 'The present unless given' }),
});

/** The stretch that is asked about. */
function stretchOf(asked: z.output<typeof query>, now: Instant): { from: Instant; to: Instant } {
  const { to = now, from = Math.min(to, now) - DEFAULT_MS } = asked;
  if (from >= now) throw invalidFields([{ field: 'from', message: 'must lie in the past', code: 'out_of_order' }]);
  if (from >= to) throw invalidFields([{ field: 'to', message: 'must be later than from', code: 'out_of_order' }]);
  return { from, to };
}

/** `GET /api/rotation/{id}/exposure`: what a schedule gave its videos, beside what it is to give them. */
export const exposureRoute = ({ repositories, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getRotationExposure',
    method: 'get',
    path: '/api/rotation/{id}/exposure',
    tag: 'Rotation schedules',
    summary: 'The shares of its videos that a rotation schedule wants, and has given',
    description: `By the ledger. An answer goes over at most ${MAX_ROWS} rows: \`reaches_to\` says how far, and Link where it goes on.`,
    access: 'viewer',
    params: idPath,
    query,
    responses: { 200: { description: 'Videos, by id', schema: exposureAnswer, headers: ['Link'] } },
    handler: async ({ caller, params, query: asked, incoming }) => {
      const now = clock.now();
      const { from, to } = stretchOf(asked, now);
      const state = await repositories.schedules.getState(params.id, caller.companyId);
      const schedule = must(
        state.schedules.find(({ id }) => id === params.id),
        'the schedule in its state',
      );
      // The ledger tells of what is committed: up to the first step that is due and is not.
      const known = Math.max(from, Math.min(to, now, nextStepAt(state)));
      const stretch = { arContentId: state.arContent.id, from, until: known, limit: MAX_ROWS + 1 };
      const rows = await repositories.listExposureRows(stretch);
      const until = rows.filter(({ due_at }) => due_at >= from)[MAX_ROWS]?.due_at ?? known;
      const videos = videoViews(state, schedule, exposureOf(rows, schedule.id, { from, until }));
      const body = { schedule_id: schedule.id, from: toIso(from), to: toIso(to), reaches_to: toIso(until) };
      const link = until < known ? linkToNext(incoming, { from: toIso(until), to: toIso(to) }) : {};
      return ok({ ...body, ...totalsOf(videos), videos }, link);
    },
  });
