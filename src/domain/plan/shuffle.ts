import { must } from '../must.js';
import type { RotationSchedule } from '../rotation-schedule.js';
import { draw } from './draw.js';
import { preferred } from './preferred.js';
import { memoryOf } from './selection-memory.js';
import type { Choosing } from './turn.js';

/**
 * The order of the positions in a round, drawn from seed and round: a permutation by Fisher and Yates, in Durstenfeld's
 * form.
 */
function orderOf({ random_seed, video_sequence }: RotationSchedule, round: number): number[] {
  const seed = draw(random_seed, round);
  const order: number[] = [];
  video_sequence.forEach((_, last) => {
    const place = draw(seed, last) % (last + 1);
    order.push(order[place] ?? last);
    order[place] = last;
  });
  return order;
}

/**
 * Each position once a round, in the round's own order. What cannot be shown when its turn comes is shown later in the
 * round, if it can be then; the round ends when nothing is left that can. A video that is live lets another go first, so
 * that none is repeated where two rounds meet.
 */
export const chooseShuffled: Choosing = ({ schedule, candidates, liveId, asked }) => {
  const { round, taken, recent } = memoryOf(schedule);
  const isTaken = new Set(taken);
  const possible = preferred(candidates, null, recent);
  const left = possible.filter(({ index }) => !isTaken.has(index));
  const current = left.length > 0 ? { round, taken, pool: left } : { round: round + 1, taken: [], pool: possible };
  const byIndex = new Map(current.pool.map((position) => [position.index, position]));
  const inOrder = orderOf(schedule, current.round).flatMap((index) => byIndex.get(index) ?? []);
  const position = asked ?? must(preferred(inOrder, liveId, [])[0], 'a position that is left');
  const before = current.taken.filter((index) => index !== position.index);
  return { position, kept: { round: current.round, taken: [...before, position.index] } };
};
