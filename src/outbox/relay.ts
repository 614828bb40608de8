import type { Logger } from 'pino';
import { pause } from '../concurrency/pause.js';
import type { Database } from '../db/database.js';
import { complete, lease, outboxState, postpone, type OutboxRow } from '../db/outbox.js';
import { DeliveryLog, wordsOf } from './delivery-log.js';

export interface RelayOptions {
  db: Database;
  /** Brings one message to its workflow, within a few seconds; may be called again for the same message. */
  deliver: (message: Pick<OutboxRow, 'workflow_id' | 'op'>) => Promise<void>;
  logger: Pick<Logger, 'debug' | 'info' | 'warn'>;
  /** How many messages are under way at once. */
  concurrency?: number;
  pollMs?: number;
  /** Longer than a delivery may take: after it another relay takes the message over. */
  leaseMs?: number;
}

const BACK_OFF_MS = 1_000;
const BACK_OFF_MAX_MS = 60_000;

/** How long a message waits after its n-th failure. */
const backOff = (attempts: number): number => Math.min(BACK_OFF_MS * 2 ** (attempts - 1), BACK_OFF_MAX_MS);

/**
 * Brings the messages of the outbox to their workflows: right after a commit (`deliverNow`), and in a loop for all that
 * did not get through then (`start`, in the worker). Any number of relays may work on one outbox.
 */
export class Relay {
  readonly #options: Required<RelayOptions>;
  readonly #log: DeliveryLog;
  readonly #underWay = new Set<Promise<void>>();
  readonly #asked = new Set<string>();
  #lastTake: Promise<unknown> = Promise.resolve();
  #pump: Promise<void> | undefined;
  #loop: Promise<void> | undefined;
  #stopped = new AbortController();

  constructor(options: RelayOptions) {
    this.#options = { concurrency: 20, pollMs: 1_000, leaseMs: 15_000, ...options };
    this.#log = new DeliveryLog(options.logger, async () => (await outboxState(options.db)).waiting);
  }

  /** Delivers the messages of these workflows soon. Never throws, and nobody needs to wait for it. */
  deliverNow(workflowIds: readonly string[]): void {
    if (this.#stopped.signal.aborted) return;
    for (const workflowId of workflowIds) this.#asked.add(workflowId);
    this.#pump ??= this.#deliverAsked().finally(() => {
      this.#pump = undefined;
    });
  }

  /** Starts the loop. */
  start(): void {
    if (this.#stopped.signal.aborted) this.#stopped = new AbortController();
    this.#loop ??= this.#poll(this.#stopped.signal);
  }

  /** Takes no more messages, and waits for those under way. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all([this.#loop, this.#pump]);
    await Promise.all(this.#underWay);
    this.#loop = undefined;
  }

  async #deliverAsked(): Promise<void> {
    while (this.#asked.size > 0 && !this.#stopped.signal.aborted) {
      try {
        await this.#take((limit) => {
          const only = [...this.#asked].slice(0, limit);
          for (const workflowId of only) this.#asked.delete(workflowId);
          return only;
        });
      } catch (error) {
        // The outbox keeps them; the loop of a worker comes by.
        this.#options.logger.debug({ err: error }, 'outbox: immediate delivery did not happen');
      }
    }
  }

  async #poll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const mayBeMore = await this.#look();
      if (!mayBeMore) await pause(this.#options.pollMs, signal);
    }
  }

  /** Takes what is due. @returns whether more may be. */
  async #look(): Promise<boolean> {
    try {
      const mayBeMore = await this.#take();
      this.#log.looked(null);
      return mayBeMore;
    } catch (error) {
      this.#log.looked(error);
      return false;
    }
  }

  /**
   * Leases as many messages as can start at once, and starts delivering them; one lease after another, so that there is
   * never more under way than there may be.
   * @param choose which workflows' messages alone to take. @returns whether more may be due.
   */
  #take(choose?: (limit: number) => string[]): Promise<boolean> {
    const taking = this.#lastTake.then(async () => {
      while (this.#underWay.size >= this.#options.concurrency) await Promise.race(this.#underWay);
      const limit = this.#options.concurrency - this.#underWay.size;
      return (await this.#leaseAndDeliver(limit, choose?.(limit))) === limit;
    });
    this.#lastTake = taking.catch(() => undefined);
    return taking;
  }

  async #leaseAndDeliver(limit: number, only?: readonly string[]): Promise<number> {
    const { db, leaseMs } = this.#options;
    const rows = await lease(db, { limit, leaseMs, ...(only && { only }) });
    for (const row of rows) {
      const delivery = this.#deliver(row).finally(() => this.#underWay.delete(delivery));
      this.#underWay.add(delivery);
    }
    return rows.length;
  }

  /** Delivers one message and notes how it went. A note that cannot be taken leaves the lease to run out. */
  async #deliver(row: OutboxRow): Promise<void> {
    const { db, deliver, logger } = this.#options;
    const begunAt = performance.now();
    try {
      const failure = await deliver(row).then(
        () => null,
        (error: unknown) => ({ error }),
      );
      if (failure === null) {
        this.#log.succeeded();
        return await complete(db, row);
      }
      const waitMs = backOff(row.attempts);
      await this.#log.failed({ row, error: failure.error, begunAt, waitMs });
      await postpone(db, row, waitMs, wordsOf(failure.error));
    } catch (error) {
      // Postgres is away, which the next look tells of.
      logger.debug({ err: error }, `outbox: how ${row.op} of ${row.workflow_id} went could not be noted`);
    }
  }
}
