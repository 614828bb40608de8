import { KeyedQueue } from '../concurrency/keyed-queue.js';
import type { Clock } from '../db/clock.js';
import { wasTooLate } from '../db/commit-deadline.js';
import type { Database, Transaction } from '../db/database.js';
import { writeOnce } from '../db/write-once.js';
import { showsHangingDatabase } from '../db/transaction.js';
import type { Caller } from '../domain/caller.js';
import type { OnCommitted } from '../domain/committed-event.js';
import { AppError } from '../domain/errors.js';
import { DEFAULT_OBJECT_LIMITS, type ObjectLimits } from '../domain/limits.js';
import { must } from '../domain/must.js';
import type { Noun } from '../domain/nouns.js';
import type { Id } from '../domain/scalars.js';
import type { Planner } from './planner.js';
import { SetBacklog, SetEdit, TooSlow, type SetDeed } from './set-edit.js';

/** How often an edit is made again that was not committed in time, or found too much that was due. */
const ATTEMPTS = 5;
/** How long an edit may take, while its contents wait. */
const HOLD_MS = 5_000;
/** Edits of one company that wait in this process. */
const MAX_WAITING = 20;

export interface SetDoorOptions {
  db: Database;
  clock: Clock;
  /** Settles what is due in a content, where that takes several transactions. */
  planner: Pick<Planner, 'settle'>;
  onCommitted?: OnCommitted;
  /** How many things a company may have; the defaults unless given. */
  limits?: ObjectLimits;
  /** How long an edit may hold its contents; five seconds unless given. */
  holdMs?: number;
}

/** What an edit of many contents has come to: a thing that names them. */
export interface OfContents {
  id: Id;
  items: readonly { ar_content_id: Id }[];
}

/** How the contents of an edit are locked, once it is known which: `SetEdit.open`. */
export type OpenSet = (companyId: Id, arContentIds: readonly Id[]) => Promise<SetEdit>;

/**
 * The one door for many contents at once: all of them change in one transaction, or none does. An edit shows some seconds
 * later, at one instant, which readers of each content fold by themselves.
 */
export class SetDoor {
  readonly #options: SetDoorOptions;
  readonly #queue = new KeyedQueue<Id>(MAX_WAITING, showsHangingDatabase);

  constructor(options: SetDoorOptions) {
    this.#options = options;
  }

  get db(): Database {
    return this.#options.db;
  }

  /** How many things a company may have. */
  get limits(): ObjectLimits {
    return this.#options.limits ?? DEFAULT_OBJECT_LIMITS;
  }

  /**
   * Edits contents of a company. `work` opens the edit once, and may run more than once, so it must have no effect
   * outside of the transaction.
   * @param noun of what `work` answers with.
   * @throws AppError `busy` when there is too much to do; whatever `work` throws. In each case nothing is changed.
   */
  edit<T extends OfContents>(
    noun: Noun,
    caller: Caller,
    companyId: Id,
    work: (trx: Transaction, open: OpenSet) => Promise<T>,
  ): Promise<T> {
    return this.#queue.run(companyId, async () => {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const done = await this.#attempt(noun, caller, work);
        if (done !== null) return done;
      }
      throw new AppError('busy', 'Too much is due in these AR contents to change them together now. Try again.');
    });
  }

  /** One try; null when it has to be made again. */
  async #attempt<T extends OfContents>(
    noun: Noun,
    caller: Caller,
    work: (trx: Transaction, open: OpenSet) => Promise<T>,
  ): Promise<T | null> {
    const { db, clock, holdMs = HOLD_MS } = this.#options;
    const held: { edit: SetEdit | null; deed: SetDeed | null } = { edit: null, deed: null };
    const open: (trx: Transaction) => OpenSet =
      (trx) =>
      async (...which) =>
        (held.edit = await SetEdit.open({ trx, clock, caller, holdMs }, ...which));
    try {
      const { result, isRepeated } = await writeOnce(db, caller, async (trx) => {
        const made = await work(trx, open(trx));
        held.deed = await must(held.edit, 'the opened edit').close(clock);
        return made;
      });
      this.#tell(noun, caller, result, isRepeated ? null : held.deed);
      return result;
    } catch (error) {
      if (error instanceof SetBacklog) await this.#settle(error.arContentIds, caller);
      else if (!(error instanceof TooSlow) && !wasTooLate(error)) throw error;
      return null;
    }
  }

  async #settle(arContentIds: readonly Id[], caller: Caller): Promise<void> {
    for (const id of arContentIds) await this.#options.planner.settle(id, caller);
  }

  /** @param deed null: the request came before. */
  #tell(noun: Noun, { actor }: Caller, { id, items }: OfContents, deed: SetDeed | null): void {
    const { onCommitted } = this.#options;
    if (deed === null) {
      for (const item of items) onCommitted?.({ kind: 'repeated', noun: 'ar_content', id: item.ar_content_id });
      return onCommitted?.({ kind: 'repeated', noun, id });
    }
    const { kind, companyId, arContentIds, settled, messages } = deed;
    onCommitted?.({ kind, noun, id, companyId, actor });
    for (const one of arContentIds) onCommitted?.({ kind: 'edited', noun: 'ar_content', id: one, companyId, actor });
    for (const one of settled) onCommitted?.({ kind: 'settled', ...one });
    if (messages.size > 0) onCommitted?.({ kind: 'messages', workflowIds: [...messages.keys()] });
  }
}
