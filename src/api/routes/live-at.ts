import { z } from 'zod';
import { CAUSES, NOTES, type Rotation } from '../../domain/rotation.js';
import type { Step } from '../../domain/plan/fold-plan.js';
import type { LiveThen } from '../../reading/timelines.js';
import type { ApiDeps } from '../api-deps.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idAnswer, idPath, instantAnswer, instantField, toIso } from '../http/fields.js';
import { shownFields, shownView } from '../views/timeline-view.js';

const causeAnswer = z
  .strictObject({
    at: instantAnswer.meta({ description: 'Since when it is live' }),
    applied_at: instantAnswer.nullable().meta({ description: 'When that was committed; null: it is to come' }),
    cause: z.enum(CAUSES),
    note: z.enum(NOTES).nullable(),
    schedule_id: idAnswer.nullable(),
    override_id: idAnswer.nullable(),
    video_id: idAnswer.nullable().meta({ description: 'Whose window or expiry it is, of what is to come' }),
    rotation_id: idAnswer.nullable().meta({ description: 'The row of the history; null: it is to come' }),
    actor: z.string().nullable().meta({ description: 'Who caused it; null: the plan will' }),
    request_id: z.string().nullable(),
    workflow_run_id: z.string().nullable(),
  })
  .meta({ id: 'LiveCause' });

const liveAtAnswer = z
  .strictObject({
    ar_content_id: idAnswer,
    at: instantAnswer,
    known: z.enum(['recorded', 'planned', 'not_reached']).meta({
      description:
        'recorded: it happened; planned: it will; not_reached: there is too much to come before it, ask again',
    }),
    reaches: instantAnswer.meta({ description: 'How far it was looked' }),
    ...shownFields,
    caused_by: causeAnswer.nullable().meta({ description: 'null: nothing is known to have changed it' }),
  })
  .meta({ id: 'LiveAt' });

type CauseView = z.input<typeof causeAnswer>;

const causeOfRow = (row: Rotation): CauseView => ({
  at: toIso(row.due_at),
  applied_at: toIso(row.applied_at),
  cause: row.cause,
  note: row.note,
  schedule_id: row.schedule_id,
  override_id: row.override_id,
  video_id: null,
  rotation_id: row.id,
  actor: row.actor,
  request_id: row.request_id,
  workflow_run_id: row.workflow_run_id,
});

const causeOfStep = ({ kind, at, subjectId, note }: Step): CauseView => ({
  at: toIso(at),
  applied_at: null,
  cause: kind,
  note,
  schedule_id: kind === 'schedule' || kind === 'resume' ? subjectId : null,
  override_id: kind === 'override' ? subjectId : null,
  video_id: kind === 'window' || kind === 'expiry' ? subjectId : null,
  rotation_id: null,
  actor: null,
  request_id: null,
  workflow_run_id: null,
});

const NOTHING = { videoId: null, reason: null, scheduleId: null, overrideId: null, isInferred: false };

function viewOf(id: number, at: number, { shown, isPast, reaches, cause }: LiveThen): z.input<typeof liveAtAnswer> {
  const isOverridden = shown?.shown.reason === 'override' && shown.beneathVideoId !== null;
  const planned = shown === null ? 'not_reached' : 'planned';
  return {
    ar_content_id: id,
    at: toIso(at),
    known: isPast ? 'recorded' : planned,
    reaches: toIso(reaches),
    ...shownView(shown?.shown ?? NOTHING),
    instead_of: isOverridden && shown.beneathVideoId !== null ? [shown.beneathVideoId] : [],
    caused_by: cause && ('row' in cause ? causeOfRow(cause.row) : causeOfStep(cause.step)),
  };
}

/** `GET /api/ar-content/{id}/live`. */
export const liveAtRoute = ({ timelines, clock }: ApiDeps): Route =>
  defineRoute({
    operationId: 'getLiveAt',
    method: 'get',
    path: '/api/ar-content/{id}/live',
    tag: 'AR contents',
    summary: 'What an AR content shows at any instant, past or to come, and who caused it',
    access: 'viewer',
    params: idPath,
    query: z.strictObject({ at: instantField.optional().meta({ description: 'Now unless given' }) }),
    responses: { 200: { description: 'What is live then', schema: liveAtAnswer } },
    handler: async ({ caller, params: { id }, query }) => {
      const at = query.at ?? clock.now();
      return ok(viewOf(id, at, await timelines.liveAt(id, caller, at)));
    },
  });
