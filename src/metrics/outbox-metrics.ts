import type { Registry } from 'prom-client';
import { registerMeasuredGauges } from './measured-gauges.js';

/** How many messages wait, and the age of the oldest. */
interface OutboxState {
  waiting: number;
  oldestSeconds: number;
}

/** Measures the outbox whenever the metrics are read. */
export function registerOutboxMetrics(registry: Registry, measure: () => Promise<OutboxState>): void {
  registerMeasuredGauges(registry, measure, [
    {
      name: 'outbox_messages',
      help: 'Messages to workflows that are not delivered yet.',
      valueOf: ({ waiting }) => waiting,
    },
    {
      name: 'outbox_oldest_seconds',
      help: 'Age of the oldest message that is not delivered yet; 0: none waits.',
      valueOf: ({ oldestSeconds }) => oldestSeconds,
    },
  ]);
}
