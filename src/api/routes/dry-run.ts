import { z } from 'zod';
import { invalidFields } from '../../domain/errors.js';
import { must } from '../../domain/must.js';
import { differences, newWarnings, type Difference } from '../../domain/plan/differences.js';
import type { ContentState } from '../../domain/plan/content-state.js';
import type { TimelineSegment } from '../../domain/plan/segments.js';
import type { Warning } from '../../domain/plan/warnings.js';
import type { Id } from '../../domain/scalars.js';
import type { Timeline } from '../../reading/timeline-maker.js';
import type { ApiDeps } from '../api-deps.js';
import { ok } from '../http/answer.js';
import { defineRoute, type Route } from '../http/define-route.js';
import { idAnswer, idPath, instantAnswer, instantField, toIso } from '../http/fields.js';
import { segmentAnswer, segmentView, warningAnswer, warningView } from '../views/timeline-view.js';
import { changeBody, MAX_CHANGES, tryChanges, type Made } from './dry-run-changes.js';

const DAY_MS = 24 * 3_600_000;
const DEFAULT_MS = 7 * DAY_MS;
const MAX_MS = 366 * DAY_MS;
/** Segments of each of the two timelines. */
const MAX_SEGMENTS = 2_000;

const dryRunBody = z
  .strictObject({
    changes: z.array(changeBody).min(1).max(MAX_CHANGES).meta({ description: 'Made one after the other' }),
    to: instantField.optional().meta({ description: 'Until when it is compared: a week unless given, a year at most' }),
  })
  .meta({ id: 'DryRunInput' });

const placeholder = z.int().meta({ description: 'An id; -n: what change n would make' });
const ids = z.array(placeholder);

const side = z.strictObject({
  segments: z.array(segmentAnswer.extend({ schedule_id: placeholder.nullable(), override_id: placeholder.nullable() })),
  warnings: z.array(warningAnswer.extend({ schedule_ids: ids, override_ids: ids })),
});

const dryRunAnswer = z
  .strictObject({
    ar_content_id: idAnswer,
    at: instantAnswer.meta({ description: 'When the changes would have been made' }),
    to: instantAnswer,
    reaches: instantAnswer.meta({ description: 'How far both were looked at' }),
    before: side,
    after: side,
    differences: z
      .array(z.strictObject({ video_id: idAnswer.nullable(), seconds: z.number(), message: z.string() }))
      .meta({ description: 'What is shown for longer (seconds above 0) or shorter than before' }),
    new_warnings: side.shape.warnings,
  })
  .meta({ id: 'DryRun' });

type Side = z.input<typeof side>;

const UNITS = [
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A length of time in words: the two largest units. */
function inWords(ms: number): string {
  const parts: string[] = [];
  let left = ms;
  for (const [unit, size] of UNITS) {
    if (left >= size && parts.length < 2) parts.push(`${Math.floor(left / size)} ${unit}`);
    left %= size;
  }
  return parts.join(' ') || `${ms} ms`;
}

function differenceView(
  { videoId, ms }: Difference,
  state: ContentState,
): z.input<typeof dryRunAnswer>['differences'][number] {
  const title = state.videos.find(({ id }) => id === videoId)?.title;
  const subject = videoId === null ? 'Nothing is shown for' : `${title ?? `Video ${videoId}`} shows`;
  return {
    video_id: videoId,
    seconds: ms / 1_000,
    message: `${subject} ${inWords(Math.abs(ms))} ${ms > 0 ? 'more' : 'less'}`,
  };
}

const namesOf = (made: ReadonlyMap<number, Id>): Map<Id, number> =>
  new Map([...made].map(([number, id]) => [id, -number]));

/** Puts placeholders in the place of ids that were made and taken back. */
function withPlaceholders(made: Made) {
  const names = { schedules: namesOf(made.schedules), overrides: namesOf(made.overrides) };
  const schedule = (id: Id): number => names.schedules.get(id) ?? id;
  const override = (id: Id): number => names.overrides.get(id) ?? id;
  return {
    segment: (segment: TimelineSegment): TimelineSegment => ({
      ...segment,
      scheduleId: segment.scheduleId && schedule(segment.scheduleId),
      overrideId: segment.overrideId && override(segment.overrideId),
    }),
    warning: (warning: Warning): Warning => ({
      ...warning,
      scheduleIds: warning.scheduleIds.map(schedule),
      overrideIds: warning.overrideIds.map(override),
    }),
  };
}

/** `POST /api/ar-content/{id}/dry-run`: what changes would come to. */
export const dryRunRoute = ({ rehearsals, timelines }: ApiDeps): Route =>
  defineRoute({
    operationId: 'dryRun',
    method: 'post',
    path: '/api/ar-content/{id}/dry-run',
    tag: 'AR contents',
    summary: 'What changes of an AR content would come to',
    description:
      'The changes are made and taken back at once; nothing stays. What is shown before and after them is compared, ' +
      'as far as both are found in a tenth of a second each.',
    access: 'editor',
    params: idPath,
    body: dryRunBody,
    responses: { 200: { description: 'What would differ', schema: dryRunAnswer } },
    problems: ['conflict', 'no_candidate_video', 'video_not_ready', 'upgrade_under_way'],
    handler: async ({ caller, params: { id }, body: { changes, to: wantedTo } }) => {
      let made: Made = { schedules: new Map(), overrides: new Map() };
      const { at, before, after } = await rehearsals.rehearse(id, caller, async (door, trying) => {
        made = { schedules: new Map(), overrides: new Map() };
        await tryChanges({ door, caller: trying, arContentId: id, made }, changes);
      });
      const to = wantedTo ?? at + DEFAULT_MS;
      if (to <= at || to - at > MAX_MS) {
        throw invalidFields([
          { field: 'to', message: 'must be in the future, and at most 366 days ahead', code: 'out_of_order' },
        ]);
      }
      const then = must(after, 'the content of a dry run');
      const compared = await timelines.compare(before, then, { to, most: MAX_SEGMENTS });
      const named = withPlaceholders(made);
      const sideOf = ({ segments, warnings }: Timeline): Side => ({
        segments: segments.map((segment) => segmentView(named.segment(segment))),
        warnings: warnings.map((warning) => warningView(named.warning(warning))),
      });
      const [was, will] = [compared.before, compared.after];
      return ok({
        ar_content_id: id,
        at: toIso(at),
        to: toIso(to),
        reaches: toIso(compared.reaches),
        before: sideOf(was),
        after: sideOf(will),
        differences: differences(was.segments, will.segments).map((one) => differenceView(one, before)),
        new_warnings: newWarnings(was.warnings, will.warnings).map((one) => warningView(named.warning(one))),
      });
    },
  });
