import type { Id } from './scalars.js';

/** On whose behalf a change is made. */
export interface Caller {
  /** `key:<id>` of an API key, `workflow`, `reader` or `service`: what the ledger and the audit log name. */
  actor: string;
  /** The only company whose things the caller may see; null: all. */
  companyId: Id | null;
  requestId: string | null;
  /** The run of the workflow that calls, if one does. */
  workflowRunId: string | null;
  /** What the client sent as Idempotency-Key, with a digest of the request it came with. */
  idempotency: { key: string; requestHash: Buffer } | null;
}

/** A caller within the service itself. */
export function serviceCaller(actor: string, workflowRunId: string | null = null): Caller {
  return { actor, companyId: null, requestId: null, workflowRunId, idempotency: null };
}
