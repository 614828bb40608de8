import type { Logger } from 'pino';
import { pause } from '../concurrency/pause.js';
import type { Database } from '../db/database.js';
import { enqueue } from '../db/outbox.js';
import { takeOverdueContents, type OverdueContent } from '../db/overdue-contents.js';
import { LATE_MS } from '../domain/plan/lateness.js';
import { workflowId } from '../domain/workflow-kinds.js';
import { wordsOf } from './delivery-log.js';

export interface OverdueLookOptions {
  db: Database;
  /** Delivers the messages of these workflows soon. */
  deliverNow: (workflowIds: readonly string[]) => void;
  logger: Pick<Logger, 'warn' | 'debug'>;
  /** How often one of all workers looks. */
  everyMs?: number;
}

/** A poke that does not help in a minute is given again. */
const AGAIN_MS = 60_000;
/** A herd that is late is under way; pokes beyond these would hold it up. */
const MOST_POKES = 200;
/** Contents that a line names. */
const NAMED = 5;

const workflowOf = ({ arContentId, scheduleId }: OverdueContent): string =>
  scheduleId === null ? workflowId('windows', arContentId) : workflowId('schedule', scheduleId);

const nameOf = (content: OverdueContent): string =>
  `${content.arContentId} since ${new Date(content.dueAt).toISOString()} (${workflowOf(content)})`;

/**
 * Looks, in one worker at a time, for contents that nobody settles, and pokes a workflow of each: one that was terminated
 * by hand is back soon. The reconciler, which compares everything, comes by seldom.
 */
export class OverdueLook {
  readonly #options: Required<OverdueLookOptions>;
  readonly #stopped = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: OverdueLookOptions) {
    this.#options = { everyMs: 15_000, ...options };
  }

  /** Starts the loop. */
  start(): void {
    this.#loop ??= this.#repeat();
  }

  /** Looks no more, and waits for the look under way. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loop;
  }

  /** Looks, if no other worker did. @returns the workflows that were poked. */
  async look(): Promise<string[]> {
    const { db, deliverNow, everyMs } = this.#options;
    // Half as long: by its own timer each worker comes a little early or late.
    const query = { everyMs: everyMs / 2, overdueMs: LATE_MS, againMs: AGAIN_MS, limit: MOST_POKES };
    const overdue = await takeOverdueContents(db, query);
    const poked = overdue.map(workflowOf);
    await enqueue(db, new Map(poked.map((id) => [id, 'poke'])));
    deliverNow(poked);
    this.#tell(overdue);
    return poked;
  }

  #tell(overdue: readonly OverdueContent[]): void {
    if (overdue.length === 0) return;
    const more = overdue.length > NAMED ? `, and ${overdue.length - NAMED} more` : '';
    const named = overdue.slice(0, NAMED).map(nameOf).join(', ');
    this.#options.logger.warn(`overdue: nobody carried out the steps of AR content ${named}${more}; poked`);
  }

  async #repeat(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      // Postgres is away, which the relay tells of.
      await this.look().catch((error: unknown) => this.#options.logger.debug(`overdue: no look: ${wordsOf(error)}`));
      await pause(this.#options.everyMs, signal);
    }
  }
}
