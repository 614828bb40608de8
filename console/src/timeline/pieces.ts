import type { TimelineCell, TimelineSegment } from 'ar-video-rotation-client';
import type { Stretch } from '../time/calendar.js';

/** For how long a video is shown; null: nothing is. */
export interface ShownShare {
  video: number | null;
  ms: number;
}

/** What is drawn as one: a segment, a cell, or several that would be too narrow. */
export interface Piece extends Stretch {
  /** The longest first. */
  shares: ShownShare[];
  switches: number;
  /** What is seen all the while, and why; null: it changes, or was not asked for in such detail. */
  segment: TimelineSegment | null;
  /** The segments that were joined; none: of cells. */
  parts: TimelineSegment[];
}

/** Whether a piece shows one thing all the while, instead of several in turn. */
export const isOneThing = ({ segment, shares, switches }: Piece): boolean =>
  segment !== null || (shares.length === 1 && switches === 0);

/** A segment as it is drawn. @param begin of what is told: what begins there does not switch there */
export function pieceOfSegment(segment: TimelineSegment, begin: number): Piece {
  const [from, to] = [Date.parse(segment.from), Date.parse(segment.to)];
  const shares = [{ video: segment.video_id, ms: to - from }];
  return { from, to, shares, switches: from > begin ? 1 : 0, segment, parts: [segment] };
}

/** An hour or day as it is drawn. */
export function pieceOfCell({ from, to, switches, shares }: TimelineCell): Piece {
  const drawn = shares.map(({ video_id: video, seconds }) => ({ video, ms: seconds * 1_000 }));
  return { from: Date.parse(from), to: Date.parse(to), shares: drawn, switches, segment: null, parts: [] };
}

/** Pieces that follow each other, as one. */
function join(pieces: readonly [Piece, ...Piece[]]): Piece {
  const [first] = pieces;
  if (pieces.length === 1) return first;
  const ms = new Map<number | null, number>();
  for (const { video, ms: more } of pieces.flatMap(({ shares }) => shares)) ms.set(video, (ms.get(video) ?? 0) + more);
  return {
    from: first.from,
    to: pieces.at(-1)?.to ?? first.to,
    shares: [...ms].map(([video, ms]) => ({ video, ms })).toSorted((a, b) => b.ms - a.ms),
    switches: pieces.reduce((sum, { switches }) => sum + switches, 0),
    segment: null,
    parts: pieces.flatMap(({ parts }) => parts),
  };
}

/** Pieces in groups that follow each other, each as one. @param belongs whether a piece belongs to the group before it */
function joinWhere(pieces: readonly Piece[], belongs: (group: readonly Piece[], next: Piece) => boolean): Piece[] {
  const groups: [Piece, ...Piece[]][] = [];
  for (const piece of pieces) {
    const group = groups.at(-1);
    if (group !== undefined && belongs(group, piece)) group.push(piece);
    else groups.push([piece]);
  }
  return groups.map(join);
}

const lengthOf = ({ from, to }: Stretch): number => to - from;

/** Pieces that touch each other, as one, where they belong together. */
export const joinTouching = (pieces: readonly Piece[], isSame: (a: Piece, b: Piece) => boolean): Piece[] =>
  joinWhere(pieces, (group, next) => {
    const last = group.at(-1);
    return last !== undefined && last.to === next.from && isSame(last, next);
  });

/** Hours or days in which the same is shown all along, as one. */
export const joinUnchanged = (pieces: readonly Piece[]): Piece[] =>
  joinWhere(pieces, (group, next) => {
    const [share, ...others] = next.shares;
    const last = group.at(-1);
    const isOfOne = others.length === 0 && last?.shares.length === 1 && last.shares[0]?.video === share?.video;
    return isOfOne && next.switches === 0 && group.every(({ switches }) => switches === 0);
  });

/**
 * What is too narrow to be told apart is joined with its neighbours that are, until it is wide enough.
 * @param leastMs how long a piece has to be
 */
export const joinNarrow = (pieces: readonly Piece[], leastMs: number): Piece[] =>
  joinWhere(pieces, (group, next) => {
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined) return false;
    const isRoom = last.to - first.from < leastMs && next.from - last.to < leastMs;
    return isRoom && lengthOf(next) < leastMs;
  });

/** The piece that an instant lies in, else the nearest before it, else the first. */
export function pieceAt(pieces: readonly Piece[], at: number): Piece | undefined {
  return pieces.findLast(({ from }) => from <= at) ?? pieces[0];
}
