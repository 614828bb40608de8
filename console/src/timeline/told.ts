import type { Timeline, TimelineCell, TimelineSegment, TimelineWarning } from 'ar-video-rotation-client';
import { unitAround, type Stretch } from '../time/calendar.js';

/** What the answers of one timeline tell together. */
export interface Told extends Stretch {
  /** How far it is told by now. */
  reaches: number;
  /** Up to here it is what happened. */
  seam: number;
  /** Null: it is told by hours or days. */
  segments: TimelineSegment[] | null;
  cells: TimelineCell[];
  warnings: TimelineWarning[];
  isRevisionPending: boolean;
}

const isSameSeen = (a: TimelineSegment, b: TimelineSegment): boolean =>
  a.video_id === b.video_id &&
  a.reason === b.reason &&
  a.schedule_id === b.schedule_id &&
  a.override_id === b.override_id &&
  a.inferred === b.inferred;

/** Segments of answers that follow each other: the last of one and the first of the next may be the same. */
function joinSegments(parts: readonly TimelineSegment[]): TimelineSegment[] {
  const joined: TimelineSegment[] = [];
  for (const next of parts) {
    const last = joined.at(-1);
    if (last === undefined || !isSameSeen(last, next)) joined.push(next);
    else {
      const instead_of = [...new Set([...last.instead_of, ...next.instead_of])];
      joined[joined.length - 1] = { ...last, to: next.to, instead_of };
    }
  }
  return joined;
}

type CellShare = TimelineCell['shares'][number];

function sumShares(shares: readonly CellShare[]): CellShare[] {
  const seconds = new Map<number | null, number>();
  for (const share of shares) seconds.set(share.video_id, (seconds.get(share.video_id) ?? 0) + share.seconds);
  return [...seconds].map(([video_id, sum]) => ({ video_id, seconds: sum })).toSorted((a, b) => b.seconds - a.seconds);
}

const joinCell = (a: TimelineCell, b: TimelineCell): TimelineCell => ({
  ...a,
  to: b.to,
  switches: a.switches + b.switches,
  shares: sumShares([...a.shares, ...b.shares]),
});

/** Cells of answers that follow each other: one may end, and the next begin, within an hour or day. */
function joinCells(parts: readonly (readonly TimelineCell[])[], grid: 'hour' | 'day', zone: string): TimelineCell[] {
  const isEdge = (at: number): boolean => unitAround(grid, at, zone).from === at;
  const joined: TimelineCell[] = [];
  for (const [first, ...others] of parts) {
    if (first === undefined) continue;
    const last = isEdge(Date.parse(first.from)) ? undefined : joined.pop();
    joined.push(last === undefined ? first : joinCell(last, first), ...others);
  }
  return joined;
}

const subjectOf = ({ kind, video_ids, schedule_ids, override_ids, from }: TimelineWarning): string =>
  JSON.stringify([kind, video_ids, schedule_ids, override_ids, kind === 'gap' && from]);

/** Each answer warns of its own stretch: of one thing it is told once, and what another answer shows is shown. */
function joinWarnings(warnings: readonly TimelineWarning[], shown: ReadonlySet<number | null>): TimelineWarning[] {
  const joined = new Map<string, TimelineWarning>();
  for (const warning of warnings) {
    if (warning.kind === 'never_shown' && warning.video_ids.some((id) => shown.has(id))) continue;
    const before = joined.get(subjectOf(warning));
    const isCounted = warning.kind === 'slots_coincide';
    const count = before !== undefined && isCounted ? before.count + warning.count : warning.count;
    joined.set(subjectOf(warning), { ...warning, from: before?.from ?? warning.from, count });
  }
  return [...joined.values()];
}

/**
 * What was answered so far.
 * @param parts of one timeline, in order. @param grid of which cells are. @param zone whose hours and days they are
 */
export function toldBy(parts: readonly [Timeline, ...Timeline[]], grid: 'hour' | 'day', zone: string): Told {
  const [first] = parts;
  const last = parts.at(-1) ?? first;
  const segments = parts.flatMap((part) => part.segments ?? []);
  const cells = parts.map((part) => part.cells ?? []);
  const shares = cells.flat().flatMap((cell) => cell.shares);
  const shown = new Set([...segments, ...shares].map(({ video_id }) => video_id));
  return {
    from: Date.parse(first.from),
    to: Date.parse(first.to),
    reaches: Date.parse(last.reaches),
    seam: Date.parse(last.seam),
    segments: first.segments === null ? null : joinSegments(segments),
    cells: joinCells(cells, grid, zone),
    warnings: joinWarnings(
      parts.flatMap(({ warnings }) => warnings),
      shown,
    ),
    isRevisionPending: last.revision_pending,
  };
}
