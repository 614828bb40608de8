import { z } from 'zod';
import type { Caller } from '../../domain/caller.js';
import { must } from '../../domain/must.js';
import { DST_OVERLAPS } from '../../domain/recurrence/timing-rule.js';
import { missingTiming, valueFaults } from '../../domain/recurrence/validate-schedule.js';
import type { Id } from '../../domain/scalars.js';
import { scheduleWords } from '../../domain/words/schedule-words.js';
import type { EditDoor } from '../../planning/edit-door.js';
import { createSchedule, updateSchedule } from '../../planning/schedule-edits.js';
import type { ApiDeps } from '../api-deps.js';
import { ok, type Answer } from '../http/answer.js';
import { defineRoute, type Incoming, type Route } from '../http/define-route.js';
import { idAnswer, idField, idPath, wholeNumber } from '../http/fields.js';
import { given } from '../http/given.js';
import { inLanguageOf, LANGUAGE_HEADERS } from '../http/languages.js';
import { scheduleBody, scheduleChanges } from './schedule-schemas.js';
import { MAX_COUNT, slotsFields, tellSlots } from './upcoming.js';

const tag = 'Rotation schedules';

const count = wholeNumber(1, MAX_COUNT).optional().meta({ description: 'Slots; 10 unless given' });

const previewBody = scheduleBody.extend({ ar_content_id: idField, count }).meta({ id: 'RotationPreviewInput' });

const changePreviewBody = scheduleChanges.extend({ count }).meta({ id: 'RotationChangePreviewInput' });

const previewAnswer = z
  .strictObject({
    ar_content_id: idAnswer,
    random_seed: z.int().meta({ description: 'What random choices were drawn from; sent along, they come true' }),
    dst_overlap: z.enum(DST_OVERLAPS).meta({ description: 'The one that would be in force' }),
    words: z
      .string()
      .meta({ description: 'What it would do, in one sentence; in the language that Accept-Language asks for' }),
    ...slotsFields,
  })
  .meta({ id: 'RotationPreview' });

interface Previewed {
  arContentId: Id;
  caller: Caller;
  incoming: Incoming;
  count: number | undefined;
}

/** Rehearses an edit of a schedule, and tells what it would do then. @param edit gives the id of the schedule */
async function previewOf(
  deps: ApiDeps,
  { arContentId, caller, incoming, count }: Previewed,
  edit: (door: EditDoor, trying: Caller) => Promise<{ id: Id }>,
): Promise<Answer> {
  let tried: Id | undefined;
  const { at, after } = await deps.rehearsals.rehearse(arContentId, caller, async (door, trying) => {
    ({ id: tried } = await edit(door, trying));
  });
  const state = must(after, 'the content of a schedule');
  const schedule = must(
    state.schedules.find(({ id }) => id === tried),
    'the schedule that was tried',
  );
  const { random_seed, dst_overlap } = schedule;
  const told = await tellSlots(deps, { state, schedule, from: at, count });
  return inLanguageOf(incoming, (language) =>
    ok({ ar_content_id: arContentId, random_seed, dst_overlap, words: scheduleWords(schedule, language), ...told }),
  );
}

const responses = {
  200: { description: 'Slots, the next one first', schema: previewAnswer, headers: LANGUAGE_HEADERS },
};

/** `POST /api/rotation/preview`: what a schedule would do, were it made now. */
export const previewRoute = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'previewRotation',
    method: 'post',
    path: '/api/rotation/preview',
    tag,
    summary: 'The next slots of a schedule that is not made, and what they would do',
    description: 'Beside the other schedules of the AR content. It is made and taken back at once; nothing stays.',
    access: 'editor',
    body: previewBody,
    laterFaults: (body) => [...missingTiming(body), ...valueFaults(body)],
    responses,
    problems: ['not_found', 'conflict', 'upgrade_under_way'],
    handler: ({ caller, body: { ar_content_id: arContentId, count, ...input }, incoming }) =>
      previewOf(deps, { arContentId, caller, incoming, count }, (door, trying) =>
        createSchedule(door, trying, arContentId, given(input)),
      ),
  });

/** `POST /api/rotation/{id}/preview`: what a schedule would do, were it changed now. */
export const changePreviewRoute = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'previewRotationChange',
    method: 'post',
    path: '/api/rotation/{id}/preview',
    tag,
    summary: 'The next slots of a rotation schedule, were it changed',
    description: 'It is changed and put back at once; nothing stays. Without a change: what it does as it is.',
    access: 'editor',
    params: idPath,
    body: changePreviewBody,
    laterFaults: valueFaults,
    responses,
    problems: ['upgrade_under_way'],
    handler: async ({ caller, params: { id }, body: { count, ...changes }, incoming }) => {
      const { arContent } = await deps.repositories.schedules.getState(id, caller.companyId);
      return previewOf(deps, { arContentId: arContent.id, caller, incoming, count }, (door, trying) =>
        updateSchedule(door, trying, id, given(changes), null),
      );
    },
  });
