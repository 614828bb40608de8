import { must } from '../must.js';
import { preferred } from './preferred.js';
import { weightOf } from './selection.js';
import { memoryOf } from './selection-memory.js';
import type { Choosing, Position } from './turn.js';

/** The first of those with the most to their credit. */
function richest(positions: readonly Position[], credits: readonly number[]): Position {
  const creditOf = ({ index }: Position): number => must(credits[index], 'a credit');
  const most = Math.max(...positions.map(creditOf));
  return must(
    positions.find((position) => creditOf(position) === most),
    'the richest',
  );
}

/**
 * Smooth weighted round robin (as in nginx, by Igor Sysoev): at each step every position gets its weight to its credit;
 * the one with the most is shown, the first of equal ones, and pays the sum of the weights. While all can be shown, each
 * is shown exactly as often as its weight says in any run of steps as long as the sum of the weights, counted from the
 * beginning. What cannot be shown, or was shown too recently, neither gets nor pays.
 */
export const chooseWeighted: Choosing = ({ schedule, candidates, liveId, asked }) => {
  const { credits: before, recent } = memoryOf(schedule);
  const taking = preferred(candidates, null, recent);
  const gaining = asked === undefined || taking.includes(asked) ? taking : [...taking, asked];
  const gains = new Set(gaining.map(({ index }) => index));
  const credits = schedule.video_sequence.map(
    (_, index) => (before[index] ?? 0) + (gains.has(index) ? weightOf(schedule, index) : 0),
  );
  const sum = gaining.reduce((total, { index }) => total + weightOf(schedule, index), 0);
  // What is live when the selection begins is not shown again at once.
  const possible = before.length === 0 ? preferred(taking, liveId, []) : taking;
  const position = asked ?? richest(possible, credits);
  return { position, kept: { credits: credits.map((credit, index) => credit - (index === position.index ? sum : 0)) } };
};
