import type { OnCommitted, Settled } from '../domain/committed-event.js';
import type { ContentCache } from '../reading/content-cache.js';

/** Who hears in this process of what the doors have committed. */
export interface Listeners {
  reportRotations: (settled: Settled) => void;
  /** Delivers what waits in the outbox for these workflows. */
  deliverNow: (workflowIds: readonly string[]) => void;
  /** What this process holds of contents; a worker holds nothing. */
  cache?: Pick<ContentCache, 'contentChanged' | 'contentCreated'>;
}

/** The one listener of both doors. */
export function tellAll({ reportRotations, deliverNow, cache }: Listeners): OnCommitted {
  return (event) => {
    if (event.kind === 'settled') reportRotations(event);
    else if (event.kind === 'messages') deliverNow(event.workflowIds);
    else if (event.noun === 'ar_content') {
      // A new content is known by its uuid alone: as one that does not exist.
      if (event.uniqueId === undefined) cache?.contentChanged(event.id);
      else cache?.contentCreated(event.uniqueId);
    }
  };
}
