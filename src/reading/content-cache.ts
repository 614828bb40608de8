import type { Lane } from '../concurrency/lane.js';
import { TimedOut, withPatience } from '../concurrency/patience.js';
import type { ChangeListener } from '../db/change-feed.js';
import { outdated } from '../db/fold-level.js';
import type { BoundedClock } from '../db/clock.js';
import { AppError } from '../domain/errors.js';
import type { ContentState } from '../domain/plan/content-state.js';
import type { Id, Instant } from '../domain/scalars.js';
import { Epochs } from './epochs.js';
import { HeldContent, type WriteAnswer } from './held-content.js';
import { ContentStore } from './content-store.js';

/** How often a read begins anew because an edit overtook it. */
const ATTEMPTS = 8;
/** How long a read waits for Postgres, when it could be answered from what was known before. */
const PATIENCE_MS = 1_000;
/** How often Postgres is tried again while it is away; other reads are answered from what was known. */
const RETRY_AWAY_MS = 500;
/** How far what was known is carried on while Postgres is away. */
const MAX_AWAY_MS = 48 * 3_600_000;
/** How much of the event loop's time a read gets to fold a content on that nobody looked at for long. */
const CATCH_UP_MS = 100;
/** Without word of changes, only reads of the same moment share a query. */
const SHARED_MS = 5;

/** What a read found: the content (null: there is none), at which instant, and how. */
export interface Reading {
  held: HeldContent | null;
  at: Instant;
  /** Whether Postgres could not be asked. */
  away: boolean;
  /** How long Postgres took, in ms; null: it did not have to be asked. */
  queryMs: number | null;
}

/** The same of a content that there is. */
export type KnownReading = Reading & { held: HeldContent };

export const isKnown = (reading: Reading): reading is KnownReading => reading.held !== null;

export const unknownContent = (uniqueId: string): AppError =>
  new AppError('not_found', `There is no AR content ${uniqueId}.`);

/** The content of a stream or plan. @throws AppError `not_found` */
export async function readKnown(cache: ContentCache, uniqueId: string): Promise<KnownReading> {
  const reading = await cache.read(uniqueId);
  if (!isKnown(reading)) throw unknownContent(uniqueId);
  return reading;
}

/** Who tells of edits, as `ChangeFeed` does. */
export interface Feed {
  /** Whether the installation is past what this process can fold. */
  isOutdated(): boolean;
  /** Whether every edit is told at once; without that, nothing is answered from memory. */
  isLive(): boolean;
  /** Whether every edit committed before this moment of `performance.now()` was told. */
  hasToldUntil(moment: number): boolean;
  /** Waits for that, if it can be had. What the clock says is then what Postgres's said after that moment, or later. */
  catchUp(moment: number): Promise<void>;
}

export interface ContentCacheOptions {
  load: (uniqueId: string) => Promise<ContentState | null>;
  write: WriteAnswer;
  clock: Pick<BoundedClock, 'now' | 'latest'>;
  feed: Feed;
  translateFault: (error: unknown) => unknown;
  maxBytes: number;
  /** Where what takes long is done. */
  lane: Lane;
  /** Is told of a content whose steps take too long to fold: they had better be committed. */
  onBacklog: (arContentId: Id, uncommitted: number) => void;
}

/** Is told what changed: a content's id, the uuid of a new one, or null for anything. */
export type Watcher = (key: Id | string | null) => void;

/** A query under way, which later reads of the same content may share. */
interface Flight {
  epoch: number;
  startedAt: number;
  done: Promise<HeldContent | null>;
}

const away = (error: unknown): boolean => error instanceof AppError && error.code === 'database_unavailable';

/**
 * The contents that are being read, by uuid, each folded on from its committed state. An edit drops its content: in the
 * process that took it before the answer goes out, in the others by NOTIFY. A query that an edit overtook is made again.
 */
