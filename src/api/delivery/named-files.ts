import type { Limiter } from '../../concurrency/limiter.js';
import type { Id } from '../../domain/scalars.js';

/** A key as we make them: `videos/7/<uuid>.mp4`. Nothing else is looked for. */
const OWN_KEY = /^(?:videos|thumbnails)\/(\d{1,15})\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[a-z0-9]{2,5}$/;

/** About ten megabytes of each. */
const MAX_KNOWN = 50_000;
/** How long it is remembered that nothing names a file: it may be an upload that ends just now. */
const UNKNOWN_MS = 5_000;

export interface NamedFilesOptions {
  /** Whether a row names the file. */
  isNamed: (connectionId: Id, arContentId: Id, key: string) => Promise<boolean>;
  /** Bounds how many such questions are asked at once: anybody can make them up. */
  atOnce: Limiter;
}

/**
 * Tells which files are ours to hand out: those that a row names. A name is never used twice, so what is known once needs
 * no second question; when its file is gone, the storage says so.
 */
export class NamedFiles {
  readonly #options: NamedFilesOptions;
  readonly #known = new Set<string>();
  readonly #unknown = new Map<string, number>();

  constructor(options: NamedFilesOptions) {
    this.#options = options;
  }

  /** @throws AppError `busy` when too many ask for what is not known; whatever the database says */
  async has(connectionId: Id, key: string): Promise<boolean> {
    const name = `${connectionId}/${key}`;
    if (this.#known.has(name)) return true;
    const [, arContentId] = OWN_KEY.exec(key) ?? [];
    if (arContentId === undefined || this.#isUnknown(name)) return false;
    const isNamed = await this.#options.atOnce(() => this.#options.isNamed(connectionId, Number(arContentId), key));
    if (isNamed) remember(this.#known, name);
    else this.#forgetUntil(name, performance.now() + UNKNOWN_MS);
    return isNamed;
  }

  #isUnknown(name: string): boolean {
    return (this.#unknown.get(name) ?? Number.NEGATIVE_INFINITY) > performance.now();
  }

  #forgetUntil(name: string, until: number): void {
    const [oldest] = this.#unknown.keys();
    if (this.#unknown.size >= MAX_KNOWN && oldest !== undefined) this.#unknown.delete(oldest);
    this.#unknown.set(name, until);
  }
}

function remember(names: Set<string>, name: string): void {
  const [oldest] = names;
  if (names.size >= MAX_KNOWN && oldest !== undefined) names.delete(oldest);
  names.add(name);
}
