import type { Id } from './scalars.js';

/** On whose behalf a change is made. */
export interface Caller {
  /** `key:<id>` of an API key, `workflow`, `reader` or `service`: what the ledger and the audit log name. */
  actor: string;
  /** The only company whose things the caller may see; null: all. */
  companyId: Id | null;
  requestId: string | null;
  /** Where the request came from; null or left out: from the service itself. */
  address?: string | null;
  /** The run of the workflow that calls, if one does. */
  workflowRunId: string | null;
  /** Whether an edit that adds a warning to what is foretold is refused. */
  strict?: boolean;
  /** What the client sent as Idempotency-Key, with a digest of the request it came with. */
  idempotency: { key: string; requestHash: Buffer } | null;
}

/** Whether the caller acts for the whole installation, not for one company. */
export const isInstallationWide = ({ companyId }: Pick<Caller, 'companyId'>): boolean => companyId === null;

/**
 * Whether the caller may see, and so change, what belongs to a company (null: to the installation). Whoever asks in a
 * company's name is told of nothing else, not even that it is there.
 */
export const maySee = ({ companyId }: Pick<Caller, 'companyId'>, owner: Id | null): boolean =>
  companyId === null || companyId === owner;

/** A caller within the service itself. */
export function serviceCaller(actor: string, workflowRunId: string | null = null): Caller {
  return { actor, companyId: null, requestId: null, workflowRunId, idempotency: null };
}
