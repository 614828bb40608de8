import { z } from 'zod';
import { must } from '../../domain/must.js';
import { DST_OVERLAPS } from '../../domain/recurrence/timing-rule.js';
import { missingTiming, valueFaults } from '../../domain/recurrence/validate-schedule.js';
import type { Id } from '../../domain/scalars.js';
import { scheduleWords } from '../../domain/words/schedule-words.js';
import { createSchedule } from '../../planning/schedule-edits.js';
import type { ApiDeps } from '../api-deps.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idAnswer, idField, wholeNumber } from '../http/fields.js';
import { given } from '../http/given.js';
import { inLanguageOf, LANGUAGE_HEADERS } from '../http/languages.js';
import { scheduleBody } from './schedule-schemas.js';
import { MAX_COUNT, slotsFields, tellSlots } from './upcoming.js';

const previewBody = scheduleBody
  .extend({
    ar_content_id: idField,
    count: wholeNumber(1, MAX_COUNT).optional().meta({ description: 'Slots; 10 unless given' }),
  })
  .meta({ id: 'RotationPreviewInput' });

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

/** `POST /api/rotation/preview`: what a schedule would do, were it made now. */
export const previewRoute = (deps: ApiDeps): Route =>
  defineRoute({
    operationId: 'previewRotation',
    method: 'post',
    path: '/api/rotation/preview',
    tag: 'Rotation schedules',
    summary: 'The next slots of a schedule that is not made, and what they would do',
    description: 'Beside the other schedules of the AR content. It is made and taken back at once; nothing stays.',
    access: 'editor',
    body: previewBody,
    laterFaults: (body) => [...missingTiming(body), ...valueFaults(body)],
    responses: { 200: { description: 'Slots, the next one first', schema: previewAnswer, headers: LANGUAGE_HEADERS } },
    problems: ['not_found', 'conflict', 'upgrade_under_way'],
    handler: async ({ caller, body: { ar_content_id, count, ...input }, incoming }) => {
      let made: Id | undefined;
      const { after } = await deps.rehearsals.rehearse(ar_content_id, caller, async (door, trying) => {
        ({ id: made } = await createSchedule(door, trying, ar_content_id, given(input)));
      });
      const state = must(after, 'the content of a schedule');
      const schedule = must(
        state.schedules.find(({ id }) => id === made),
        'the schedule that was tried',
      );
      const { random_seed, dst_overlap } = schedule;
      const told = await tellSlots(deps, state, schedule, count);
      return inLanguageOf(incoming, (language) =>
        ok({ ar_content_id, random_seed, dst_overlap, words: scheduleWords(schedule, language), ...told }),
      );
    },
  });
