import { Counter, Histogram, type Registry } from 'prom-client';

/** How a public read ended. */
export type ReadOutcome = 'shown' | 'not_modified' | 'not_found' | 'nothing_to_show' | 'gone' | 'failed';

/** What the API counts. */
export interface HttpMetrics {
  /** `route` is the declared path, never what the client sent: its values are few. */
  observeRequest(labels: { method: string; route: string; status: number }, seconds: number): void;
  countRead(outcome: ReadOutcome): void;
}

/** Registers the metrics of the API. */
export function createHttpMetrics(registry: Registry): HttpMetrics {
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
    registers: [registry],
  });
  const reads = new Counter({
    name: 'active_video_reads_total',
    help: 'Public reads of the active video, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return {
    observeRequest: (labels, seconds) => requests.observe(labels, seconds),
    countRead: (outcome) => reads.inc({ outcome }),
  };
}
