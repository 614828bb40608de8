import type { TimelineSegment } from 'ar-video-rotation-client';
import type { Told } from './told.js';

/** What is later than this is late, as for the service. */
const LATE_MS = 10_000;

/** What became of a segment, or will. */
export interface SegmentState {
  kind: 'recorded' | 'inferred' | 'due' | 'planned';
  /** By how much its beginning was committed after its instant, in ms; by now, of what is due. Null: nobody knows. */
  lateMs: number | null;
  isLate: boolean;
}

/** @param now by the service's clock */
export function stateOf(
  segment: TimelineSegment,
  { from: begin, seam }: Pick<Told, 'from' | 'seam'>,
  now: number,
): SegmentState {
  const from = Date.parse(segment.from);
  const is = (kind: SegmentState['kind'], lateMs: number | null = null): SegmentState => ({
    kind,
    lateMs,
    isLate: lateMs !== null && lateMs > LATE_MS,
  });
  if (segment.inferred) return is('inferred');
  if (segment.applied_at !== null) return is('recorded', Date.parse(segment.applied_at) - from);
  if (from > now) return is('planned');
  // What is seen at the beginning began before it, and was committed.
  return from <= seam || from === begin ? is('recorded') : is('due', now - from);
}
