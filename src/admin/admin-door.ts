import { lockRow, type AdminNoun, type AdminRows } from '../db/admin-rows.js';
import type { Database, Transaction } from '../db/database.js';
import { writeOnce } from '../db/write-once.js';
import { maySee, type Caller } from '../domain/caller.js';
import type { OnCommitted } from '../domain/committed-event.js';
import { notFound } from '../domain/errors.js';
import { DEFAULT_OBJECT_LIMITS, type ObjectLimits } from '../domain/limits.js';
import { type ExpectedRevision, requireRevision } from '../domain/revision.js';
import type { Id } from '../domain/scalars.js';
import { creation, rowEdit, type AdminCreation, type AdminEdit } from './admin-edit.js';
import { closeRecord, newRecord, ownerOf, type AdminRecord } from './admin-record.js';

export interface AdminDoorOptions {
  db: Database;
  onCommitted?: OnCommitted;
  /** How many things a company may have; the defaults unless given. */
  limits?: ObjectLimits;
}

/** The row to edit, and what is done to it. */
export interface AdminTarget<N extends AdminNoun> {
  noun: N;
  id: Id;
  /** What the audit log calls it: `update`. */
  verb: string;
  /** The revision that the caller has seen; null: any. */
  expected: ExpectedRevision;
}

/**
 * The second door: the rows of `AdminRows` are changed here and nowhere else (companies and what belongs to them, but for
 * AR contents, which plans are of). Each write is one transaction, happens once for an Idempotency-Key, is within the caller's company, leaves one row in the
 * audit log, and is told of after COMMIT.
 */
export class AdminDoor {
  readonly #options: AdminDoorOptions;

  constructor(options: AdminDoorOptions) {
    this.#options = options;
  }

  /**
   * Edits a row, which is locked. `work` may run more than once (after a deadlock), so it must have no effect outside of
   * its transaction; one that neither changes nor removes anything leaves no trace.
   * @throws AppError `not_found`, also for another company's row; `precondition_failed`; whatever `work` throws. In each
   *   case nothing is changed.
   */
  edit<N extends AdminNoun, T>(
    caller: Caller,
    { noun, id, verb, expected }: AdminTarget<N>,
    work: (edit: AdminEdit<N>) => Promise<T>,
  ): Promise<T> {
    const write = async (trx: Transaction, record: AdminRecord): Promise<T> => {
      const before: AdminRows[N] | undefined = await lockRow(trx, noun, id);
      if (before === undefined || !maySee(caller, ownerOf(before))) throw notFound(noun, id);
      requireRevision(before, expected);
      return work(rowEdit(trx, caller, { noun, verb, before }, record));
    };
    return this.#write(caller, noun, write, () => id);
  }

  /**
   * Makes a row. The caller must be allowed to write in its company.
   * @throws whatever `work` throws, with nothing changed.
   */
  create<N extends AdminNoun, T extends { id: Id }>(
    caller: Caller,
    noun: N,
    work: (creation: AdminCreation<N>) => Promise<T>,
  ): Promise<T> {
    const write = (trx: Transaction, record: AdminRecord): Promise<T> => work(creation(trx, caller, noun, record));
    return this.#write(caller, noun, write, ({ id }) => id);
  }

  /** How many things a company may have. */
  get limits(): ObjectLimits {
    return this.#options.limits ?? DEFAULT_OBJECT_LIMITS;
  }

  /** The database, for what is written once for a key and is no edit of a row. */
  get db(): Database {
    return this.#options.db;
  }

  async #write<T>(
    caller: Caller,
    noun: AdminNoun,
    work: (trx: Transaction, record: AdminRecord) => Promise<T>,
    idOf: (result: T) => Id,
  ): Promise<T> {
    let record = newRecord();
    const { result, isRepeated } = await writeOnce(this.#options.db, caller, async (trx) => {
      record = newRecord();
      const made = await work(trx, record);
      await closeRecord(trx, caller, record);
      return made;
    });
    if (isRepeated) this.#options.onCommitted?.({ kind: 'repeated', noun, id: idOf(result) });
    else this.#announce(caller, record);
    return result;
  }

  #announce({ actor }: Caller, { deed, messages }: AdminRecord): void {
    const { onCommitted } = this.#options;
    if (deed !== null) {
      const { kind, noun, id, companyId } = deed;
      onCommitted?.({ kind, noun, id, companyId, actor });
    }
    if (messages.size > 0) onCommitted?.({ kind: 'messages', workflowIds: [...messages.keys()] });
  }
}
