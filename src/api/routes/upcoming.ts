import { Temporal } from 'temporal-polyfill/implementation';
import { z } from 'zod';
import { notFound } from '../../domain/errors.js';
import { NOTES } from '../../domain/rotation.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import type { RotationSchedule } from '../../domain/rotation-schedule.js';
import type { Part } from '../../concurrency/lane.js';
import { findLeftOut, LEFT_OUT_REASONS, type LeftOutTime } from '../../domain/plan/left-out.js';
import { findOutcomes, findSlots, type UpcomingSlot } from '../../domain/plan/upcoming.js';
import type { Instant } from '../../domain/scalars.js';
import type { ApiDeps } from '../api-deps.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idAnswer, idPath, instantAnswer, toIso } from '../http/fields.js';
import { revisionPending } from '../views/calendar-view.js';
import { wholeNumberText } from '../http/text-fields.js';

/** Slots that are told at once. */
export const MAX_COUNT = 1_000;
const DEFAULT_COUNT = 10;
/** How much time of the event loop an answer gets to find its slots, then what they do, then what is left out. */
const BUDGET_MS = 100;

const CHANGES = ['shifted', 'first_of_two', 'second_of_two'] as const;

const ruleTime = z
  .string()
  .meta({ description: "By the clock of the schedule's zone", example: '2027-03-28T02:30:00' });

const leftOutAnswer = z.strictObject({
  slot_at: instantAnswer.meta({
    description: 'When it would come; of what the clock leaves out: the first instant after',
  }),
  rule_time: ruleTime,
  reason: z.enum(LEFT_OUT_REASONS).meta({
    description: 'clock_change: the clock leaves it out; hours: those of the daypart do; days: calendars do',
  }),
});

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
  instead_of: ruleTime
    .nullable()
    .meta({ description: 'The time of the rule that the clock leaves out; of shifted ones' }),
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
  left_out: z
    .array(leftOutAnswer)
    .meta({ description: 'Times of the rule before the last of the slots that are none: the first hundred' }),
};

const upcomingAnswer = z
  .strictObject({ schedule_id: idAnswer, revision_pending: revisionPending, ...slotsFields })
  .meta({ id: 'Upcoming' });

type Slot = z.input<typeof slotAnswer>;

const localTime = (at: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toString();

/** A time without a zone. */
const wallText = (wall: number): string => new Date(wall).toISOString().slice(0, 19);

const slotView = ({ at, clockChange, insteadOf, step }: UpcomingSlot, { time_zone }: RotationSchedule): Slot => ({
  slot_at: toIso(at),
  local_time: localTime(at, time_zone),
  clock_change: clockChange,
  instead_of: insteadOf === null ? null : wallText(insteadOf),
  is_known: step !== null,
  video_id: step?.videoId ?? null,
  note: step?.note ?? null,
});

const leftOutView = ({ at, ruleTime, reason }: LeftOutTime): z.input<typeof leftOutAnswer> => ({
  slot_at: toIso(at),
  rule_time: wallText(ruleTime),
  reason,
});

/** What is asked of slots. */
interface Asked {
  state: ContentState;
  schedule: RotationSchedule;
  /** After this instant. */
  from: Instant;
  count?: number | undefined;
}

/** What is told of them. */
type Told = { [field in keyof typeof slotsFields]: z.input<(typeof slotsFields)[field]> };

/** Work of a generator in parts, for the lane. */
const partsOf =
  (work: Generator<void>): Part =>
  () =>
    work.next().done === true;

/** The next slots of a schedule of a content, and what they do, as far as there is time to find it. */
export async function tellSlots(
  { lane }: Pick<ApiDeps, 'lane'>,
  { state, schedule, from, count = DEFAULT_COUNT }: Asked,
): Promise<Told> {
  const slots: UpcomingSlot[] = [];
  const leftOut: LeftOutTime[] = [];
  const all_found = await lane.run(partsOf(findSlots(schedule, count, slots)), BUDGET_MS);
  await lane.run(partsOf(findOutcomes(state, schedule.id, slots)), BUDGET_MS);
  await lane.run(partsOf(findLeftOut(schedule, from, slots, leftOut)), BUDGET_MS);
  return { slots: slots.map((slot) => slotView(slot, schedule)), all_found, left_out: leftOut.map(leftOutView) };
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
      const now = clock.now();
      const { state } = await present.of(committed, now);
      const schedule = state.schedules.find(({ id }) => id === params.id);
      if (schedule === undefined) throw notFound('schedule', params.id);
      const told = await tellSlots({ lane }, { state, schedule, from: now, count: query.count });
      return ok({ schedule_id: schedule.id, revision_pending: schedule.revision_pending, ...told });
    },
  });
