import { z } from 'zod';
import { MISSED } from '../../domain/rotation-schedule.js';
import { meetsSlot } from '../../domain/plan/skips.js';
import type { Instant } from '../../domain/scalars.js';
import type { RotationSchedule } from '../../domain/rotation-schedule.js';
import { pauseSchedule, resumeSchedule } from '../../planning/pause-edits.js';
import { addSkip, removeSkip } from '../../planning/skip-edits.js';
import type { ApiDeps } from '../api-deps.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idAnswer, idParam, idPath, instantAnswer, instantField, textField, toIso } from '../http/fields.js';
import { given } from '../http/given.js';
import { LANGUAGE_HEADERS } from '../http/languages.js';
import { scheduleAnswer } from '../views/schedule-view.js';
import { scheduleResource } from './schedule-answers.js';
import { presentSchedule } from './present-schedules.js';

const tag = 'Rotation schedules';

const missed = z
  .enum(MISSED)
  .optional()
  .meta({ description: 'What is done about slots that fell into the pause: nothing, one step, or a step for each' });

/** How a schedule is paused. */
export const pauseBody = z
  .strictObject({
    note: textField(500).nullable().optional(),
    until: instantField
      .nullable()
      .optional()
      .meta({ description: 'When it goes on by itself; null: when somebody says so' }),
    missed,
  })
  .meta({ id: 'PauseInput' });

/** How it goes on. */
export const resumeBody = z.strictObject({ missed }).meta({ id: 'ResumeInput' });

const pause = ({ planner }: ApiDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/api/rotation/{id}/pause',
    operationId: 'pauseRotation',
    tag,
    summary: 'Pause a rotation schedule',
    description: 'It has no slots until it is resumed. What is shown stays.',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    body: pauseBody,
    responses: { 200: { description: 'The schedule', schema: scheduleAnswer, headers: LANGUAGE_HEADERS } },
    problems: ['conflict', 'upgrade_under_way'],
    handler: async ({ caller, params, body, expected, incoming }) =>
      scheduleResource(incoming, await pauseSchedule(planner, caller, params.id, given(body), expected)),
  });

const resume = ({ planner }: ApiDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/api/rotation/{id}/resume',
    operationId: 'resumeRotation',
    tag,
    summary: 'Resume a rotation schedule',
    description: 'At most 1,000 slots are made up for.',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    body: resumeBody,
    responses: { 200: { description: 'The schedule', schema: scheduleAnswer, headers: LANGUAGE_HEADERS } },
    problems: ['conflict', 'upgrade_under_way'],
    handler: async ({ caller, params, body, expected, incoming }) =>
      scheduleResource(incoming, await resumeSchedule(planner, caller, params.id, body.missed, expected)),
  });

/** Which slot is to pass. */
export const skipBody = z
  .strictObject({
    slot_at: instantField.optional().meta({ description: 'A slot to come' }),
    next: z.literal(true).optional().meta({ description: 'The first slot that is not skipped yet' }),
  })
  .refine(({ slot_at, next }) => (slot_at === undefined) !== (next === undefined), {
    path: ['slot_at'],
    error: 'give either slot_at or next',
  })
  .meta({ id: 'SkipInput', example: { next: true } });

const skipAnswer = z
  .strictObject({
    schedule_id: idAnswer,
    slot_at: instantAnswer,
    meets_slot: z.boolean().meta({ description: 'False: an edit has left it without a slot' }),
  })
  .meta({ id: 'Skip' });

const skipView = (schedule: RotationSchedule, slotAt: Instant): z.input<typeof skipAnswer> => ({
  schedule_id: schedule.id,
  slot_at: toIso(slotAt),
  meets_slot: meetsSlot(schedule, slotAt),
});

const skip = ({ planner }: ApiDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/api/rotation/{id}/skips',
    operationId: 'skipSlot',
    tag,
    summary: 'Have a slot pass without a step',
    description:
      'It is consumed at its instant, and the position stays. Said again, it is the same skip. How many that ' +
      'are still to come a schedule may have is limited: one more is a 409 that names the limit.',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    body: skipBody,
    responses: { 200: { description: 'The skip', schema: skipAnswer } },
    problems: ['conflict', 'upgrade_under_way'],
    handler: async ({ caller, params, body, expected }) => {
      const wanted = body.slot_at === undefined ? ({ next: true } as const) : { slot_at: body.slot_at };
      const { slot_at, schedule } = await addSkip(planner, caller, params.id, wanted, expected);
      return ok(skipView(schedule, slot_at));
    },
  });

const listSkips = (deps: ApiDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/api/rotation/{id}/skips',
    operationId: 'listSkips',
    tag,
    summary: 'List the slots that are to pass without a step',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'Skips to come, the next one first', schema: z.array(skipAnswer) } },
    handler: async ({ caller, params }) => {
      const schedule = await presentSchedule(deps, params.id, caller);
      const now = deps.clock.now();
      return ok(schedule.skips.filter((slotAt) => slotAt > now).map((slotAt) => skipView(schedule, slotAt)));
    },
  });

const unskip = ({ planner }: ApiDeps): Route =>
  defineRoute({
    method: 'delete',
    path: '/api/rotation/{id}/skips/{slot_at}',
    operationId: 'deleteSkip',
    tag,
    summary: 'Take a skip back',
    access: 'editor',
    strict: true,
    params: z.object({ id: idParam, slot_at: instantField }),
    responses: { 200: { description: 'The schedule', schema: scheduleAnswer, headers: LANGUAGE_HEADERS } },
    handler: async ({ caller, params, incoming }) =>
      scheduleResource(incoming, await removeSkip(planner, caller, params.id, params.slot_at)),
  });

/** What has a schedule wait: pauses, and skips of single slots. */
export const pauseRoutes = (deps: ApiDeps): Route[] => [
  pause(deps),
  resume(deps),
  skip(deps),
  listSkips(deps),
  unskip(deps),
];
