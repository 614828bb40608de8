import type { Logger } from 'pino';
import type { OutboxRow } from '../db/outbox.js';
import { isTemporalAway } from '../temporal/temporal-away.js';

/** Failures of single messages get at most one line in so long; the others are counted. */
const QUIET_MS = 10_000;

/** The error and its cause in one line. */
export const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};

/** A delivery that did not succeed. */
export interface FailedDelivery {
  row: OutboxRow;
  error: unknown;
  /** When it began, by `performance.now()`. */
  begunAt: number;
  waitMs: number;
}

/** Tells how deliveries go: what changes, not each message, as an outage fails thousands. */
export class DeliveryLog {
  readonly #logger: Pick<Logger, 'info' | 'warn'>;
  readonly #countWaiting: () => Promise<number>;
  /** `noticed`: away, while the messages that wait are counted for the line that tells of it. */
  #temporal: 'here' | 'noticed' | 'told' = 'here';
  #lastSuccessAt = Number.NEGATIVE_INFINITY;
  #lastFailureLineAt = Number.NEGATIVE_INFINITY;
  #untold = 0;
  #outboxIsAway = false;

  constructor(logger: Pick<Logger, 'info' | 'warn'>, countWaiting: () => Promise<number>) {
    this.#logger = logger;
    this.#countWaiting = countWaiting;
  }

  succeeded(): void {
    this.#lastSuccessAt = performance.now();
    if (this.#temporal === 'told') this.#logger.info('outbox: Temporal is back');
    this.#temporal = 'here';
  }

  async failed(failure: FailedDelivery): Promise<void> {
    if (!isTemporalAway(failure.error)) return this.#tellFailure(failure);
    // One that began before the last success says nothing about now.
    if (this.#temporal !== 'here' || failure.begunAt < this.#lastSuccessAt) return;
    this.#temporal = 'noticed';
    const waiting = await this.#countWaiting().catch(() => null);
    if (!this.#isNoticed()) return; // It came back meanwhile.
    this.#temporal = 'told';
    const messages = waiting === 1 ? '1 message waits' : `${waiting ?? 'its'} messages wait`;
    this.#logger.warn(`outbox: Temporal cannot be reached: ${messages} (${wordsOf(failure.error)})`);
  }

  #isNoticed(): boolean {
    return this.#temporal === 'noticed';
  }

  /** Call it after each look into the outbox. @param error null when it could be read. */
  looked(error: unknown): void {
    const isAway = error !== null;
    if (isAway && !this.#outboxIsAway) this.#logger.warn(`outbox: it cannot be read (${wordsOf(error)})`);
    if (!isAway && this.#outboxIsAway) this.#logger.info('outbox: it can be read again');
    this.#outboxIsAway = isAway;
  }

  #tellFailure({ row: { workflow_id, op }, error, waitMs }: FailedDelivery): void {
    const now = performance.now();
    if (now - this.#lastFailureLineAt < QUIET_MS) {
      this.#untold += 1;
      return;
    }
    const others = this.#untold === 0 ? '' : `, like ${this.#untold} messages before it`;
    const what = `${op} of ${workflow_id} not delivered${others}, again in ${waitMs / 1_000} s`;
    this.#logger.warn(`outbox: ${what} (${wordsOf(error)})`);
    this.#lastFailureLineAt = now;
    this.#untold = 0;
  }
}
