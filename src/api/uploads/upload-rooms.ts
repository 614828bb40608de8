import type { Id } from '../../domain/scalars.js';
import { requireWithin, uploadLimit, type StorageUse, type UploadLimit } from '../../domain/upload-limit.js';

/** What a company may store and does is asked for again once it is so old, while bytes arrive. */
const ASK_EVERY_MS = 1_000;

/** The room of one file while its bytes arrive. */
export interface UploadRoom {
  /** To be asked before so many more bytes are kept. @throws AppError `payload_too_large`, `quota_exceeded` */
  take(bytes: number): void;
  /** No more come: they count as stored from now on, or are gone. */
  leave(): void;
}

/** The room of a file whose limit is its own. */
export function roomWithin(limit: UploadLimit): UploadRoom {
  let taken = 0;
  return {
    take: (bytes) => {
      taken += bytes;
      requireWithin(limit, taken);
    },
    leave: () => undefined,
  };
}

/** A company to which bytes are sent. */
interface Receiver {
  use: StorageUse;
  askedAt: number;
  /** Bytes of its uploads that are on their way in this process. */
  arriving: number;
  uploads: number;
}

export interface UploadRoomsOptions {
  maxUploadBytes: number;
  /** What a company may store and does; undefined: it is gone. While that cannot be told, what was known last holds. */
  useOf: (companyId: Id) => Promise<StorageUse | undefined>;
}

/**
 * Keeps what companies send within their quotas while it arrives, all uploads of a company together: many at once gather
 * no more than one may. Exact is the check in the transaction that adds a video.
 */
export class UploadRooms {
  readonly #options: UploadRoomsOptions;
  readonly #receivers = new Map<Id, Receiver>();

  constructor(options: UploadRoomsOptions) {
    this.#options = options;
  }

  /** @param use of the company, as it was just read. */
  enter(companyId: Id, use: StorageUse): UploadRoom {
    const receiver = this.#receivers.get(companyId) ?? { use, askedAt: 0, arriving: 0, uploads: 0 };
    Object.assign(receiver, { use, askedAt: performance.now() });
    receiver.uploads += 1;
    this.#receivers.set(companyId, receiver);
    let own = 0;
    let isOpen = true;
    const leave = (): void => {
      if (!isOpen) return;
      isOpen = false;
      receiver.arriving -= own;
      receiver.uploads -= 1;
      if (receiver.uploads === 0) this.#receivers.delete(companyId);
    };
    const take = (bytes: number): void => {
      void this.#askAgain(companyId, receiver);
      own += bytes;
      receiver.arriving += bytes;
      const limit = uploadLimit(this.#options.maxUploadBytes, receiver.use, receiver.arriving - own);
      if (own <= limit.maxBytes) return;
      leave(); // At once, so that one that gives up leaves its room to the others.
      throw limit.exceeded();
    };
    return { take, leave };
  }

  /** Beside the bytes, which do not wait for it. */
  async #askAgain(companyId: Id, receiver: Receiver): Promise<void> {
    if (performance.now() - receiver.askedAt < ASK_EVERY_MS) return;
    receiver.askedAt = performance.now();
    const use = await this.#options.useOf(companyId).catch(() => undefined);
    if (use !== undefined) receiver.use = use;
  }
}
