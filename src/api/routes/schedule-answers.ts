import type { Page } from '../../db/pages.js';
import type { RotationSchedule } from '../../domain/rotation-schedule.js';
import { resource, type Answer } from '../http/answer.js';
import type { Incoming } from '../http/define-route.js';
import { inLanguageOf } from '../http/languages.js';
import { listAnswer } from '../http/paging.js';
import { scheduleView } from '../views/schedule-view.js';

/** 200 with a schedule, in words of the client's language. */
export const scheduleResource = (incoming: Incoming, schedule: RotationSchedule): Answer =>
  inLanguageOf(incoming, (language) => resource(scheduleView(schedule, language)));

/** A page of schedules, in words of the client's language. */
export const listSchedules = (incoming: Incoming, page: Page<RotationSchedule>): Answer =>
  inLanguageOf(incoming, (language) => listAnswer(incoming, page, (schedule) => scheduleView(schedule, language)));
