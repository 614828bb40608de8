import { Gauge, type Registry } from 'prom-client';

/** One gauge of a measurement. */
export interface MeasuredGauge<T> {
  name: string;
  help: string;
  valueOf: (measured: T) => number;
}

/** Registers gauges that are measured together, when the metrics are read. What cannot be measured keeps its value. */
export function registerMeasuredGauges<T>(
  registry: Registry,
  measure: () => Promise<T>,
  gauges: readonly MeasuredGauge<T>[],
): void {
  let measuring: Promise<T | null> | undefined;
  // Gauges are collected at the same time: one measurement does for all.
  const measured = (): Promise<T | null> => {
    measuring ??= measure()
      .catch(() => null)
      .finally(() => {
        measuring = undefined;
      });
    return measuring;
  };
  for (const { name, help, valueOf } of gauges) {
    // The registry keeps it.
    void new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const found = await measured();
        if (found !== null) this.set(valueOf(found));
      },
    });
  }
}
