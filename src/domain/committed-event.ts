import type { Noun } from './nouns.js';
import type { ContentState } from './plan/content-state.js';
import type { Step } from './plan/fold-plan.js';
import type { Id, Instant } from './scalars.js';

/** Steps of a content's plan that were carried out, and the state that they led to. */
export interface Settled {
  state: ContentState;
  steps: readonly Step[];
  /** When they were committed, about: the instant of the transaction. */
  at: Instant;
  actor: string;
}

/** A thing, and by which uuid the public knows it where it does. */
interface Subject {
  noun: Noun;
  id: Id;
  uniqueId?: string;
}

/**
 * What a door tells once it is committed, and only then. `edited` of an AR content means the content or anything that
 * belongs to it. `repeated`: a request came again whose change was committed before, maybe by another process that this
 * one has not heard of yet. `messages`: something waits in the outbox for these workflows.
 */
export type CommittedEvent =
  | ({ kind: 'settled' } & Settled)
  | ({ kind: 'created' | 'edited' | 'deleted'; companyId: Id | null; actor: string } & Subject)
  | ({ kind: 'repeated' } & Subject)
  | { kind: 'messages'; workflowIds: readonly string[] };

/** Is called after COMMIT, and before the caller learns of it. */
export type OnCommitted = (event: CommittedEvent) => void;
