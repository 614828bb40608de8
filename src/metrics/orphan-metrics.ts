import type { Registry } from 'prom-client';
import { registerMeasuredGauges } from './measured-gauges.js';

/** Tells the last counts of what nothing names, whenever the metrics are read. */
export function registerOrphanMetrics(
  registry: Registry,
  measure: () => Promise<{ files: number; videos: number }>,
): void {
  registerMeasuredGauges(registry, measure, [
    {
      name: 'orphan_files',
      help: 'Files in storage that nothing names, as last counted.',
      valueOf: ({ files }) => files,
    },
    {
      name: 'videos_without_file',
      help: 'Videos that name a file which is not there, as last counted.',
      valueOf: ({ videos }) => videos,
    },
  ]);
}
