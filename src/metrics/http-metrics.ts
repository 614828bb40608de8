import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** How a public read ended. */
export type ReadOutcome = 'shown' | 'not_modified' | 'not_found' | 'nothing_to_show' | 'gone' | 'failed';

/** What the API counts. */
export interface HttpMetrics {
  /** `route` is the declared path, never what the client sent: its values are few. */
  observeRequest(labels: { method: string; route: string; status: number }, seconds: number): void;
  countRead(outcome: ReadOutcome): void;
  /** `what` was refused and `why`: both of few values. */
  countRefusal(what: string, why: string): void;
  /** Tells, when it is asked, how many connections are open. */
  measureConnections(count: () => number): void;
  /** Tells, when it is asked, how many event streams are open. */
  measureStreams(count: () => number): void;
}

const noReads = (): Record<ReadOutcome, number> => ({
  shown: 0,
  not_modified: 0,
  not_found: 0,
  nothing_to_show: 0,
  gone: 0,
  failed: 0,
});

/** Registers a gauge that is looked at when it is asked for. */
function lookedAt(registry: Registry, name: string, help: string): (count: () => number) => void {
  let look = (): number => 0;
  // oxlint-disable-next-line no-new -- it registers itself
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(look());
    },
  });
  return (count) => void (look = count);
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
  const counts = noReads();
  // oxlint-disable-next-line no-new -- it registers itself
  new Counter({
    name: 'active_video_reads_total',
    help: 'Public reads of the active video, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
    // A read is counted in a plain number, which costs nothing beside answering it, and handed over when asked for.
    collect() {
      for (const [outcome, count] of Object.entries(counts)) this.inc({ outcome }, count);
      Object.assign(counts, noReads());
    },
  });
  const refusals = new Counter({
    name: 'refusals_total',
    help: 'Requests, streams and connections that were refused, by reason.',
    labelNames: ['what', 'why'],
    registers: [registry],
  });
  return {
    countRefusal: (what, why) => refusals.inc({ what, why }),
    measureConnections: lookedAt(registry, 'http_connections', 'Open connections of clients.'),
    measureStreams: lookedAt(registry, 'event_streams', 'Open streams of events.'),
    observeRequest: (labels, seconds) => requests.observe(labels, seconds),
    countRead: (outcome) => void (counts[outcome] += 1),
  };
}