export class ContentCache implements ChangeListener {
  readonly #options: ContentCacheOptions;
  readonly #contents: ContentStore;
  readonly #epochs = new Epochs();
  readonly #flights = new Map<string, Flight>();
  readonly #watchers = new Set<Watcher>();
  #awayUntil = Number.NEGATIVE_INFINITY;

  constructor(options: ContentCacheOptions) {
    this.#options = options;
    this.#contents = new ContentStore(options.maxBytes);
  }

  /** About how much memory the held contents take. */
  get bytes(): number {
    return this.#contents.bytes;
  }

  /** What may be answered from at this moment: the content, null for none; undefined: it has to be read. */
  peek(uniqueId: string): HeldContent | null | undefined {
    return this.#fresh(uniqueId, false);
  }

  /**
   * The content with this uuid (in lower case). While Postgres is away: as it was known last, as far as that reaches.
   * @throws AppError `database_unavailable`; `busy` when edits follow each other too closely; `outdated_process`.
   */
  async read(uniqueId: string): Promise<Reading> {
    const { feed } = this.#options;
    if (feed.isOutdated()) throw outdated();
    const moment = performance.now();
    let held = this.#fresh(uniqueId, false);
    if (held === undefined && this.#contents.fresh(uniqueId) !== undefined) {
      await feed.catchUp(moment);
      held = this.#fresh(uniqueId, feed.hasToldUntil(moment));
    }
    if (held !== undefined) return { held, at: await this.#catchUp(held), away: false, queryMs: null };
    const known = feed.isLive() ? undefined : this.#knownBefore(uniqueId);
    const found =
      known === undefined
        ? { held: await this.#query(uniqueId), away: false }
        : await this.#readInNeed(uniqueId, known);
    return { ...found, at: await this.#catchUp(found.held), queryMs: performance.now() - moment };
  }

  /** Folds a content on to the present, which is given back. @throws AppError `busy` when that takes several reads. */
  async #catchUp(held: HeldContent | null): Promise<Instant> {
    const { clock, lane, onBacklog } = this.#options;
    const now = clock.now();
    if (held === null || held.advance(now)) return now;
    const isThere = await lane.run(() => held.advance(clock.now()), CATCH_UP_MS);
    if (isThere) return clock.now();
    onBacklog(held.id, held.uncommitted);
    throw new AppError('busy', 'This AR content has very many rotations to catch up with. Try again.');
  }

  /** What Postgres answers; while it is away, what was known. */
  async #readInNeed(uniqueId: string, known: HeldContent): Promise<Pick<Reading, 'held' | 'away'>> {
    const last = { held: known, away: true };
    const moment = performance.now();
    if (moment < this.#awayUntil) return last;
    // While it is away, one read at a time finds out whether it is back.
    if (this.#awayUntil > Number.NEGATIVE_INFINITY) this.#awayUntil = moment + RETRY_AWAY_MS;
    const found = await this.#queryWithPatience(uniqueId);
    this.#awayUntil = found === 'away' ? performance.now() + RETRY_AWAY_MS : Number.NEGATIVE_INFINITY;
    return found === 'away' ? last : { held: found, away: false };
  }

  /** Drops a content that was edited, made or deleted. */
  contentChanged(id: Id): void {
    this.#epochs.raise(id);
    this.#contents.drop(id);
    this.#tell(id);
  }

  /** Drops the knowledge that there is no such content. */
  contentCreated(uniqueId: string): void {
    this.#epochs.raise(uniqueId);
    this.#contents.dropUnknown(uniqueId);
    this.#tell(uniqueId);
  }

  /** Edits may be missed from here on: what is held is for the time of need only. */
  feedLost(): void {
    this.#epochs.raiseAll();
    this.#contents.retire(this.#options.clock.now());
  }

  /** Edits may have been missed until now. */
  feedLive(): void {
    this.feedLost();
    this.#tell(null);
  }

  /** Calls `watcher` with the id or uuid of what changed, null for anything; returns how to end that. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /**
   * What is held, if it is known what it shows. From the first moment on at which its next step may be due by Postgres's
   * clock, that is known once the feed has told everything until then: every edit that put the step off, none of which
   * is committed after it, and what the clock says; for another process may know already that the step is due.
   */
  #fresh(uniqueId: string, isTold: boolean): HeldContent | null | undefined {
    const { feed, clock } = this.#options;
    const held = feed.isLive() ? this.#contents.fresh(uniqueId) : undefined;
    return held && !isTold && clock.latest() >= held.end ? undefined : held;
  }

  #tell(key: Id | string | null): void {
    for (const watcher of this.#watchers) watcher(key);
  }

  #knownBefore(uniqueId: string): HeldContent | undefined {
    const held = this.#contents.last(uniqueId);
    return held !== undefined && this.#options.clock.now() - held.knownAt < MAX_AWAY_MS ? held : undefined;
  }

  async #queryWithPatience(uniqueId: string): Promise<HeldContent | null | 'away'> {
    try {
      return await withPatience(PATIENCE_MS, () => this.#query(uniqueId));
    } catch (error) {
      if (error instanceof TimedOut || away(error)) return 'away';
      throw error;
    }
  }

  /** Asks Postgres. Reads of one moment share one query, unless an edit came between them. */
  #query(uniqueId: string): Promise<HeldContent | null> {
    const under = this.#flights.get(uniqueId);
    if (under?.epoch === this.#epochs.current && this.#mayShare(under)) return under.done;
    const flight: Flight = { epoch: this.#epochs.current, startedAt: performance.now(), done: Promise.resolve(null) };
    flight.done = this.#fill(uniqueId, flight).finally(() => {
      if (this.#flights.get(uniqueId) === flight) this.#flights.delete(uniqueId);
    });
    this.#flights.set(uniqueId, flight);
    return flight.done;
  }

  #mayShare({ startedAt }: Flight): boolean {
    return this.#options.feed.isLive() || performance.now() - startedAt < SHARED_MS;
  }

