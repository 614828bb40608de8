import { must } from '../must.js';
import type { Id } from '../scalars.js';
import type { Position } from './turn.js';

/**
 * Those of some positions that are best shown next: another video than `liveId`, if there is one; of these, one that is
 * not among the `recent`; and where all are, the least recently shown.
 * @param recent the last one first.
 */
export function preferred(
  positions: readonly Position[],
  liveId: Id | null,
  recent: readonly Id[],
): readonly Position[] {
  const others = positions.filter(({ videoId }) => videoId !== liveId);
  const possible = others.length > 0 ? others : positions;
  if (recent.length === 0) return possible;
  const rank = new Map(recent.map((id, index) => [id, index]));
  const fresh = possible.filter(({ videoId }) => !rank.has(videoId));
  if (fresh.length > 0) return fresh;
  const ageOf = ({ videoId }: Position): number => must(rank.get(videoId), 'a rank');
  const oldest = Math.max(...possible.map(ageOf));
  return possible.filter((position) => ageOf(position) === oldest);
}
