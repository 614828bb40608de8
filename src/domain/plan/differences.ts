import type { Id } from '../scalars.js';
import type { TimelineSegment } from './segments.js';
import type { Warning } from './warnings.js';

/** How much longer a video is seen than before, in ms; less than 0: shorter. Null: nothing is seen. */
export interface Difference {
  videoId: Id | null;
  ms: number;
}

/** What is seen for another time than before, within one stretch; the greatest difference first. */
export function differences(before: readonly TimelineSegment[], after: readonly TimelineSegment[]): Difference[] {
  const ms = new Map<Id | null, number>();
  const add = ({ videoId, from, to }: TimelineSegment, sign: 1 | -1): void =>
    void ms.set(videoId, (ms.get(videoId) ?? 0) + sign * (to - from));
  for (const segment of before) add(segment, -1);
  for (const segment of after) add(segment, 1);
  return [...ms]
    .map(([videoId, difference]) => ({ videoId, ms: difference }))
    .filter((difference) => difference.ms !== 0)
    .toSorted((a, b) => Math.abs(b.ms) - Math.abs(a.ms));
}

const subjectOf = ({ kind, videoIds, scheduleIds, overrideIds }: Warning): string =>
  JSON.stringify([kind, videoIds, scheduleIds, overrideIds]);

/** Whether a warning was there before: of the same things, and a gap within one that was there. */
function isKnown(warning: Warning, before: readonly Warning[]): boolean {
  const same = before.filter((other) => subjectOf(other) === subjectOf(warning));
  if (warning.kind === 'gap') return same.some(({ from, to }) => from <= warning.from && warning.to <= to);
  return same.length > 0;
}

/** The warnings that were not there before. */
export const newWarnings = (before: readonly Warning[], after: readonly Warning[]): Warning[] =>
  after.filter((warning) => !isKnown(warning, before));
