import type { Logger } from 'pino';
import { pause } from '../concurrency/pause.js';
import type { Database } from '../db/database.js';
import { handOutEvents } from '../db/webhook-events.js';
import { wordsOf } from './delivery-log.js';

export interface EventHandoutOptions {
  db: Database;
  /** Delivers the messages of these workflows soon. */
  deliverNow: (workflowIds: readonly string[]) => void;
  logger: Pick<Logger, 'debug'>;
  everyMs?: number;
}

/** Hands events out to the endpoints that want them, in one worker at a time. */
export class EventHandout {
  readonly #options: Required<EventHandoutOptions>;
  readonly #stopped = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: EventHandoutOptions) {
    this.#options = { everyMs: 500, ...options };
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

  /** Hands out what there is. @returns whether more may wait. */
  async handOut(): Promise<boolean> {
    const { told, mayBeMore } = await handOutEvents(this.#options.db);
    this.#options.deliverNow(told);
    return mayBeMore;
  }

  async #repeat(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      // Postgres is away, which the relay tells of.
      const tell = (error: unknown): void =>
        this.#options.logger.debug(`webhooks: nothing handed out: ${wordsOf(error)}`);
      const mayBeMore = await this.handOut().catch(tell);
      if (mayBeMore !== true) await pause(this.#options.everyMs, signal);
    }
  }
}
