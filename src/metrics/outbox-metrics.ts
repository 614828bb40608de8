import { Gauge, type Registry } from 'prom-client';

/** Measures the outbox whenever the metrics are read. What cannot be measured then keeps its last value. */
export function registerOutboxMetrics(
  registry: Registry,
  measure: () => Promise<{ waiting: number; oldestSeconds: number }>,
): void {
  const waiting = new Gauge({
    name: 'outbox_messages',
    help: 'Messages to workflows that are not delivered yet.',
    registers: [registry],
    collect: async () => {
      const state = await measure().catch(() => null);
      if (state === null) return;
      waiting.set(state.waiting);
      age.set(state.oldestSeconds);
    },
  });
  const age = new Gauge({
    name: 'outbox_oldest_seconds',
    help: 'Age of the oldest message that is not delivered yet; 0: none waits.',
    registers: [registry],
  });
}
