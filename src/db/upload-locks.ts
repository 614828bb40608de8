import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { AppError } from '../domain/errors.js';
import type { Database, Transaction } from './database.js';
import { giveUpWhenSilent } from './silence.js';
import { translateDatabaseFault } from './transaction.js';

/** How long a request waits for the one that works on the upload, which is asked to stop. */
const WAIT_MS = 15_000;
const RETRY_MS = 200;
/** How long Postgres may take to say whether a lock is free. */
const ANSWER_MS = 4_000;
const CHANNEL = 'upload_wanted';
/** A process whose machine is gone keeps its locks for no longer than this says: 25 s. */
const KEEP_ALIVE = 'SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3';

interface Holder {
  /** Another one wants the upload, or the lock is lost: stop soon. */
  onWanted: () => void;
  released: Promise<void>;
}

/** Ends the lock. Never throws. */
export type LetGo = () => Promise<void>;

/** Locks an upload until the transaction ends, unless a request works on it. */
export async function tryLockUpload(trx: Transaction, id: string): Promise<boolean> {
  const { rows } = await trx.raw<{ rows: { locked: boolean }[] }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0)) AS locked',
    [id],
  );
  return rows[0]?.locked === true;
}

/**
 * Lets one request at a time work on an upload, in all processes: by advisory locks that this process holds on a
 * connection of its own, so that a killed process has none.
 */
export class UploadLocks {
  readonly #db: Database;
  readonly #held = new Map<string, Holder>();
  #connecting: Promise<pg.Client> | null = null;
  #lastAnswer: Promise<unknown> = Promise.resolve();

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Waits until nobody else works on the upload; whoever does is asked to stop.
   * @param onWanted called when this holder is asked to.
   * @throws AppError `upload_locked` after 15 s, or once the signal is aborted; `database_unavailable`
   */
  async acquire(id: string, signal: AbortSignal, onWanted: () => void): Promise<LetGo> {
    for (const deadline = performance.now() + WAIT_MS; performance.now() < deadline && !signal.aborted;) {
      const before = this.#held.get(id);
      const release = before === undefined ? await this.#try(id, onWanted) : null;
      if (release !== null) return release;
      before?.onWanted();
      await Promise.race([before?.released ?? delay(RETRY_MS), delay(RETRY_MS)]);
    }
    throw new AppError('upload_locked', 'Another request works on the upload. Try again.');
  }

  /** Gives all locks up. */
  async close(): Promise<void> {
    const client = await this.#connecting?.catch(() => null);
    if (client) await this.#db.client.destroyRawConnection(client);
  }

  /** Null: another process has it, and hears that it is wanted. */
  async #try(id: string, onWanted: () => void): Promise<LetGo | null> {
    let told: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (told = resolve));
    // Before anything is awaited: a session may take the same advisory lock twice.
    this.#held.set(id, { onWanted, released });
    const forget = (): void => {
      this.#held.delete(id);
      told();
    };
    try {
      const client = await this.#connect();
      const { rows } = await this.#ask(client, 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked', id);
      if (rows[0]?.locked === true) return () => this.#release(client, id).finally(forget);
      await this.#ask(client, `SELECT pg_notify('${CHANNEL}', $1)`, id);
    } catch (error) {
      forget();
      throw translateDatabaseFault(error);
    }
    forget();
    return null;
  }

  async #release(client: pg.Client, id: string): Promise<void> {
    // A connection that is lost has let go of it.
    await this.#ask(client, 'SELECT pg_advisory_unlock(hashtextextended($1, 0))', id).catch(() => undefined);
  }

  /** One statement after the other: a client takes no second one meanwhile. */
  #ask(client: pg.Client, statement: string, id: string): Promise<pg.QueryResult<{ locked: boolean }>> {
    const answer = this.#lastAnswer.then(() => client.query<{ locked: boolean }>(statement, [id]));
    this.#lastAnswer = answer.catch(() => undefined);
    return answer;
  }

  #connect(): Promise<pg.Client> {
    if (this.#connecting !== null) return this.#connecting;
    const connecting = this.#open(() => {
      if (this.#connecting === connecting) this.#connecting = null;
      for (const { onWanted } of this.#held.values()) onWanted();
    });
    this.#connecting = connecting;
    connecting.catch(() => (this.#connecting = null));
    return connecting;
  }

  async #open(onLost: () => void): Promise<pg.Client> {
    // Of the pool's making, and not in the pool: it is kept for as long as this process lives.
    const client: pg.Client = await this.#db.client.acquireRawConnection();
    client.on('error', () => undefined).once('end', onLost);
    giveUpWhenSilent(client, ANSWER_MS);
    client.on('notification', ({ payload = '', processId }) => {
      if (processId !== Reflect.get(client, 'processID')) this.#held.get(payload)?.onWanted();
    });
    await client.query(`${KEEP_ALIVE}; LISTEN ${CHANNEL}`);
    return client;
  }
}