  async #fill(uniqueId: string, flight: Flight): Promise<HeldContent | null> {
    const { clock, load, write, translateFault } = this.#options;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      flight.epoch = this.#epochs.begin();
      try {
        // The clock before the row: a step due by then was still in the plan when the row was read.
        const asked = clock.now();
        const state = await load(uniqueId);
        if (this.#epochs.isOvertaken(flight.epoch, state?.arContent.id ?? uniqueId)) continue;
        const held = state && new HeldContent(state, asked, write);
        if (held !== null && (await this.#wasPutOff(held, flight.epoch))) continue;
        if (held !== null && attempt < ATTEMPTS && this.#mayBeOvertaken(held)) continue;
        return this.#keep(uniqueId, held);
      } catch (error) {
        throw translateFault(error);
      } finally {
        this.#epochs.end();
      }
    }
    throw new AppError('busy', 'This AR content is being edited all the time. Try again.');
  }

  /** Whether a step that came since the row was read turns out to be put off by an edit; known once it surely came. */
  async #wasPutOff(held: HeldContent, epoch: number): Promise<boolean> {
    const { feed, clock } = this.#options;
    let hasCome = false;
    while (!hasCome && clock.latest() >= held.end && feed.isLive()) {
      await feed.catchUp(performance.now());
      hasCome = clock.now() >= held.end;
    }
    return this.#epochs.isOvertaken(epoch, held.id);
  }

  /**
   * Without word of edits, a step that came since the row was read may have been taken back, and a slow answer may be
   * older than one that was given meanwhile.
   */
  #mayBeOvertaken(held: HeldContent): boolean {
    if (this.#options.feed.isLive()) return false;
    const last = this.#contents.last(held.uniqueId);
    return held.end <= this.#options.clock.latest() || (last?.id === held.id && last.version > held.version);
  }

  #keep(uniqueId: string, held: HeldContent | null): HeldContent | null {
    const isFresh = this.#options.feed.isLive();
    if (held === null) this.#contents.keepUnknown(uniqueId, isFresh);
    else this.#contents.keep(held, isFresh);
    return held;
  }
}
