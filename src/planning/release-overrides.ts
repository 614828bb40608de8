import { deleteReleaseOverrides, endReleaseOverrides, insertReleaseOverrides } from '../db/releases.js';
import { refuseBeyond } from '../domain/limits.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Release, ReleaseItem } from '../domain/release.js';
import type { Id } from '../domain/scalars.js';
import { OVERRIDES } from './override-edits.js';
import type { SetEdit } from './set-edit.js';

const idsOf = (states: readonly ContentState[]): Id[] => states.map(({ arContent }) => arContent.id);

const withoutRelease = (state: ContentState, releaseId: Id): ContentState => ({
  ...state,
  overrides: state.overrides.filter(({ release_id }) => release_id !== releaseId),
});

/**
 * Gives a release that is still to come one override for each of these items, in the place of those that it has.
 * @throws AppError `conflict` when a content has too many
 */
export function planOverrides(
  edit: SetEdit,
  release: Release,
  items: readonly ReleaseItem[],
  maxOverrides: number,
): Promise<void> {
  const wanted = new Map(items.map((item) => [item.ar_content_id, item]));
  return edit.change(async (states) => {
    const planned = states.filter(({ overrides }) => overrides.some(({ release_id }) => release_id === release.id));
    if (planned.length > 0) await deleteReleaseOverrides(edit.trx, release.id, idsOf(planned));
    const freed = states.map((state) => withoutRelease(state, release.id));
    const due = freed.filter(({ arContent }) => wanted.has(arContent.id));
    for (const { arContent, overrides } of due) {
      refuseBeyond(maxOverrides, overrides.length, { ...OVERRIDES, owner: `AR content ${arContent.id}` });
    }
    const asked = items.filter(({ ar_content_id }) => due.some(({ arContent }) => arContent.id === ar_content_id));
    const made = await insertReleaseOverrides(edit.trx, release, asked, edit.now);
    return freed.map((state) => ({
      ...state,
      overrides: [...state.overrides, ...made.filter(({ ar_content_id }) => ar_content_id === state.arContent.id)],
    }));
  });
}

/** Has the overrides of a release that is live end when it does. */
export function endOverrides(edit: SetEdit, release: Release): Promise<void> {
  return edit.change(async (states) => {
    const rows = await endReleaseOverrides(edit.trx, release, idsOf(states), edit.now);
    const ended = new Map(rows.map((override) => [override.id, override]));
    return states.map((state) => ({
      ...state,
      overrides: state.overrides.map((one) => ended.get(one.id) ?? one),
    }));
  });
}
