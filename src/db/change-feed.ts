import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { pause } from '../concurrency/pause.js';
import type { Id } from '../domain/scalars.js';
import { CLOCK_QUERY, type BoundedClock } from './clock.js';
import { isOutdated, LEVEL_COLUMN } from './fold-level.js';
import { CHANNEL } from './content-changes.js';

/** How often the connection is asked whether it still lives, and how long it may take to say so. */
const PING_EVERY_MS = 200;
const PING_ANSWER_MS = 500;
/** An answer older than this says nothing about now: a dead line is noticed within a second. */
const LIVE_MS = 800;
const CONNECT_MS = 3_000;
const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 2_000;

/** Who is told of changes. */
export interface ChangeListener {
  contentChanged(arContentId: Id): void;
  contentCreated(uniqueId: string): void;
  /** Changes may be missed from here on. */
  feedLost(): void;
  /** From here on every change is told; until now some may have been missed. */
  feedLive(): void;
}

export interface ChangeFeedOptions {
  url: string;
  applicationName: string;
  listener: ChangeListener;
  /** Is told what Postgres's clock says with each answer. */
  clock: Pick<BoundedClock, 'learn'>;
  log: { info(message: string): void; warn(details: object, message: string): void };
}

/**
 * Hears of every committed edit over a connection of its own (LISTEN). Whether that connection still lives is found by
 * asking it all the time: one that is silently dead would leave its process answering from the past for ever.
 */
export class ChangeFeed {
  readonly #options: ChangeFeedOptions;
  readonly #stopping = new AbortController();
  #client: pg.Client | undefined;
  #question: Promise<void> | undefined;
  #answeredAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | undefined;
  #isOutdated = false;

  constructor(options: ChangeFeedOptions) {
    this.#options = options;
  }

  /** Whether the installation is past what this process can fold. */
  isOutdated(): boolean {
    return this.#isOutdated;
  }

  /** Whether every change committed until a moment ago was told. */
  isLive(): boolean {
    return !this.#isOutdated && performance.now() - this.#answeredAt < LIVE_MS;
  }

  /** Whether every change committed before this moment of `performance.now()` was told. */
  hasToldUntil(moment: number): boolean {
    return this.#answeredAt >= moment;
  }

  /**
   * Waits until `hasToldUntil(moment)`, and the clock was told what Postgres's showed after that moment; or until the
   * connection is given up. Never throws.
   */
  async catchUp(moment: number): Promise<void> {
    while (this.#client !== undefined && !this.hasToldUntil(moment)) {
      // Whoever comes while a question is under way shares the next one.
      this.#question ??= this.#askForOthers(this.#client);
      await this.#question;
    }
  }

  /** Begins to listen, and keeps on trying until `stop`. */
  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cut();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (let wait = FIRST_RETRY_MS; !signal.aborted; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      try {
        await this.#connect();
        wait = FIRST_RETRY_MS;
        await this.#keepAsking();
      } catch (err) {
        if (!signal.aborted) this.#options.log.warn({ err }, 'the feed of changes is lost: reads go to the database');
      }
      this.#lose();
      await pause(wait, signal);
    }
  }

  async #connect(): Promise<void> {
    const { url, applicationName, listener, log } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
    });
    this.#client = client;
    // Whatever breaks it makes the question under way fail, too.
    client.on('error', () => undefined);
    client.on('notification', ({ payload = '' }) => {
      if (/^\d+$/.test(payload)) listener.contentChanged(Number(payload));
      else listener.contentCreated(payload);
    });
    await client.connect();
    await this.#inTime(client.query(`LISTEN ${CHANNEL}`));
    await this.#ask(client);
    listener.feedLive();
    log.info('the feed of changes is live');
  }

  async #keepAsking(): Promise<void> {
    const { signal } = this.#stopping;
    while (this.#client !== undefined && !signal.aborted) {
      await delay(PING_EVERY_MS, undefined, { signal });
      await this.#ask(this.#client);
    }
  }

  /** Messages arrive in order: with the answer, every change committed before the question has been told. */
  async #ask(client: pg.Client): Promise<void> {
    const askedAt = performance.now();
    const { rows } = await this.#inTime(
      client.query<{ now: number; fold_level: number }>(`${CLOCK_QUERY}, ${LEVEL_COLUMN}`),
    );
    if (rows[0] !== undefined) {
      this.#options.clock.learn(rows[0].now, askedAt);
      this.#isOutdated = isOutdated(rows[0].fold_level);
    }
    this.#answeredAt = askedAt;
  }

  /** Gives the connection up when an answer takes too long; what waits for it then fails. */
  async #inTime<T>(answer: Promise<T>): Promise<T> {
    const tooLate = setTimeout(() => this.#cut(), PING_ANSWER_MS);
    try {
      return await answer;
    } finally {
      clearTimeout(tooLate);
    }
  }

  async #askForOthers(client: pg.Client): Promise<void> {
    try {
      await this.#ask(client);
    } catch {
      this.#cut();
    } finally {
      this.#question = undefined;
    }
  }

  #lose(): void {
    this.#cut();
    if (this.#answeredAt === Number.NEGATIVE_INFINITY) return;
    this.#answeredAt = Number.NEGATIVE_INFINITY;
    this.#options.listener.feedLost();
  }

  /**
   * Closes the connection at once: a dead one would never answer a polite good-bye. Nor is pg told that it is meant: one
   * that is still being opened would then never say that it failed, and nobody would try again.
   */
  #cut(): void {
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    client.connection.stream.destroy();
  }
}
