import { Temporal } from 'temporal-polyfill/implementation';
import { z } from 'zod';
import { notFound } from '../../domain/errors.js';
import { NOTES } from '../../domain/rotation.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import type { RotationSchedule } from '../../domain/rotation-schedule.js';
import type { Part } from '../../concurrency/lane.js';
import { findOutcomes, findSlots, type UpcomingSlot } from '../../domain/plan/upcoming.js';
import type { ApiDeps } from '../api-deps.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idAnswer, idPath, instantAnswer, toIso } from '../http/fields.js';
import { revisionPending } from '../views/calendar-view.js';
import { wholeNumberText } from '../http/text-fields.js';

/** Slots that are told at once. */
export const MAX_COUNT = 1_000;
const DEFAULT_COUNT = 10;
/** How much time of the event loop an answer gets to find its slots, and as much again to find out what they do. */
const BUDGET_MS = 100;

const CHANGES = ['shifted', 'first_of_two', 'second_of_two'] as const;

const slotAnswer = z.strictObject({
  slot_at: instantAnswer,
  local_time: z.string().meta({
    description: "In the schedule's zone, with offset and zone",
    example: '2027-03-28T03:00:00+02:00[Europe/Berlin]',
  }),
  clock_change: z
    .enum(CHANGES)
    .nullable()
    .meta({ description: 'shifted: the clock leaves its time out; first_of_two, second_of_two: it comes twice' }),
  is_known: z.boolean().meta({ description: 'False: it was not looked that far, and video_id and note are null' }),
  video_id: idAnswer.nullable().meta({ description: 'What the schedule has come to then, beneath overrides' }),
  note: z.enum(NOTES).nullable().meta({ description: 'Why the slot changes nothing that is seen' }),
});

/** Slots in an answer. */
export const slotsFields = {
  slots: z.array(slotAnswer),
  all_found: z
    .boolean()
    .meta({ description: 'False: more come before `count` is reached, and were not found in a tenth of a second' }),
};

const upcomingAnswer = z
  .strictObject({ schedule_id: idAnswer, revision_pending: revisionPending, ...slotsFields })
  .meta({ id: 'Upcoming' });

type Slot = z.input<typeof slotAnswer>;

const localTime = (at: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toString();

const slotView = ({ at, clockChange, step }: UpcomingSlot, { time_zone }: RotationSchedule): Slot => ({
  slot_at: toIso(at),
  local_time: localTime(at, time_zone),
  clock_change: clockChange,
  is_known: step !== null,
  video_id: step?.videoId ?? null,
  note: step?.note ?? null,
});

/** Work of a generator in parts, for the lane. */
const partsOf =
  (work: Generator<void>): Part =>
  () =>
    work.next().done === true;

/** The next slots of a schedule of a content, and what they do, as far as there is time to find it. */
export async function tellSlots(
  { lane }: Pick<ApiDeps, 'lane'>,
  state: ContentState,
  schedule: RotationSchedule,
  count = DEFAULT_COUNT,
): Promise<{ slots: Slot[]; all_found: boolean }> {
  const slots: UpcomingSlot[] = [];
  const all_found = await lane.run(partsOf(findSlots(schedule, count, slots)), BUDGET_MS);
  await lane.run(partsOf(findOutcomes(state, schedule.id, slots)), BUDGET_MS);
  return { slots: slots.map((slot) => slotView(slot, schedule)), all_found };
}

/** `GET /api/rotation/{id}/upcoming`: what a schedule is going to do, as the fold will do it. */
export const upcomingRoute = ({ repositories: { schedules }, clock, lane, present }: ApiDeps): Route =>
  defineRoute({
    operationId: 'listUpcomingSlots',
    method: 'get',
    path: '/api/rotation/{id}/upcoming',
    tag: 'Rotation schedules',
    summary: 'The next slots of a rotation schedule, and what they do',
    description:
      'Instants come from the rule; what they do from the same fold that carries them out, as far as it gets in a tenth of a second.',
    access: 'viewer',
    params: idPath,
    query: z.strictObject({ count: wholeNumberText(1, MAX_COUNT).optional() }),
    responses: { 200: { description: 'Slots, the next one first', schema: upcomingAnswer } },
    handler: async ({ caller, params, query }) => {
      const committed = await schedules.getState(params.id, caller.companyId);
      const { state } = await present.of(committed, clock.now());
      const schedule = state.schedules.find(({ id }) => id === params.id);
      if (schedule === undefined) throw notFound('schedule', params.id);
      const told = await tellSlots({ lane }, state, schedule, query.count);
      return ok({ schedule_id: schedule.id, revision_pending: schedule.revision_pending, ...told });
    },
  });
