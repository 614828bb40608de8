import { z } from 'zod';
import type { ReleaseSummary } from '../../db/releases.js';
import { ITEM_STATES, itemState, RELEASE_STATES, releaseStateAt, type FoundRelease } from '../../domain/release.js';
import type { Instant } from '../../domain/scalars.js';
import {
  idAnswer,
  idField,
  INT4_MAX,
  instantAnswer,
  instantField,
  textField,
  toIso,
  toIsoOrNull,
  wholeNumber,
} from '../http/fields.js';
import { readMark, WrittenBack, type Unmarked } from '../http/written-back.js';

const common = {
  id: idAnswer,
  company_id: idAnswer,
  name: z.string(),
  note: z.string().nullable(),
  at: instantAnswer.meta({ description: 'When it goes live' }),
  revert_at: instantAnswer.nullable().meta({ description: 'When it is over; null: once it is reverted' }),
  priority: z.int(),
  state: z.enum(RELEASE_STATES).meta({ description: 'By the clock' }),
  item_count: z.int(),
  cancelled_at: instantAnswer.nullable(),
  revision: z.int(),
  created_at: instantAnswer,
  updated_at: instantAnswer,
  read_mark: readMark,
};

/** A release in a list. */
export const releaseSummary = z.strictObject(common).meta({ id: 'ReleaseSummary' });

/** A release in an answer. */
export const releaseAnswer = z
  .strictObject({
    ...common,
    items: z.array(
      z
        .strictObject({
          ar_content_id: idAnswer,
          video_id: idAnswer,
          override_id: idAnswer.nullable().meta({ description: 'The override that shows it' }),
          state: z.enum(ITEM_STATES).meta({
            description: 'gone: the AR content was deleted; ended: the video was, before the release was over',
          }),
        })
        .meta({ id: 'ReleaseItem' }),
    ),
  })
  .meta({ id: 'Release' });

const onlyRead = z.unknown().optional().meta({ description: 'Only read: what is sent is not looked at' });

const itemFields = z
  .strictObject({ ar_content_id: idField, video_id: idField, override_id: onlyRead, state: onlyRead })
  .meta({ id: 'ReleaseItemInput' });

const SOONEST = 'Null, left out, or sooner than ten seconds from now: in ten seconds';

/** Of a release in a request. */
const writable = z.strictObject({
  name: textField(200),
  note: textField(500).nullable().optional(),
  at: instantField.nullable().optional().meta({ description: SOONEST }),
  revert_at: instantField.nullable().optional().meta({
    description: 'When each content shows again what it would without the release; null: once it is reverted',
  }),
  priority: wholeNumber(-INT4_MAX, INT4_MAX)
    .optional()
    .meta({ description: 'Of several overrides of a content the highest is seen, then the one that began last' }),
  items: z.array(itemFields).min(1).meta({ description: 'Each AR content once' }),
});

/** A release in a request. */
export const releaseBody = writable.extend({ company_id: idField.optional() }).meta({ id: 'ReleaseInput' });

/** What may be written of a release that was read, by itself or in a list. */
const releaseWrites = new WrittenBack('ReleaseChanges', writable.partial(), releaseAnswer);

/** The body of a PUT. */
export const releaseChangesBody = releaseWrites.body;

const commonOf = (release: Omit<ReleaseSummary, 'item_count'>, item_count: number, now: Instant) => ({
  id: release.id,
  company_id: release.company_id,
  name: release.name,
  note: release.note,
  at: toIso(release.live_at),
  revert_at: toIsoOrNull(release.revert_at),
  priority: release.priority,
  state: releaseStateAt(release, now),
  item_count,
  cancelled_at: toIsoOrNull(release.cancelled_at),
  revision: release.revision,
  created_at: toIso(release.created_at),
  updated_at: toIso(release.updated_at),
});

/** A release as a list says it. @param now by which its state is told */
export const releaseSummaryView = (release: ReleaseSummary, now: Instant) =>
  releaseWrites.marked(commonOf(release, release.item_count, now) satisfies Unmarked<typeof releaseSummary>);

/** A release as an answer says it. @param now by which its state and that of its items is told */
export function releaseView({ release, items }: FoundRelease, now: Instant) {
  const state = releaseStateAt(release, now);
  const shown = items.map((item) => ({
    ar_content_id: item.ar_content_id,
    video_id: item.video_id,
    override_id: item.override_id,
    state: itemState(item, state),
  }));
  return releaseWrites.marked({ ...commonOf(release, items.length, now), items: shown } satisfies Unmarked<
    typeof releaseAnswer
  >);
}

/** What a body changes of a release. @throws AppError `validation_failed` */
export const releaseChangesIn = (body: z.output<typeof releaseChangesBody>, now: Instant) => (present: FoundRelease) =>
  releaseWrites.changes(body, releaseView(present, now));
