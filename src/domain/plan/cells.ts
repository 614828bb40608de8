import type { Id, Instant } from '../scalars.js';
import type { TimelineSegment } from './segments.js';

/** How long a video was seen within a cell; null: nothing was. */
export interface Share {
  videoId: Id | null;
  ms: number;
}

/** What is seen within one hour or day. */
export interface Cell {
  from: Instant;
  to: Instant;
  /** How often what is seen, or why, changes. */
  switches: number;
  /** The longest first. */
  shares: Share[];
}

class OpenCell {
  readonly #ms = new Map<Id | null, number>();
  switches = 0;

  add(videoId: Id | null, ms: number): void {
    this.#ms.set(videoId, (this.#ms.get(videoId) ?? 0) + ms);
  }

  close(from: Instant, to: Instant): Cell {
    const shares = [...this.#ms].map(([videoId, ms]) => ({ videoId, ms }));
    return { from, to, switches: this.switches, shares: shares.toSorted((a, b) => b.ms - a.ms) };
  }
}

/**
 * Segments summed up by the cells of a grid.
 * @param segments seamless, of a stretch that is cut into cells.
 * @param edges the inner edges of the cells, in order; those outside of the stretch are passed over.
 */
export function cellsOf(segments: readonly TimelineSegment[], edges: readonly Instant[]): Cell[] {
  const [first, last] = [segments[0], segments.at(-1)];
  if (first === undefined || last === undefined) return [];
  const inner = edges.filter((edge) => edge > first.from && edge < last.to);
  const ends = [...inner, last.to];
  const cells: Cell[] = [];
  let from = first.from;
  let k = 0;
  for (const to of ends) {
    const open = new OpenCell();
    for (let segment = segments[k]; segment !== undefined && segment.from < to; segment = segments[k]) {
      if (segment.from >= from && segment !== first) open.switches += 1;
      open.add(segment.videoId, Math.min(segment.to, to) - Math.max(segment.from, from));
      if (segment.to > to) break;
      k += 1;
    }
    cells.push(open.close(from, to));
    from = to;
  }
  return cells;
}
