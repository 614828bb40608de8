import { Gauge, type Registry } from 'prom-client';

/** How many messages wait, and the age of the oldest. */
interface OutboxState {
  waiting: number;
  oldestSeconds: number;
}

/** Measures the outbox whenever the metrics are read. What cannot be measured then keeps its last value. */
export function registerOutboxMetrics(registry: Registry, measure: () => Promise<OutboxState>): void {
  let measuring: Promise<OutboxState | null> | undefined;
  // Gauges are collected at the same time: one measurement does for both.
  const measured = (): Promise<OutboxState | null> => {
    measuring ??= measure()
      .catch(() => null)
      .finally(() => {
        measuring = undefined;
      });
    return measuring;
  };
  const gauge = (name: string, help: string, valueOf: (state: OutboxState) => number): Gauge =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const state = await measured();
        if (state !== null) this.set(valueOf(state));
      },
    });
  gauge('outbox_messages', 'Messages to workflows that are not delivered yet.', ({ waiting }) => waiting);
  const age = 'Age of the oldest message that is not delivered yet; 0: none waits.';
  gauge('outbox_oldest_seconds', age, ({ oldestSeconds }) => oldestSeconds);
}
