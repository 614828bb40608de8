import { KeyedQueue } from '../concurrency/keyed-queue.js';
import { findContentOf, lockContent } from '../db/ar-contents.js';
import type { Clock } from '../db/clock.js';
import { loadContentState } from '../db/content-state.js';
import type { Database, Transaction } from '../db/database.js';
import { isOutdated, outdated } from '../db/fold-level.js';
import { inTransaction, limitStatements, showsHangingDatabase } from '../db/transaction.js';
import { maySee, type Caller } from '../domain/caller.js';
import { AppError, notFound } from '../domain/errors.js';
import type { ObjectLimits } from '../domain/limits.js';
import type { ContentState } from '../domain/plan/content-state.js';
import { stepsAtOnce } from '../domain/plan/step-cost.js';
import type { Id, Instant } from '../domain/scalars.js';
import type { EditDoor, OwnedTable } from './edit-door.js';
import { runEdit, type Work } from './run-edit.js';
import { settleState } from './settle-state.js';

/** A rehearsal begins no edit after so long: rotations and edits of its content wait meanwhile. */
const HOLD_MS = 2_000;
/** Rehearsals of one content that wait in this process. */
const MAX_WAITING = 10;

/** Tries an edit before it is made. */
export type RefuseNewWarnings = (arContentId: Id, caller: Caller, work: Work<unknown>) => Promise<void>;

/** What edits would come to. */
export interface Rehearsed {
  /** The instant at which they would be made. */
  at: Instant;
  before: ContentState;
  /** Null: the content would be gone. */
  after: ContentState | null;
}

const tookTooLong = (): AppError =>
  new AppError('busy', 'The changes could not be tried within two seconds. Try fewer, or again.');

/** Ends the transaction of a rehearsal, which must leave nothing. */
class RolledBack extends Error {
  readonly rehearsed: Rehearsed;

  constructor(rehearsed: Rehearsed) {
    super('A rehearsal was rolled back.');
    this.rehearsed = rehearsed;
  }
}

/** A content that is locked for a rehearsal, and what its edits have come to so far. */
interface Held {
  before: ContentState;
  state: ContentState | null;
  at: Instant;
  /** The moment of `performance.now()` after which no edit is begun. */
  endsAt: number;
}

/** Locks a content and settles it up to the present. @throws AppError `not_found`, `busy` */
async function hold(trx: Transaction, clock: Clock, arContentId: Id, caller: Caller): Promise<Omit<Held, 'endsAt'>> {
  const locked = await lockContent(trx, arContentId);
  if (locked !== null && isOutdated(locked.foldLevel)) throw outdated();
  const rows = locked && (await loadContentState(trx, arContentId));
  if (rows === null || !maySee(caller, rows.arContent.company_id)) throw notFound('ar_content', arContentId);
  const at = Math.max(await clock.read(trx), rows.arContent.settled_at);
  const { state, complete } = await settleState(trx, { rows, state: rows }, at, caller, stepsAtOnce(rows));
  if (!complete) throw new AppError('busy', 'Many steps of the AR content are being carried out. Try again.');
  return { before: state, state, at };
}

/** A door whose edits stay in one transaction, each on what the one before has come to, all at one instant. */
class RehearsalDoor implements EditDoor {
  readonly limits: ObjectLimits;
  readonly #trx: Transaction;
  readonly #held: Held;

  constructor(trx: Transaction, limits: ObjectLimits, held: Held) {
    this.limits = limits;
    this.#trx = trx;
    this.#held = held;
  }

  async edit<T>(arContentId: Id, caller: Caller, work: Work<T>): Promise<T> {
    const held = this.#held;
    if (performance.now() > held.endsAt) throw tookTooLong();
    if (held.state?.arContent.id !== arContentId) throw notFound('ar_content', arContentId);
    const keeping: Work<T> = async (edit) => {
      const read = await work(edit);
      return (after) => {
        held.state = after;
        return read(after);
      };
    };
    const { result } = await runEdit(this.#trx, { state: held.state, at: held.at }, caller, keeping);
    return result;
  }

  async editOwnerOf<T>(table: OwnedTable, id: Id, caller: Caller, missing: () => AppError, work: Work<T>): Promise<T> {
    const arContentId = await findContentOf(this.#trx, table, id, caller.companyId);
    if (arContentId === null || arContentId !== this.#held.before.arContent.id) throw missing();
    return this.edit(arContentId, caller, work);
  }
}

export interface RehearsalOptions {
  db: Database;
  clock: Clock;
  limits: ObjectLimits;
  /** How long a rehearsal may hold its content; two seconds unless given. */
  holdMs?: number;
}

/**
 * Tries edits without making them: the real ones, in a transaction that is rolled back as soon as what they come to is in
 * memory. They wait for no slot, tell nobody, and keep no Idempotency-Key.
 */
export class Rehearsals {
  readonly #options: RehearsalOptions;
  readonly #queue = new KeyedQueue<Id>(MAX_WAITING, showsHangingDatabase);

  constructor(options: RehearsalOptions) {
    this.#options = options;
  }

  /**
   * Rehearses edits of one content. `work` may run again after a deadlock.
   * @throws AppError `not_found` (no such content for the caller); `busy` when it takes too long, or too many wait; else
   *   whatever the edits throw. Nothing is changed in any case.
   */
  rehearse(
    arContentId: Id,
    caller: Caller,
    work: (door: EditDoor, caller: Caller) => Promise<void>,
  ): Promise<Rehearsed> {
    const trying: Caller = { ...caller, idempotency: null };
    return this.#queue.run(arContentId, () => this.#rehearse(arContentId, trying, work));
  }

  async #rehearse(
    arContentId: Id,
    caller: Caller,
    work: (door: EditDoor, caller: Caller) => Promise<void>,
  ): Promise<Rehearsed> {
    const { db, clock, limits, holdMs = HOLD_MS } = this.#options;
    try {
      return await inTransaction(db, async (trx): Promise<never> => {
        await limitStatements(trx, HOLD_MS / 2);
        const endsAt = performance.now() + holdMs;
        const held: Held = { ...(await hold(trx, clock, arContentId, caller)), endsAt };
        await work(new RehearsalDoor(trx, limits, held), caller);
        throw new RolledBack({ at: held.at, before: held.before, after: held.state });
      });
    } catch (error) {
      if (error instanceof RolledBack) return error.rehearsed;
      throw error;
    }
  }
}
