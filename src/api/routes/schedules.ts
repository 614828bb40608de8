import { z } from 'zod';
import { ROTATION_TYPES } from '../../domain/recurrence/timing-rule.js';
import { missingWeights } from '../../domain/plan/selection.js';
import { missingTiming, valueFaults } from '../../domain/recurrence/validate-schedule.js';
import { rotateNow } from '../../planning/rotate-now.js';
import { createSchedule, deleteSchedule, updateSchedule } from '../../planning/schedule-edits.js';
import type { ApiDeps } from '../api-deps.js';
import { idPath, instantField } from '../http/fields.js';
import { flagText, idText } from '../http/text-fields.js';
import { created, ok, revisionTag } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { given } from '../http/given.js';
import { inLanguageOf, languageOf, LANGUAGE_HEADERS } from '../http/languages.js';
import { pageFields } from '../http/paging.js';
import {
  scheduleAnswer,
  scheduleChangesIn,
  scheduleView,
  scheduleWrites,
  updatedScheduleAnswer,
  updatedScheduleView,
} from '../views/schedule-view.js';
import { listSchedules, scheduleResource } from './schedule-answers.js';
import { scheduleBody } from './schedule-schemas.js';
import { presentSchedule, presentSchedules } from './present-schedules.js';
import { deleted } from './status-answers.js';

const tag = 'Rotation schedules';

const create = ({ planner }: ApiDeps): Route =>
  defineRoute({
    operationId: 'createRotation',
    method: 'post',
    path: '/api/ar-content/{id}/rotation',
    tag,
    summary: 'Make a rotation schedule',
    access: 'editor',
    strict: true,
    params: idPath,
    body: scheduleBody,
    laterFaults: (body) => [...missingTiming(body), ...valueFaults(body), ...missingWeights(body)],
    responses: { 201: { description: 'The schedule', schema: scheduleAnswer, headers: LANGUAGE_HEADERS } },
    problems: ['conflict', 'upgrade_under_way'],
    handler: async ({ caller, params, body, incoming }) => {
      const schedule = await createSchedule(planner, caller, params.id, given(body));
      return inLanguageOf(incoming, (language) =>
        created(scheduleView(schedule, language), `/api/rotation/${schedule.id}`),
      );
    },
  });

const filters = {
  ...pageFields,
  is_active: flagText.optional(),
  rotation_type: z.enum(ROTATION_TYPES).optional(),
  late: flagText.optional().meta({ description: 'Whether any slot was carried out late' }),
  failed: flagText.optional().meta({ description: 'Whether a try to carry out what is due ever failed' }),
  due_before: instantField.optional().meta({ description: 'Those whose next rotation is not later' }),
};

/** One page of schedules with due steps applied; a step that is due may move a schedule past `due_before`. */
async function pageOf(deps: ApiDeps, query: Parameters<typeof deps.repositories.schedules.list>[0]) {
  const { repositories, clock } = deps;
  const now = clock.now();
  const {
    page: { rows, next },
    states,
  } = await repositories.schedules.list(query);
  const present = await presentSchedules(deps, states, now);
  const { due_before } = query;
  const shown = rows
    .flatMap(({ id }) => present.get(id) ?? [])
    .filter(({ next_rotation_at: at }) => due_before === undefined || (at !== null && at <= due_before));
  return { rows: shown, next };
}

const listOfContent = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'listArContentRotations',
    method: 'get',
    path: '/api/ar-content/{id}/rotation',
    tag,
    summary: 'List the rotation schedules of an AR content',
    access: 'viewer',
    params: idPath,
    query: z.strictObject(filters),
    responses: { 200: { description: 'Schedules, by id', schema: z.array(scheduleAnswer), headers: LANGUAGE_HEADERS } },
    handler: async ({ caller, params, query, incoming }) => {
      const { companyId } = caller;
      await deps.repositories.arContents.getState(params.id, companyId);
      const page = await pageOf(deps, { ...query, companyId, ar_content_id: params.id });
      return listSchedules(incoming, page);
    },
  });

const list = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'listRotations',
    method: 'get',
    path: '/api/rotation',
    tag,
    summary: 'List rotation schedules',
    access: 'viewer',
    query: z.strictObject({ ...filters, ar_content_id: idText.optional() }),
    responses: {
      200: {
        description: 'Schedules that the key may see, by id',
        schema: z.array(scheduleAnswer),
        headers: LANGUAGE_HEADERS,
      },
    },
    handler: async ({ caller, query, incoming }) => {
      const page = await pageOf(deps, { ...query, companyId: caller.companyId });
      return listSchedules(incoming, page);
    },
  });

const read = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'getRotation',
    method: 'get',
    path: '/api/rotation/{id}',
    tag,
    summary: 'Read a rotation schedule',
    access: 'viewer',
    params: idPath,
    responses: { 200: { description: 'The schedule', schema: scheduleAnswer, headers: LANGUAGE_HEADERS } },
    handler: async ({ caller, params, incoming }) =>
      scheduleResource(incoming, await presentSchedule(deps, params.id, caller)),
  });

const update = ({ planner }: ApiDeps): Route =>
  defineRoute({
    operationId: 'updateRotation',
    method: 'put',
    path: '/api/rotation/{id}',
    tag,
    summary: 'Change a rotation schedule',
    description: 'Takes effect at once. Only the given fields change; a field that the type does not use is kept.',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    body: scheduleWrites.body,
    laterFaults: valueFaults,
    responses: { 200: { description: 'The schedule', schema: updatedScheduleAnswer, headers: LANGUAGE_HEADERS } },
    problems: ['upgrade_under_way'],
    handler: async ({ caller, params, body, expected, incoming }) => {
      const changesOf = scheduleChangesIn(body, languageOf(incoming));
      const schedule = await updateSchedule(planner, caller, params.id, changesOf, expected);
      return inLanguageOf(incoming, (language) => ok(updatedScheduleView(schedule, language), revisionTag(schedule)));
    },
  });

const remove = ({ planner }: ApiDeps): Route =>
  defineRoute({
    operationId: 'deleteRotation',
    method: 'delete',
    path: '/api/rotation/{id}',
    tag,
    summary: 'Delete a rotation schedule',
    description: 'Its workflow is cancelled. What it last set stays active, and its history stays.',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    responses: { 200: deleted },
    handler: async ({ caller, params, expected }) => {
      await deleteSchedule(planner, caller, params.id, expected);
      return ok({ status: 'deleted' });
    },
  });

const takeStepNow = ({ planner }: ApiDeps): Route =>
  defineRoute({
    operationId: 'rotateNow',
    method: 'post',
    path: '/api/rotation/{id}/rotate-now',
    tag,
    summary: "Take the schedule's next step now",
    description: 'The next slot stands. Works without Temporal.',
    access: 'editor',
    ifMatch: true,
    strict: true,
    params: idPath,
    responses: {
      200: { description: 'The schedule after the step', schema: scheduleAnswer, headers: LANGUAGE_HEADERS },
    },
    problems: ['conflict', 'no_candidate_video'],
    handler: async ({ caller, params, expected, incoming }) =>
      scheduleResource(incoming, await rotateNow(planner, caller, params.id, expected)),
  });

/** Rotation schedules, under their contents and by themselves. */
export const scheduleRoutes = (deps: ApiDeps): Route[] => [
  create(deps),
  listOfContent(deps),
  list(deps),
  read(deps),
  update(deps),
  remove(deps),
  takeStepNow(deps),
];
