import { WorkflowNotFoundError, type Client, type WorkflowExecutionInfo } from '@temporalio/client';
import { AppError, invalidFields } from '../domain/errors.js';
import type { Instant } from '../domain/scalars.js';
import { SEARCH_ATTRIBUTES } from '../domain/search-attributes.js';
import { isTemporalAway } from './temporal-away.js';
import { WORKFLOW_STARTS } from './workflow-starts.js';

/** A workflow that runs, and what it shows that it waits for (`NextRotationAt`); null: nothing. */
export interface OpenWorkflow {
  workflowId: string;
  nextAt: Instant | null;
}

/** A part of the open workflows, and where the next one begins; null: this was the last. */
export interface OpenPart {
  workflows: OpenWorkflow[];
  next: string | null;
}

/**
 * What the server knows of the open workflows of a task queue. What happened in the last seconds may be missing, but for
 * `find`. Each @throws AppError `temporal_unavailable` when the server does not answer within seconds.
 */
export interface OpenWorkflows {
  /** All of them. */
  list: () => AsyncIterable<OpenWorkflow>;
  /** Those with these ids. */
  among(workflowIds: readonly string[]): Promise<OpenWorkflow[]>;
  /** A part of all, from a place on. @throws AppError `validation_failed` at `after` for a place that never was */
  part(after: string | null, limit: number): Promise<OpenPart>;
  /** One of them as it is at this moment; null: it is not open. */
  find(workflowId: string): Promise<OpenWorkflow | null>;
}

const DEADLINE_MS = 3_000;
const LIST_DEADLINE_MS = 60_000;

const AWAY = 'Temporal cannot be reached, so nothing can be told of workflows. Try again.';

async function orAway<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    throw isTemporalAway(error) ? new AppError('temporal_unavailable', AWAY, { cause: error }) : error;
  }
}

type ShownAttributes = Pick<WorkflowExecutionInfo, 'workflowId' | 'typedSearchAttributes'>;

const openOf = ({ workflowId, typedSearchAttributes }: ShownAttributes): OpenWorkflow => ({
  workflowId,
  nextAt: typedSearchAttributes.get(SEARCH_ATTRIBUTES.nextRotationAt)?.getTime() ?? null,
});

async function findOne({ workflow }: Client, taskQueue: string, workflowId: string): Promise<OpenWorkflow | null> {
  try {
    const found = await workflow.getHandle(workflowId).describe();
    return found.status.name === 'RUNNING' && found.taskQueue === taskQueue ? openOf(found) : null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** The server's own mark of a place, which it alone reads. */
const placeOf = (after: string | null) => (after === null ? {} : { nextPageToken: Buffer.from(after, 'base64url') });

async function readPart(client: Client, query: string, after: string | null, pageSize: number): Promise<OpenPart> {
  const asked = { namespace: client.options.namespace, query, pageSize, ...placeOf(after) };
  const { executions, nextPageToken } = await client.workflowService.listWorkflowExecutions(asked);
  const ids = executions.flatMap(({ execution }) => execution?.workflowId ?? []);
  return {
    workflows: ids.map((workflowId) => ({ workflowId, nextAt: null })),
    next: nextPageToken.length === 0 ? null : Buffer.from(nextPageToken).toString('base64url'),
  };
}

/**
 * Servers answer to a place that never was as if they were away, and are asked again by the SDK until the time is over
 * (1.29.1). If they answer to another question then, it is the place that is wrong.
 */
async function partFrom(after: string | null, read: (after: string | null) => Promise<OpenPart>): Promise<OpenPart> {
  try {
    return await read(after);
  } catch (error) {
    if (after === null) throw error;
    await read(null);
    throw invalidFields([{ field: 'after', message: 'is no place at which an answer ended', code: 'wrong_format' }]);
  }
}

/** The open workflows of every kind on one task queue. */
export function createOpenWorkflows(client: Client, taskQueue: string): OpenWorkflows {
  const types = Object.values(WORKFLOW_STARTS).map(({ type }) => `'${type}'`);
  const query = `ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}' AND WorkflowType IN (${types.join(', ')})`;
  const within = <T>(ms: number, ask: () => Promise<T>): Promise<T> =>
    orAway(client.withDeadline(Date.now() + ms, ask));
  return {
    async *list() {
      const pages = client.workflow.list({ query, pageSize: 1_000 })[Symbol.asyncIterator]();
      for (;;) {
        // A deadline for each step, as pages are fetched between them.
        const { value, done } = await within(LIST_DEADLINE_MS, () => pages.next());
        if (done) return;
        yield openOf(value);
      }
    },
    async among(workflowIds) {
      const quoted = workflowIds.map((id) => `'${id}'`).join(', ');
      const asked = { query: `${query} AND WorkflowId IN (${quoted})`, pageSize: workflowIds.length };
      return within(DEADLINE_MS, async () => {
        const found: OpenWorkflow[] = [];
        for await (const info of client.workflow.list(asked)) found.push(openOf(info));
        return found;
      });
    },
    part: (after, limit) =>
      partFrom(after, (place) => within(DEADLINE_MS, () => readPart(client, query, place, limit))),
    find: (workflowId) => within(DEADLINE_MS, () => findOne(client, taskQueue, workflowId)),
  };
}
