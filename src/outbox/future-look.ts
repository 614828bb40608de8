import type { Logger } from 'pino';
import { pause } from '../concurrency/pause.js';
import { companiesToLookAt, forgetLongOver, forgetUnwantedLooks, noteTurn } from '../db/future-looks.js';
import { inTransaction } from '../db/transaction.js';
import type { Id } from '../domain/scalars.js';
import { wordsOf } from './delivery-log.js';
import { lookAtCompany, type CompanyLook } from './look-at-company.js';

export interface FutureLookOptions extends Pick<CompanyLook, 'db' | 'clock'> {
  logger: Pick<Logger, 'warn' | 'debug'>;
  /** How often each company is looked at. */
  everyMs?: number;
  /** How long to wait when there is nothing to look at. */
  idleMs?: number;
  /** How much time each content gets. */
  contentMs?: number;
}

/** Companies that take turns, a page of contents each, before it is asked again which are to. */
const ROUND = 50;
/** For as long as that, what came is remembered of companies that are not looked at any more. */
const LONG_OVER_MS = 24 * 3_600_000;

/**
 * Tells endpoints what is going to happen: looks at the contents of each company that has such an endpoint, in one worker
 * at a time, every minute, and in between only where a look has not come to its end. Companies take turns, and it rests
 * for as long as it worked.
 */
export class FutureLook {
  readonly #options: Required<FutureLookOptions>;
  readonly #stopped = new AbortController();
  #loop: Promise<void> | undefined;

  constructor(options: FutureLookOptions) {
    this.#options = { everyMs: 60_000, idleMs: 5_000, contentMs: 20, ...options };
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

  /** Looks at a page of each company that is to be looked at. @returns at how many; 0: none is, or another process looks */
  async look(): Promise<number> {
    const { db, clock, everyMs } = this.#options;
    const companies = await companiesToLookAt(db, { now: clock.now(), everyMs, limit: ROUND });
    let looked = 0;
    for (const company of companies) {
      if (this.#stopped.signal.aborted) break;
      const begunAt = performance.now();
      if (!(await this.#lookAt(company))) break;
      looked += 1;
      await pause(performance.now() - begunAt, this.#stopped.signal);
    }
    return looked;
  }

  /** One company whose look fails keeps no other from its own: its contents are looked at again in a minute. */
  async #lookAt(companyId: Id): Promise<boolean> {
    const { db, clock, everyMs, contentMs, logger } = this.#options;
    try {
      const onFailure = (id: Id, error: unknown): void =>
        logger.warn(`webhooks: the future of AR content ${id} cannot be told: ${wordsOf(error)}`);
      return await lookAtCompany({ db, clock, everyMs, contentMs, onFailure }, companyId);
    } catch (error) {
      logger.warn(`webhooks: company ${companyId} could not be looked at: ${wordsOf(error)}`);
      await inTransaction(db, (trx) => noteTurn(trx, companyId, { after: 0, to: null }, clock.now()));
      return true;
    }
  }

  async #repeat(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      // Postgres is away, which the relay tells of.
      const tell = (error: unknown): void => this.#options.logger.debug(`webhooks: no look: ${wordsOf(error)}`);
      const looked = await this.look().catch(tell);
      if (looked === undefined || looked === 0) await this.#rest().catch(tell);
    }
  }

  async #rest(): Promise<void> {
    const { db, clock, idleMs } = this.#options;
    await pause(idleMs, this.#stopped.signal);
    await forgetLongOver(db, clock.now() - LONG_OVER_MS);
    await forgetUnwantedLooks(db, clock.now() - LONG_OVER_MS);
  }
}
