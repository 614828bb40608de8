import { median, summarize } from './statistics.js';

/** What a figure is to reach. */
export type Aim = { atLeast: number } | { atMost: number };

/** One line of the table. */
export interface Figure {
  what: string;
  /** `ms`, `/s`, `KiB`; empty: a ratio or a count. */
  unit: string;
  /** One for each round; the median is told, and their range. */
  values: readonly number[];
  aim?: Aim;
}

/** A bar chart; each group has its bars under a heading. */
export interface Plot {
  title: string;
  unit: string;
  /** Bars by the logarithm of the value: for times that lie far apart. */
  logarithmic?: boolean;
  groups: { name: string; bars: { name: string; value: number }[] }[];
}

/** What one part of the benchmarks found. */
export interface Report {
  figures: Figure[];
  /** What must never happen, and how often it did: early, lost, double, stale. */
  faults: Record<string, number>;
  plots: Plot[];
  /** What a reader has to know to judge the figures. */
  notes: string[];
}

/** Whether a figure reached its aim; null: it has none. */
export function isReached({ values, aim }: Figure): boolean | null {
  if (aim === undefined) return null;
  const value = median(values);
  return 'atLeast' in aim ? value >= aim.atLeast : value <= aim.atMost;
}

/** A ratio of two contestants, round by round. */
export function ratio(what: string, ours: readonly number[], theirs: readonly number[], aim?: Aim): Figure {
  const values = ours.map((value, round) => value / (theirs[round] ?? Number.NaN));
  return { what, unit: '', values, ...(aim && { aim }) };
}

/** The figures of a lateness: its median, its 99th percentile and its maximum, in ms. */
export function latenessFigures(
  what: string,
  valuesMs: readonly number[],
  aims: { p99?: Aim; max?: Aim } = {},
): Figure[] {
  const { p50, p99, max } = summarize(valuesMs);
  return [
    { what: `${what}, p50`, unit: 'ms', values: [p50] },
    { what: `${what}, p99`, unit: 'ms', values: [p99], ...(aims.p99 && { aim: aims.p99 }) },
    { what: `${what}, max`, unit: 'ms', values: [max], ...(aims.max && { aim: aims.max }) },
  ];
}

/** The bars of a lateness. */
export function latenessBars(name: string, valuesMs: readonly number[]): Plot['groups'][number] {
  const { p50, p99, max } = summarize(valuesMs);
  return { name, bars: Object.entries({ p50, p99, max }).map(([name, value]) => ({ name, value })) };
}
