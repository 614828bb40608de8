/** What is told of many measurements of one thing. */
export interface Summary {
  count: number;
  min: number;
  p50: number;
  p99: number;
  p999: number;
  max: number;
}

/** The value that a share `q` (0 to 1) of the values does not exceed (nearest rank); NaN of none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The whole distribution in six numbers. */
export function summarize(values: readonly number[]): Summary {
  return {
    count: values.length,
    min: quantile(values, 0),
    p50: quantile(values, 0.5),
    p99: quantile(values, 0.99),
    p999: quantile(values, 0.999),
    max: quantile(values, 1),
  };
}
