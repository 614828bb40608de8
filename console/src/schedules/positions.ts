/** A video of a sequence, and how often it is shown in proportion to the others. */
export interface Position {
  video: number;
  weight: number;
}

/** Videos in order, and the position that comes next; null: the service goes on by itself. */
export interface Sequence {
  positions: readonly Position[];
  begin: number | null;
}

/** Has a position come to stand somewhere else. What comes next stays so. */
export function withMoved({ positions, begin }: Sequence, from: number, to: number): Sequence {
  const order = positions.map((_, n) => n);
  order.splice(to, 0, ...order.splice(from, 1));
  return {
    positions: order.flatMap((n) => positions[n] ?? []),
    begin: begin === null ? null : order.indexOf(begin),
  };
}

/** Takes a position away. If it was to come next, the one after it does. */
export function withoutPosition({ positions, begin }: Sequence, at: number): Sequence {
  const rest = positions.filter((_, n) => n !== at);
  if (begin === null) return { positions: rest, begin };
  const next = begin > at ? begin - 1 : begin;
  return { positions: rest, begin: next < rest.length ? next : 0 };
}

/** Adds a video behind the others. */
export const withVideo = ({ positions, begin }: Sequence, video: number): Sequence => ({
  positions: [...positions, { video, weight: 1 }],
  begin,
});

/** The share of each position, by weights. */
export function sharesOf(positions: readonly Position[]): number[] {
  const total = positions.reduce((sum, { weight }) => sum + weight, 0);
  return positions.map(({ weight }) => (total === 0 ? 0 : weight / total));
}

/** A name for each position, which it keeps when it is moved about: a video may stand there twice. */
export function namesOf(positions: readonly Position[]): string[] {
  const seen = new Map<number, number>();
  return positions.map(({ video }) => {
    const times = (seen.get(video) ?? 0) + 1;
    seen.set(video, times);
    return `${video} ${times}`;
  });
}
