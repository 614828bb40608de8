import type { Transaction } from '../db/database.js';
import type { FieldCode, FieldError } from '../domain/errors.js';
import type { FoundRelease, ReleaseItem } from '../domain/release.js';
import type { Id } from '../domain/scalars.js';

/** Only what an item says, in the order in which contents are locked. */
export const inOrder = (items: readonly ReleaseItem[]): ReleaseItem[] =>
  items
    .map(({ ar_content_id, video_id }) => ({ ar_content_id, video_id }))
    .toSorted((a, b) => a.ar_content_id - b.ar_content_id);

/** The items that are still to be shown: content and video are there. */
export const presentItems = ({ items }: FoundRelease): ReleaseItem[] =>
  items.filter(({ override_id }) => override_id !== null);

/** The content of each video that is there. */
async function ownersOf(trx: Transaction, items: readonly ReleaseItem[]): Promise<Map<Id, Id>> {
  const ids = items.map(({ video_id }) => video_id);
  const rows: { id: Id; ar_content_id: Id }[] = await trx('videos').whereIn('id', ids).select('id', 'ar_content_id');
  return new Map(rows.map(({ id, ar_content_id }) => [id, ar_content_id]));
}

/**
 * What is wrong with items, by their places.
 * @param locked the contents among them that are there, and may be named.
 */
export async function itemFaults(
  trx: Transaction,
  items: readonly ReleaseItem[],
  locked: readonly Id[],
): Promise<FieldError[]> {
  const owners = await ownersOf(trx, items);
  const [there, named] = [new Set(locked), new Set<Id>()];
  return items.flatMap(({ ar_content_id: content, video_id: video }, place) => {
    const fault = (field: string, message: string, code: FieldCode = 'not_there'): FieldError[] => [
      { field: `items.${place}.${field}`, message, code },
    ];
    if (!there.has(content)) return fault('ar_content_id', `there is no AR content ${content} in this company`);
    if (named.has(content)) return fault('ar_content_id', `AR content ${content} is named twice`, 'invalid');
    named.add(content);
    const isOwn = owners.get(video) === content;
    return isOwn ? [] : fault('video_id', `video ${video} is not one of AR content ${content}`);
  });
}
