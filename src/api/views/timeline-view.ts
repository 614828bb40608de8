import { z } from 'zod';
import { REASONS } from '../../domain/ar-content.js';
import type { Cell } from '../../domain/plan/cells.js';
import type { Seen, TimelineSegment } from '../../domain/plan/segments.js';
import { warningWords } from '../../domain/plan/warning-words.js';
import { WARNING_KINDS, type Warning } from '../../domain/plan/warnings.js';
import { revisionPending } from './calendar-view.js';
import { idAnswer, instantAnswer, toIso, toIsoOrNull } from '../http/fields.js';

const stretch = { from: instantAnswer, to: instantAnswer };

/** What is seen, and why, in an answer. */
export const shownFields = {
  video_id: idAnswer.nullable().meta({ description: 'null: nothing is shown' }),
  reason: z.enum(REASONS).nullable().meta({ description: 'null also where the ledger is older than its reasons' }),
  schedule_id: idAnswer.nullable(),
  override_id: idAnswer.nullable(),
  instead_of: z.array(idAnswer).meta({ description: 'Videos that lie beneath the override' }),
  inferred: z.boolean().meta({ description: 'True: before the first row of the ledger, from which it follows' }),
};

/** A segment in an answer. */
export const segmentAnswer = z
  .strictObject({
    ...stretch,
    ...shownFields,
    applied_at: instantAnswer.nullable().meta({
      description:
        'When the change it begins with was committed; null: it is to come, or began before the stretch or the ledger did',
    }),
  })
  .meta({ id: 'TimelineSegment' });

const cellAnswer = z
  .strictObject({
    ...stretch,
    switches: z.int(),
    shares: z
      .array(z.strictObject({ video_id: idAnswer.nullable(), seconds: z.number() }))
      .meta({ description: 'What was shown for how long, the longest first; video_id null: nothing' }),
    warnings: z.array(z.enum(WARNING_KINDS)),
  })
  .meta({ id: 'TimelineCell' });

/** A warning in an answer. */
export const warningAnswer = z
  .strictObject({
    kind: z.enum(WARNING_KINDS),
    ...stretch,
    count: z.int().meta({ description: 'slots_coincide: how often; expiry_cliff: how many videos are left' }),
    video_ids: z.array(idAnswer),
    schedule_ids: z.array(idAnswer),
    override_ids: z.array(idAnswer),
    message: z.string(),
  })
  .meta({ id: 'TimelineWarning', description: 'What may not be meant' });

/** What a timeline answers. */
export const timelineAnswer = z
  .strictObject({
    ar_content_id: idAnswer,
    ...stretch,
    reaches: instantAnswer.meta({
      description:
        'How far it was told; the Link header leads on. As `from` where it was not looked that far ahead yet: the next ' +
        'answer looks on from there',
    }),
    revision_pending: revisionPending,
    seam: instantAnswer.meta({ description: 'Up to here it is what happened, after that what will' }),
    segments: z
      .array(segmentAnswer)
      .nullable()
      .meta({ description: 'Seamless, from `from` to `reaches`; null for a coarser resolution' }),
    cells: z.array(cellAnswer).nullable().meta({ description: 'The same by hours or days' }),
    warnings: z.array(warningAnswer).meta({ description: 'Of what is to come between `from` and `reaches`' }),
  })
  .meta({ id: 'Timeline' });

/** What is seen as an answer says it. */
export const shownView = ({ videoId, reason, scheduleId, overrideId, isInferred }: Seen) => ({
  video_id: videoId,
  reason,
  schedule_id: scheduleId,
  override_id: overrideId,
  inferred: isInferred,
});

const stretchView = ({ from, to }: { from: number; to: number }) => ({ from: toIso(from), to: toIso(to) });

/** A segment as an answer says it. */
export const segmentView = (segment: TimelineSegment): z.input<typeof segmentAnswer> => ({
  ...stretchView(segment),
  ...shownView(segment),
  instead_of: [...segment.insteadOf],
  applied_at: toIsoOrNull(segment.appliedAt),
});

/** A cell as an answer says it. */
export const cellView = (cell: Cell, warnings: readonly Warning[]): z.input<typeof cellAnswer> => ({
  ...stretchView(cell),
  switches: cell.switches,
  shares: cell.shares.map(({ videoId, ms }) => ({ video_id: videoId, seconds: ms / 1_000 })),
  warnings: [...new Set(warnings.filter(({ from, to }) => from < cell.to && to >= cell.from).map(({ kind }) => kind))],
});

/** A warning as an answer says it. */
export const warningView = (warning: Warning): z.input<typeof warningAnswer> => ({
  kind: warning.kind,
  ...stretchView(warning),
  count: warning.count,
  video_ids: [...warning.videoIds],
  schedule_ids: [...warning.scheduleIds],
  override_ids: [...warning.overrideIds],
  message: warningWords(warning),
});
