import type { TimelineSegment } from 'ar-video-rotation-client';
import { joinTouching, pieceOfSegment, type Piece } from './pieces.js';

/** What a row is about: what is live, a schedule or another reason by which it is, what lies beneath overrides. */
export type Layer =
  | { kind: 'live' }
  | { kind: 'schedule'; id: number }
  | { kind: 'reason'; reason: NonNullable<TimelineSegment['reason']> }
  | { kind: 'beneath' };

export interface LayerRow {
  key: string;
  layer: Layer;
  pieces: Piece[];
}

/** What lets a segment show; null: nothing is shown, or nobody knows why. */
function layerOf({ reason, schedule_id }: TimelineSegment): Layer | null {
  if (reason === null) return null;
  return schedule_id === null ? { kind: 'reason', reason } : { kind: 'schedule', id: schedule_id };
}

const keyOf = (layer: Layer): string => Object.values(layer).join(' ');

const isOfOneOverride = (a: Piece, b: Piece): boolean =>
  a.segment?.override_id === b.segment?.override_id && a.segment?.video_id === b.segment?.video_id;

/** A schedule decides over several videos, one after the other; whatever else decides it, over one. */
function reasonRow(layer: Layer, pieces: readonly Piece[]): LayerRow {
  const isSame = layer.kind === 'schedule' ? () => true : isOfOneOverride;
  return { key: keyOf(layer), layer, pieces: joinTouching(pieces, isSame) };
}

const pieceBeneath = (segment: TimelineSegment, begin: number): Piece => {
  const piece = pieceOfSegment(segment, begin);
  return { ...piece, shares: segment.instead_of.map((video) => ({ video, ms: piece.to - piece.from })) };
};

/**
 * The rows of segments: what is live, then when each schedule or other reason decides it, in order of appearance, and at
 * the end what lies beneath overrides.
 * @param begin of what is told
 */
export function layerRows(segments: readonly TimelineSegment[], begin: number): LayerRow[] {
  const reasons = new Map<string, { layer: Layer; pieces: Piece[] }>();
  for (const segment of segments) {
    const layer = layerOf(segment);
    if (layer === null) continue;
    const row = reasons.get(keyOf(layer)) ?? { layer, pieces: [] };
    row.pieces.push(pieceOfSegment(segment, begin));
    reasons.set(keyOf(layer), row);
  }
  const hiding = segments.filter(({ instead_of }) => instead_of.length > 0);
  const beneath: LayerRow = {
    key: 'beneath',
    layer: { kind: 'beneath' },
    pieces: hiding.map((segment) => pieceBeneath(segment, begin)),
  };
  return [
    { key: 'live', layer: { kind: 'live' }, pieces: segments.map((segment) => pieceOfSegment(segment, begin)) },
    ...[...reasons.values()].map(({ layer, pieces }) => reasonRow(layer, pieces)),
    ...(hiding.length > 0 ? [beneath] : []),
  ];
}
